// The one line of a message that says what went wrong. Pure text work; nothing is neutralised here,
// the canvas does that.
import OrchestraAPI

/// Finds the telling line of an error text.
package enum ErrorLine {
  /// Longest line kept, in characters.
  package static let charactersMax = 300
  /// Lines looked at, from the start and from the end.
  private static let linesMax = 200

  /// The external system's words when they say more than the platform's.
  package static func extract(from task: TaskRun) -> String {
    let external = extract(from: task.externalMessage ?? "")
    let own = extract(from: task.message ?? "")
    if external.isEmpty { return own }
    return !own.isEmpty && isTelling(own) && !isTelling(external) ? own : external
  }

  /// The last line of a traceback, else the first line that names an error, else the first line.
  package static func extract(from text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
    guard let first = lines.first else { return "" }
    let isTraceback = lines.prefix(linesMax).contains { $0.hasPrefix("Traceback (most recent") }
    let line =
      isTraceback
      ? lines[lines.count - 1] : lines.prefix(linesMax).first(where: isTelling) ?? first
    return String(line.prefix(charactersMax))
  }

  private static func trimmed(_ line: Substring) -> Substring {
    let start = line.drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }

  private static let words = ["error", "exception", "fatal", "failed", "denied", "refused", "ora-"]

  private static func isTelling(_ line: some StringProtocol) -> Bool {
    let lowered = line.prefix(charactersMax).lowercased()
    return words.contains { lowered.contains($0) }
  }
}
