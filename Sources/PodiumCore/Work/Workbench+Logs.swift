// Lines of a log without fetching all of it at once: matches with their numbers, found piece by piece up
// to a limit that is said, or the last lines.
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
    let max = min(Self.matchesMax, Swift.max(1, arguments.integer("max_matches") ?? 50))
    guard let expression = arguments.text("pattern"), !expression.isEmpty else {
      return try await lastLines(path, file.name, max: max)
    }
    let pattern: Pattern
    do throws(Pattern.Problem) {
      pattern = try Pattern(expression)
    } catch {
      throw WorkProblem(.usage, "pattern: \(error.message)")
    }
    return try await search(path, file.name, pattern, max: max)
  }

  private static func isMatch(_ pattern: Pattern, _ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { bytes in
      if case .found = pattern.firstMatch(in: bytes) { true } else { false }
    }
  }

  private static func match(_ bytes: ArraySlice<UInt8>, _ line: Int64?) -> JSONValue {
    var row = JSONObject()
    row["line"] = line.map { .int($0) }
    row["text"] = .string(String(decoding: bytes.prefix(500), as: UTF8.self))
    return .object(row)
  }

  /// The end of a log by lines; their numbers are known only where that is all of it.
  private func lastLines(
    _ path: TaskRunPath, _ name: String, max: Int
  ) async throws(WorkProblem) -> JSONObject {
    let chunk = try await call(
      DownloadLog(task: path, filename: name, range: .last(Self.readBytes)), "read a log")
    let isWhole = chunk.offset == 0 && chunk.bytes.count <= Self.readBytes
    var bytes = chunk.bytes.suffix(Self.readBytes)
    if bytes.last == 0x0A { bytes = bytes.dropLast() }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // The first one may have lost its beginning.
    if !isWhole, lines.count > 1 { lines.removeFirst() }
    let first = Swift.max(0, lines.count - max)
    let rows = lines.indices[first...].map { Self.match(lines[$0], isWhole ? Int64($0 + 1) : nil) }
    return [
      "filename": .string(name), "matchCount": .int(Int64(rows.count)),
      "linesLookedAt": .int(Int64(lines.count)), "matches": .array(Array(rows)),
      "truncated": .bool(!isWhole || first > 0),
    ]
  }

  /// Lines of one answer.
  static let matchesMax = 200
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
        if matches.count < max { matches.append(Self.match(bytes, line)) }
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
