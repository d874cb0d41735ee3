// Searching a text of any length: reads window by window, matches within lines, stops at the first
// hit. Runs off the UI actor; never holds more than one window.
import Glibc
import Matching

/// One search through a text, in steps.
package struct TextSearch: Sendable {
  /// How far a step reads before it reports, so that it can be seen and stopped.
  static let stepBytes = 64 * 1024 * 1024
  static let remoteStepBytes = 2 * 1024 * 1024
  /// What windows of a giant line have in common; longer matches across their border are not found.
  static let overlapBytes = 4096

  let pattern: Pattern
  let isBackward: Bool
  /// Forward: matches begin here or later. Backward: matches begin before.
  let from: Int

  /// What a step ends with.
  enum Outcome: Sendable, Hashable {
    case found(Range<Int>)
    case notFound
    /// Nothing up to here: go on from there.
    case more(from: Int)
    case tooCostly
    case failed(String)
  }

  func step(in source: some TextSource, end: Int?) async -> Outcome {
    do {
      return isBackward ? try await back(source) : try await forth(source)
    } catch {
      return .failed("\(error)")
    }
  }

  private func limit(_ source: some TextSource) -> Int {
    source.isCheap ? Self.stepBytes : Self.remoteStepBytes
  }

  private func forth(_ source: some TextSource) async throws -> Outcome {
    var place = max(0, from - Self.overlapBytes)  // a little before, to see where a line begins
    while place - from < limit(source) {
      try Task.checkCancellation()
      let bytes = try await source.read(offset: place, length: source.chunkBytes).bytes
      let isLast = bytes.isEmpty || bytes.count <= Self.overlapBytes
      let isAtEnd = bytes.count < source.chunkBytes
      let outcome = bytes.withUnsafeBufferPointer {
        first(in: $0, after: max(0, from - place), isAtStart: place == 0, isAtEnd: isAtEnd)
      }
      switch outcome {
      case .found(let range):
        return .found((range.lowerBound + place)..<(range.upperBound + place))
      case .tooCostly: return .tooCostly
      case .none:
        if isLast { return .notFound }
        place += bytes.withUnsafeBufferPointer { Self.advance($0) }
      }
    }
    return .more(from: place)
  }

  private func back(_ source: some TextSource) async throws -> Outcome {
    var stop = from
    while from - stop < limit(source), stop > 0 {
      try Task.checkCancellation()
      let place = max(0, stop - source.chunkBytes + Self.overlapBytes)
      let bytes = try await source.read(
        offset: place, length: min(source.chunkBytes, stop - place + Self.overlapBytes)
      ).bytes
      let outcome = bytes.withUnsafeBufferPointer {
        last(in: $0, before: stop - place, isAtStart: place == 0)
      }
      switch outcome {
      case .found(let range):
        return .found((range.lowerBound + place)..<(range.upperBound + place))
      case .tooCostly: return .tooCostly
      case .none: stop = place
      }
    }
    return stop > 0 ? .more(from: stop) : .notFound
  }

  /// How far the next window may begin after this one: at its last line, or near its end.
  private static func advance(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let tail = max(0, bytes.count - overlapBytes)
    guard let newline = bytes[tail...].lastIndex(of: 0x0A) else { return max(1, tail) }
    return newline + 1
  }

  private func last(
    in bytes: UnsafeBufferPointer<UInt8>, before stop: Int, isAtStart: Bool
  ) -> Pattern.Outcome {
    var best = Pattern.Outcome.none
    var start = 0
    while case .found(let range) = first(
      in: bytes, after: start, isAtStart: isAtStart, isAtEnd: false),
      range.lowerBound < stop
    {
      best = .found(range)
      start = range.lowerBound + 1
    }
    return best
  }

  /// The first match from `start` on that stays within its line.
  private func first(
    in bytes: UnsafeBufferPointer<UInt8>, after start: Int, isAtStart: Bool, isAtEnd: Bool
  ) -> Pattern.Outcome {
    var start = start
    while true {
      let outcome = pattern.firstMatch(
        in: bytes, from: start, isLineStart: isAtStart, isLineEnd: isAtEnd)
      guard case .found(let range) = outcome else { return outcome }
      let isEmpty = range.isEmpty
      if !isEmpty, !bytes[range].contains(0x0A) { return outcome }
      // Empty, or over a line end: once more in the line where it began, then in the next ones.
      let rest = bytes[range.lowerBound...]
      let lineEnd = rest.firstIndex(of: 0x0A) ?? bytes.count
      if !isEmpty {
        let line = UnsafeBufferPointer(rebasing: bytes[..<lineEnd])
        let again = pattern.firstMatch(in: line, from: range.lowerBound, isLineStart: isAtStart)
        if case .found(let inner) = again, !inner.isEmpty { return again }
      }
      start = (isEmpty ? range.lowerBound : lineEnd) + 1
      if start > bytes.count { return .none }
    }
  }
}
