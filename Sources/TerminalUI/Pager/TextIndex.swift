// Where lines begin: one entry for every few hundred of them, so that a jump reads little and the
// index stays small.
import Matching

/// A sparse line index over a text from its start to `scanned`.
package struct TextIndex: Sendable {
  /// Entries kept; with more, every second one goes and the lines between them double.
  static let entriesMax = 65_536

  /// Lines from one entry to the next.
  private(set) var stride = 256
  /// Starts of the lines 0, `stride`, 2 × `stride`, …
  private(set) var entries = [0]
  /// The end of the part that was scanned.
  private(set) var scanned = 0
  /// Line ends in that part.
  private(set) var newlines = 0

  init() {}

  /// What was found from `start` on, to be appended to an index that ends there.
  struct Part: Sendable {
    fileprivate let start: Int
    fileprivate let stride: Int
    fileprivate var entries: [Int] = []
    fileprivate(set) var scanned: Int
    fileprivate(set) var newlines: Int

    /// Nothing was there to be scanned.
    var isEmpty: Bool { scanned == start }

    /// Scans bytes that begin at `offset`; those before `scanned` are skipped, a gap is refused.
    mutating func extend(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
      guard offset <= scanned, scanned < offset + bytes.count else { return }
      let rest = UnsafeBufferPointer(rebasing: bytes[(scanned - offset)...])
      entries += LineEnds.count(in: rest, seen: &newlines, every: stride).map { scanned + $0 }
      scanned = offset + bytes.count
    }
  }

  /// An empty part that begins where this index ends.
  func part() -> Part { Part(start: scanned, stride: stride, scanned: scanned, newlines: newlines) }

  /// Adds a part; one that does not begin where this index ends is left out.
  mutating func append(_ part: Part) {
    guard part.start == scanned, part.stride == stride else { return }
    entries += part.entries
    scanned = part.scanned
    newlines = part.newlines
    while entries.count > Self.entriesMax {
      entries = entries.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      stride *= 2
    }
  }

  /// The last indexed line start at or before an offset.
  func entry(before offset: Int) -> (line: Int, offset: Int) {
    var (low, high) = (0, entries.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if entries[middle] <= offset { low = middle } else { high = middle }
    }
    return (low * stride, entries[low])
  }

  /// The last indexed line start at or before a line.
  func entry(beforeLine line: Int) -> (line: Int, offset: Int) {
    let n = min(max(0, line / stride), entries.count - 1)
    return (n * stride, entries[n])
  }
}
