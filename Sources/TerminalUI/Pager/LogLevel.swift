// Finds errors and warnings in logs of any program: words, structured fields, stack traces.
import Matching

/// How bad a log line is.
package enum LogLevel: Int, Sendable, Comparable {
  case normal, warning, error

  package static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}

/// The expressions that tell errors and warnings.
struct LogLevels: Sendable {
  /// Bytes of a line that are looked at; levels stand at its beginning.
  static let bytesMax = 512

  private static let errorWords =
    #"\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG|FAILED|FAILURE)\b|\[(error|fatal|critical)\]"#
    + #"|\blevel"?[=:] ?"?(error|fatal|critical|panic)\b|^(error|fatal|panic)( \w+)?:"#
    + #"|^Error\b|Traceback \(most recent call last\)|^\s*([\w.]+\.)?\w*(Error|Exception)(:|$)"#
    + #"|^Caused by: |^Exception in thread |\bORA-\d{5}\b"#
  private static let warningWords =
    #"\bWARN(ING)?\b|\[warn(ing)?\]|\blevel"?[=:] ?"?warn(ing)?\b|^[Ww]arning:|\w+Warning:"#

  let error: Pattern
  let warning: Pattern

  init() throws(Pattern.Problem) {
    error = try Pattern(Self.errorWords, casing: .respected)
    warning = try Pattern(Self.warningWords, casing: .respected)
  }

  /// The level of one line.
  func level(of line: UnsafeBufferPointer<UInt8>) -> LogLevel {
    let head = UnsafeBufferPointer(rebasing: line.prefix(Self.bytesMax))
    if case .found = error.firstMatch(in: head) { return .error }
    if case .found = warning.firstMatch(in: head) { return .warning }
    return .normal
  }
}
