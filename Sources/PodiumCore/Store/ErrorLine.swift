// The one line of a message or a log that says what went wrong. Pure text work on bytes, as thousands
// of failures are looked at while a window is read; nothing is neutralised here, the canvas does that.
import Matching
import OrchestraAPI

/// Finds the telling line of an error text.
package enum ErrorLine {
  /// Longest line kept, in characters.
  package static let charactersMax = 300
  /// Lines looked at, from the start.
  private static let linesMax = 400
  /// A message without a colon and shorter than this names no cause.
  private static let genericBytesMax = 48
  /// Part of a line that is searched for telling words.
  private static let searchedBytesMax = 600

  /// The external system's words when they say more than the platform's.
  package static func extract(from task: TaskRun) -> String {
    let external = extract(from: task.externalMessage ?? "")
    let own = extract(from: task.message ?? "")
    if external.isEmpty { return own }
    return !own.isEmpty && isTelling(own) && !isTelling(external) ? own : external
  }

  /// The last line of a traceback, else the first line that names an error, else the first line.
  package static func extract(from text: String) -> String {
    let lines = lines(of: text)
    guard let first = lines.first else { return "" }
    return cut(telling(lines) ?? first)
  }

  /// The same for the end of a log; without a telling line it is the last one.
  /// - Parameter isWhole: whether the bytes begin with the log; else the first line is cut and ignored.
  package static func extract(fromLog bytes: [UInt8], isWhole: Bool) -> String {
    var lines = lines(of: withoutEscapes(String(decoding: bytes, as: UTF8.self)))
    if !isWhole { lines = Array(lines.dropFirst()) }
    guard let last = lines.last else { return "" }
    // The level in front of a line tells, too; it is dropped from what is shown.
    return cut(withoutDecoration(telling(lines) ?? last))
  }

  /// Whether a line only says that it failed ("Exit status 1", "Task failed"), not why.
  package static func isGeneric(_ line: String) -> Bool {
    if line.isEmpty { return true }
    guard line.utf8.count < genericBytesMax, !line.utf8.contains(UInt8(ascii: ":"))
    else { return false }
    return holds(anyOf: ["exit", "fail", "error", "unsuccessful"], lowered(line))
  }

  private static func lines(of text: String) -> [Substring] {
    // 10...13 are the line feed, its vertical and page kin, and the carriage return.
    text.utf8.split { (10...13).contains($0) }.map { trimmed(Substring($0)) }
      .filter { !$0.isEmpty }
  }

  /// Counting characters is slow, and most lines are short.
  private static func cut(_ line: Substring) -> String {
    String(line.utf8.count <= charactersMax ? line : line.prefix(charactersMax))
  }

  private static func telling(_ lines: [Substring]) -> Substring? {
    let start = lines.lastIndex { holds(anyOf: ["Traceback (most recent call last)"], $0.utf8) }
    if let start, let end = endOfTraceback(lines, from: start) { return lines[end] }
    return lines.prefix(linesMax).first(where: isTelling)
  }

  /// The line after the frames names the exception: "ValueError: no rows".
  private static func endOfTraceback(_ lines: [Substring], from start: Int) -> Int? {
    lines[(start + 1)...].firstIndex { line in
      guard let name = line.prefix(while: { $0 != ":" && $0 != " " }).split(separator: ".").last
      else { return false }
      return ["Error", "Exception", "Exit", "Interrupt", "Warning"].contains { name.hasSuffix($0) }
    } ?? (lines.count > start + 1 ? lines.count - 1 : nil)
  }

  private static func trimmed(_ line: Substring) -> Substring {
    let start = line.drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }

  private static let words: [StaticString] = [
    "error", "exception", "fatal", "failed", "failure", "denied", "refused", "not found", "ora-",
    "no such", "cannot", "timed out",
  ]
  private static let harmless: [StaticString] = [
    "0 error", "no error", "0 failed", "errors=0", "errors: 0",
  ]

  private static func isTelling(_ line: some StringProtocol) -> Bool {
    let line = lowered(line)
    return holds(anyOf: words, line) && !holds(anyOf: harmless, line)
  }

  /// ASCII letters in lower case; that is what telling words are made of.
  private static func lowered(_ line: some StringProtocol) -> [UInt8] {
    line.utf8.prefix(searchedBytesMax).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func holds(anyOf words: [StaticString], _ line: some Sequence<UInt8>) -> Bool {
    let found = line.withContiguousStorageIfAvailable { line in
      words.contains { word in
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return ByteSearch.first(word, in: line) != nil
      }
    }
    return found ?? holds(anyOf: words, Array(line))
  }
}

extension ErrorLine {
  /// A log line without time and level in front of it.
  private static func withoutDecoration(_ line: Substring) -> Substring {
    var rest = line
    var stripped = rest
    for _ in 0..<4 {
      let word = rest.prefix { $0 != " " && $0 != "\t" }
      guard !word.isEmpty, isTime(word) || isLevel(word) else { break }
      rest = trimmed(rest.dropFirst(word.count))
      stripped = rest
    }
    return stripped.isEmpty ? line : stripped
  }

  /// Text without colour sequences.
  private static func withoutEscapes(_ text: String) -> String {
    guard text.utf8.contains(27) else { return text }
    var result = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      if scalar.value == 27 { isInside = true }
      if !isInside || scalar == "\n" { result.unicodeScalars.append(scalar) }
      // A sequence ends with its first letter.
      if isInside, ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) { isInside = false }
    }
    return result
  }

  /// "2026-01-31T12:00:00Z", "12:00:00,123", "[12:00:00]".
  private static func isTime(_ word: Substring) -> Bool {
    word.count >= 8 && word.count { $0.isNumber } >= 4
      && word.allSatisfy { $0.isNumber || "-:.,TZ+[]/".contains($0) }
  }

  private static func isLevel(_ word: Substring) -> Bool {
    let bare = word.filter { $0.isLetter }.uppercased()
    let levels = ["ERROR", "FATAL", "CRITICAL", "INFO", "WARN", "WARNING", "DEBUG", "SEVERE"]
    let isPlain = word.allSatisfy { $0.isLetter || "[]:|".contains($0) }
    return isPlain && (levels.contains(bare) && (word.uppercased() == word || !word.hasSuffix(":")))
  }
}
