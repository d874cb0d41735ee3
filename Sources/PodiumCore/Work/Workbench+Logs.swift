// Searching a log without fetching all of it at once: piece by piece, matches with their lines, up to a
// limit that is said.
import JSON
import Matching
import OrchestraAPI

extension Workbench {
  /// Lines of a task's log that match, with their numbers.
  func searchLogs(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let path = try await path(arguments)
    let files = try await callIfOffered(ListLogFiles(task: path), "list logs")?.files ?? []
    let wanted = arguments.text("filename")
    let file =
      wanted.map { name in files.first { $0.name == name } }
      ?? files.max { $0.attempt < $1.attempt }
    guard let file else {
      let names = files.map(\.name).joined(separator: ", ")
      throw WorkProblem(
        .notFound,
        files.isEmpty
          ? "this task has written no log" : "there is no log \(wanted ?? ""): there are \(names)")
    }
    let pattern: Pattern
    do throws(Pattern.Problem) {
      pattern = try Pattern(arguments.required("pattern"))
    } catch {
      throw WorkProblem(.usage, "pattern: \(error.message)")
    }
    return try await search(path, file.name, pattern, max: arguments.integer("max_matches") ?? 50)
  }

  private static func isMatch(_ pattern: Pattern, _ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { bytes in
      if case .found = pattern.firstMatch(in: bytes) { true } else { false }
    }
  }

  static let searchBytesMax = 64 << 20
  static let pieceBytes = 1 << 20

  private func search(
    _ path: TaskRunPath, _ name: String, _ pattern: Pattern, max: Int
  ) async throws(WorkProblem) -> JSONObject {
    var (matches, offset, line): ([JSONValue], Int, Int64) = ([], 0, 0)
    var (rest, count): ([UInt8], Int64) = ([], 0)
    var total: Int?
    while offset < Self.searchBytesMax {
      let range = ByteRange.closed(offset, offset + Self.pieceBytes - 1)
      let chunk = try await call(
        DownloadLog(task: path, filename: name, range: range), "search a log")
      total = chunk.totalBytes ?? total
      offset += chunk.bytes.count
      let isEnd = chunk.bytes.count < Self.pieceBytes || total.map { offset >= $0 } ?? false
      var lines = (rest + chunk.bytes).split(separator: 0x0A, omittingEmptySubsequences: false)
      rest = isEnd ? [] : Array(lines.popLast() ?? [])
      for bytes in lines {
        line += 1
        guard Self.isMatch(pattern, bytes) else { continue }
        count += 1
        if matches.count < min(max, 200) {
          let text = String(decoding: bytes.prefix(500), as: UTF8.self)
          matches.append(["line": .int(line), "text": .string(text)])
        }
      }
      if let total { progress(Double(offset), Double(total), "line \(line)") }
      if isEnd { break }
    }
    var result: JSONObject = [
      "filename": .string(name), "matchCount": .int(count), "linesLookedAt": .int(line),
      "matches": .array(matches),
    ]
    let isComplete = total.map { offset >= $0 } ?? (offset < Self.searchBytesMax)
    result["truncated"] = .bool(!isComplete || Int64(matches.count) < count)
    return result
  }
}
