// Finds errors and warnings in logs of any program: words, structured fields, stack traces.
import Matching

/// How bad a log line is.
package enum LogLevel: Int, Sendable, Comparable {
  case normal, warning, error

  package static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}

/// The expressions that tell errors and warnings.
package struct LogLevels: Sendable {
  /// Bytes of a line that are looked at; levels stand at its beginning.
  static let bytesMax = 512

  private static let errorWords =
    #"\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG|FAILED|FAILURE)\b|\[(error|fatal|critical)\]"#
    + #"|\blevel"?[=:] ?"?(error|fatal|critical|panic)\b|^(error|fatal|panic)( \w+)?:"#
    + #"|^Error\b|Traceback \(most recent call last\)|^\s*([\w.]+\.)?\w*(Error|Exception)(:|$)"#
    + #"|^Caused by: |^Exception in thread |\bORA-\d{5}\b"#
  private static let warningWords =
    #"\bWARN(ING)?\b|\[warn(ing)?\]|\blevel"?[=:] ?"?warn(ing)?\b|^[Ww]arning:|\w+Warning:"#
  /// Each line that one of the expressions finds has one of these.
  private static let rareLetters = LetterTriples([
    "err", "fat", "cri", "sev", "pan", "eme", "fai", "tra", "exc", "cau", "ora", "war",
  ])

  let error: Pattern
  let warning: Pattern

  init() throws(Pattern.Problem) {
    error = try Pattern(Self.errorWords, casing: .respected)
    warning = try Pattern(Self.warningWords, casing: .respected)
  }

  /// A place at or after `start` whose line may have a level; all others have none.
  func candidate(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    Self.rareLetters.first(in: bytes, from: start)
  }

  /// The level of one line.
  func level(of line: UnsafeBufferPointer<UInt8>) -> LogLevel {
    let head = UnsafeBufferPointer(rebasing: line.prefix(Self.bytesMax))
    guard candidate(in: head, from: 0) != nil else { return .normal }
    if case .found = error.firstMatch(in: head) { return .error }
    if case .found = warning.firstMatch(in: head) { return .warning }
    return .normal
  }

  /// The word that makes the head of a line pass; nil if it does not.
  func word(in head: UnsafeBufferPointer<UInt8>, passing rule: LineRule) -> Range<Int>? {
    let found = word(in: head)
    return switch rule {
    case .atLeast(let level) where found.level >= level: found.word
    case .exactly(let level) where found.level == level: found.word
    default: nil
    }
  }

  private func word(
    in head: UnsafeBufferPointer<UInt8>
  ) -> (level: LogLevel, word: Range<Int>) {
    if case .found(let word) = error.firstMatch(in: head) { return (.error, word) }
    if case .found(let word) = warning.firstMatch(in: head) { return (.warning, word) }
    return (.normal, 0..<0)
  }
}
