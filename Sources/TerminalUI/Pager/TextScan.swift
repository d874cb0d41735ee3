// Work over a text of any length: it is fed window by window, by whatever reads the source. A scan
// is a value, so it can be stopped after any window and go on later.
import Glibc
import Matching

/// A part of a text that a scan is given.
struct TextWindow {
  let bytes: UnsafeBufferPointer<UInt8>
  let offset: Int
  /// The text ends with it, as far as it is written now.
  let isEnd: Bool

  var end: Int { offset + bytes.count }
}

/// Work over a text.
protocol TextScan: Sendable {
  /// The range to be given next, at most `windowBytes` long; nil when the work is done.
  func wanted(_ windowBytes: Int) -> Range<Int>?
  mutating func take(_ window: TextWindow)
  /// What came of it so far.
  var result: TextAnswer.Result { get }
  /// What is to be done next, in the same request.
  var sequel: (any TextScan)? { get }
  /// Whether it may read all of a text: then it reports on its way, and goes on from there. All
  /// others read little and are done in one go.
  var isLong: Bool { get }
}

extension TextScan {
  var isLong: Bool { false }
  var sequel: (any TextScan)? { nil }
}

/// A source that can be read by a thread that may wait: without copies and without tasks.
package protocol BlockingTextSource: TextSource {
  /// Reads into the caller's memory; fewer bytes than asked for only at the end.
  func readNow(offset: Int, into: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Feeds scans.
enum TextReading {
  /// Bytes that a request covers; then it reports, so that it can be seen and stopped.
  static let stepBytes = 64 * 1024 * 1024
  static let remoteStepBytes = 1024 * 1024

  /// Runs a scan and its sequels on the calling thread, which may wait.
  static func run(
    _ first: any TextScan, on source: some BlockingTextSource
  ) throws -> TextAnswer.Result {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: source.chunkBytes, alignment: 64)
    defer { memory.deallocate() }
    var (scan, left) = (first, first.isLong ? stepBytes : .max)
    while true {
      while left > 0, let range = scan.wanted(memory.count) {
        let part = UnsafeMutableRawBufferPointer(rebasing: memory[..<range.count])
        let count = try source.readNow(offset: range.lowerBound, into: part)
        scan.take(
          TextWindow(
            bytes: UnsafeBufferPointer(
              start: memory.assumingMemoryBound(to: UInt8.self).baseAddress, count: count),
            offset: range.lowerBound, isEnd: count < range.count))
        left -= max(1, range.count)
      }
      guard left > 0, let next = scan.sequel else { return scan.result }
      (scan, left) = (next, .max)
    }
  }

  /// Runs a scan and its sequels over a source that answers in its own time.
  static func run(
    _ first: any TextScan, over source: some TextSource
  ) async throws -> TextAnswer.Result {
    var (scan, left) = (first, first.isLong ? remoteStepBytes : .max)
    while true {
      while left > 0, let range = scan.wanted(source.chunkBytes) {
        try Task.checkCancellation()
        let bytes = try await source.bytes(from: range.lowerBound, count: range.count)
        bytes.withUnsafeBufferPointer {
          scan.take(
            TextWindow(bytes: $0, offset: range.lowerBound, isEnd: $0.count < range.count))
        }
        left -= max(1, range.count)
      }
      guard left > 0, let next = scan.sequel else { return scan.result }
      (scan, left) = (next, .max)
    }
  }
}

/// Where a scan downwards is. Windows begin where a line does, or within a giant line; then they
/// have `overlapBytes` in common, and longer matches across their border are not found.
struct DownCursor: Sendable, Hashable {
  static let overlapBytes = 4096

  /// What begins before this was looked at.
  private(set) var position: Int
  /// Where the next window begins, and the line it begins in.
  private(set) var place: Int
  private(set) var lineStart: Int
  private var isAligned: Bool
  private(set) var isDone = false

  /// Begins a little before, to see where a line begins.
  init(from offset: Int) {
    position = max(0, offset)
    place = max(0, offset - Self.overlapBytes)
    lineStart = place
    isAligned = place == 0
  }

  /// Begins where a line is known to begin.
  init(lineStart: Int) {
    (position, place, self.lineStart, isAligned) = (lineStart, lineStart, lineStart, true)
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    isDone ? nil : place..<(place + max(windowBytes, 2 * Self.overlapBytes))
  }

  /// The part of a window that can be looked at now; goes on behind it.
  mutating func take(_ window: TextWindow) -> TextPart {
    let lastEnd = LineEnds.last(in: window.bytes, before: window.bytes.count)
    let hasLineEnd = lastEnd.map { $0 >= position - window.offset } ?? false
    var usable = window.bytes.count
    if !window.isEnd, hasLineEnd, let lastEnd {
      usable = lastEnd + 1
    } else if !window.isEnd {
      usable = max(1, usable - Self.overlapBytes)
    }
    let part = TextPart(
      window: window, usable: usable, from: position, lineStart: lineStart,
      isAligned: isAligned, endsWithLine: window.isEnd || hasLineEnd)
    isDone = window.isEnd
    if let lastEnd, lastEnd < usable { lineStart = window.offset + lastEnd + 1 }
    place = window.offset + usable
    isAligned = place == lineStart
    position = max(position, place)
    return part
  }

  /// Where it goes on when the text grows: at the line that has not ended yet; at the end where that
  /// is long.
  var resume: Int { place - lineStart <= 16 * Self.overlapBytes ? lineStart : place }

  /// Goes on although the text had ended.
  mutating func reopen() {
    self = resume == lineStart ? DownCursor(lineStart: lineStart) : DownCursor(from: place)
  }
}

/// The part of a window in which hits are looked for.
struct TextPart {
  let window: TextWindow
  /// Hits begin before this, counted from the window's start.
  let usable: Int
  /// Hits begin here or later, in the text.
  let from: Int
  /// Where the line begins that the window begins in, as far as it was seen.
  let lineStart: Int
  /// The window begins where a line does.
  let isAligned: Bool
  /// `usable` is where a line ends, or the text.
  let endsWithLine: Bool

  /// The bytes that a match may cover.
  var bytes: UnsafeBufferPointer<UInt8> {
    endsWithLine
      ? UnsafeBufferPointer(rebasing: window.bytes[..<usable]) : window.bytes
  }

  /// Where the line of a byte begins, in the text.
  func lineStart(of offset: Int) -> Int {
    LineEnds.last(in: window.bytes, before: offset - window.offset).map {
      window.offset + $0 + 1
    } ?? lineStart
  }

  /// Where the line of a byte ends, in the text; nil if that is not in the window.
  func lineEnd(of offset: Int) -> Int? {
    LineEnds.first(in: window.bytes, from: offset - window.offset).map { window.offset + $0 }
  }

  /// The bytes of a range of the text, as far as they are in the window.
  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    let inside = range.clamped(to: window.offset..<window.end)
    return UnsafeBufferPointer(
      rebasing: window.bytes[
        (inside.lowerBound - window.offset)..<(inside.upperBound - window.offset)])
  }
}
