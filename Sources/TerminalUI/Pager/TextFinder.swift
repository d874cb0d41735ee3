// What is looked for in a text, and where it is in a part of it.
import Matching

/// A rule that lines pass or do not.
package enum LineRule: Sendable {
  /// Lines that are at least this bad.
  case atLeast(LogLevel)
  case exactly(LogLevel)
  case matching(Pattern)
}

extension LineRule: Equatable {
  package static func == (a: LineRule, b: LineRule) -> Bool {
    switch (a, b) {
    case (.atLeast(let x), .atLeast(let y)), (.exactly(let x), .exactly(let y)): x == y
    case (.matching(let x), .matching(let y)): x === y
    default: false
    }
  }
}

/// A place that was looked for.
struct TextHit: Hashable {
  let range: Range<Int>
  let lineStart: Int
}

/// Finds matches or lines.
struct TextFinder: Sendable {
  /// What counts as found.
  enum Goal: Sendable {
    case match(Pattern)
    /// A line; the range is that of the word that makes it pass.
    case line(LineRule)
  }

  let goal: Goal
  /// Only in lines that pass this too.
  var within: LineRule?
  let levels: LogLevels

  /// What the finding in a part ends with.
  enum End: Hashable { case finished, stopped, tooCostly }

  /// Calls `body` with each hit that begins in the part, until it says false.
  func each(in part: TextPart, _ body: (TextHit) -> Bool) -> End {
    var from = part.from
    while true {
      let (outcome, lineStart) = next(in: part, from: from)
      guard case .found(let range) = outcome else {
        return outcome == .tooCostly ? .tooCostly : .finished
      }
      if range.lowerBound >= part.window.offset + part.usable { return .finished }
      from = isByLine ? after(range, in: part) : range.upperBound
      if let within, !passes(lineStart, within, in: part) { continue }
      if !body(TextHit(range: range, lineStart: lineStart)) { return .stopped }
    }
  }

  private var isByLine: Bool { if case .line = goal { true } else { false } }

  private func after(_ range: Range<Int>, in part: TextPart) -> Int {
    part.lineEnd(of: range.lowerBound).map { $0 + 1 } ?? part.window.end
  }

  private func next(in part: TextPart, from: Int) -> (Pattern.Outcome, lineStart: Int) {
    switch goal {
    case .match(let pattern), .line(.matching(let pattern)):
      let outcome = match(of: pattern, in: part, from: from)
      guard case .found(let range) = outcome else { return (outcome, 0) }
      return (outcome, part.lineStart(of: range.lowerBound))
    case .line(let rule): return line(passing: rule, in: part, from: from)
    }
  }

  private func line(
    passing rule: LineRule, in part: TextPart, from: Int
  ) -> (Pattern.Outcome, lineStart: Int) {
    let offset = part.window.offset
    var place = max(0, from - offset)
    while place < part.usable, let candidate = levels.candidate(in: part.bytes, from: place) {
      let start = part.lineStart(of: offset + candidate)
      if start >= offset, start + LogLevels.bytesMax > offset + candidate {
        let head = head(of: start, in: part)
        if let word = levels.word(in: head, passing: rule), start + word.lowerBound >= from {
          return (.found((start + word.lowerBound)..<(start + word.upperBound)), start)
        }
      }
      guard let end = part.lineEnd(of: offset + candidate) else { break }
      place = end + 1 - offset
    }
    return (.none, 0)
  }

  private func head(of lineStart: Int, in part: TextPart) -> UnsafeBufferPointer<UInt8> {
    let limit = lineStart + LogLevels.bytesMax
    let end = part.lineEnd(of: lineStart) ?? part.window.end
    return part.bytes(lineStart..<max(lineStart, min(limit, end)))
  }

  /// Whether the line that begins there passes; a line that began before the window does not.
  private func passes(_ lineStart: Int, _ rule: LineRule, in part: TextPart) -> Bool {
    guard lineStart >= part.window.offset else { return false }
    if case .matching(let pattern) = rule {
      let end = part.lineEnd(of: lineStart) ?? part.window.end
      if case .found = pattern.firstMatch(in: part.bytes(lineStart..<end)) { return true }
      return false
    }
    return levels.word(in: head(of: lineStart, in: part), passing: rule) != nil
  }

  /// The first match from `from` on that stays within its line, in the text.
  private func match(of pattern: Pattern, in part: TextPart, from: Int) -> Pattern.Outcome {
    let bytes = part.bytes
    let offset = part.window.offset
    var start = max(0, from - offset)
    while start <= bytes.count {
      let outcome = pattern.firstMatch(
        in: bytes, from: start, isLineStart: part.isAligned, isLineEnd: part.endsWithLine)
      guard case .found(let range) = outcome else { return outcome }
      let lineEnd = LineEnds.first(in: bytes, from: range.lowerBound) ?? bytes.count
      if !range.isEmpty, range.upperBound <= lineEnd {
        return .found((range.lowerBound + offset)..<(range.upperBound + offset))
      }
      // Empty, or over a line end: once more in the line where it began, then in the next ones.
      if !range.isEmpty {
        let line = UnsafeBufferPointer(rebasing: bytes[..<lineEnd])
        let again = pattern.firstMatch(
          in: line, from: range.lowerBound, isLineStart: part.isAligned)
        if case .found(let inner) = again, !inner.isEmpty {
          return .found((inner.lowerBound + offset)..<(inner.upperBound + offset))
        }
      }
      start = (range.isEmpty ? range.lowerBound : lineEnd) + 1
    }
    return .none
  }
}
