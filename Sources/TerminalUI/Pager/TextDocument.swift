// A text as a person reads it: lines, and pieces of lines that are too long. Holds a bounded part
// of the bytes; where others are needed it says which. Reads nothing itself: `TextRequest` does.
import Matching

/// What is known of a text. Giant lines are shown in pieces that begin at multiples of
/// `pieceBytesMax`, so nothing here ever depends on the length of a line.
package struct TextDocument: Sendable {
  /// The longest line that is shown as one.
  package static let pieceBytesMax = 16 * 1024

  private(set) var cache = TextCache()
  private(set) var index = TextIndex()
  /// The length, as far as it is known.
  package private(set) var end: Int?
  /// Nothing will be added.
  package private(set) var isComplete = false
  /// The first time that a line of its beginning has.
  private(set) var firstTime: LineTime?
  private var revision: Int?

  package init() {}

  /// A line, or a piece of a long one.
  struct Piece: Hashable {
    let start: Int
    /// Without the line end and the carriage return before it.
    let end: Int
    /// Where the next one begins; the same as `start` only at the very end.
    let next: Int
    let isLineStart: Bool
    let isLineEnd: Bool
  }

  /// Takes the answer to a read of `length` bytes. A text that became shorter, or was replaced, is
  /// forgotten first: it is another one. Returns whether it was.
  @discardableResult
  mutating func receive(_ chunk: TextChunk, at offset: Int, asked length: Int) -> Bool {
    let seen = offset + chunk.bytes.count
    let known = chunk.total ?? (chunk.bytes.count < length ? seen : nil)
    let isOther =
      chunk.total.map { $0 < (end ?? 0) } ?? false
      || revision.map { $0 != chunk.revision } ?? false
    if isOther { self = TextDocument() }
    revision = chunk.revision
    if let known {
      end = max(known, seen)
    } else if seen > end ?? 0 {
      end = nil
    }
    isComplete = chunk.isComplete
    if isOther, offset > 0 { return true }
    cache.store(chunk.bytes, at: offset)
    if offset == 0, firstTime == nil { firstTime = Self.firstTime(in: chunk.bytes) }
    var part = index.part()
    chunk.bytes.withUnsafeBufferPointer { part.extend($0, at: offset) }
    index.append(part)
    return isOther
  }

  /// Lines that are looked at for the first time.
  private static let timeLinesMax = 64

  private static func firstTime(in bytes: [UInt8]) -> LineTime? {
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for _ in 0..<timeLinesMax where start < bytes.count {
        let end = LineEnds.first(in: bytes, from: start) ?? bytes.count
        if let time = LineTime(in: UnsafeBufferPointer(rebasing: bytes[start..<end])) {
          return time
        }
        start = end + 1
      }
      return nil
    }
  }

  mutating func append(_ part: TextIndex.Part) { index.append(part) }
  mutating func touch(_ range: Range<Int>) { cache.touch(range) }

  /// Lines, if all of the text was scanned.
  package var lineCount: Int? {
    guard let end, index.scanned >= end else { return nil }
    return index.newlines + (end > 0 && !endsWithNewline(end) ? 1 : 0)
  }

  private func endsWithNewline(_ end: Int) -> Bool {
    (try? cache.withBytes(before: end, downTo: end - 1) { $0.first == 0x0A }) ?? true
  }

  /// Where to read for a missing byte: on from what is known of its block.
  func readStart(for offset: Int) -> Int { cache.knownEnd(before: offset) }

  func bytes(_ range: Range<Int>) throws(MissingBytes) -> [UInt8] {
    try cache.copy(range)
  }
}
