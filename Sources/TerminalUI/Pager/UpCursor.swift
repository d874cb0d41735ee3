// The way of a scan upwards: windows that end where a line begins, or overlap within a giant line.
import Matching

/// Where a scan upwards is.
struct UpCursor: Sendable, Hashable {
  /// Everything that begins here or later was looked at.
  private(set) var stop: Int
  /// A line begins at `stop`.
  private var isAligned = false
  /// The line before `stop` has shown no beginning yet.
  private(set) var isInGiant = false

  init(before offset: Int) { stop = max(0, offset) }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    guard stop > 0 else { return nil }
    let overlap = DownCursor.overlapBytes
    let above = max(windowBytes, 2 * overlap) - overlap
    return max(0, stop - above)..<(stop + (isAligned ? 0 : overlap))
  }

  /// The part of a window that can be looked at now; goes on above it.
  mutating func take(_ window: TextWindow) -> TextPart {
    let bytes = window.bytes
    let count = min(stop - window.offset, bytes.count)
    let isTop = window.offset == 0
    let end = LineEnds.first(in: bytes).flatMap { $0 + 1 < count ? $0 : nil }
    let start = isTop ? 0 : end.map { window.offset + $0 + 1 }
    let part = TextPart(
      window: window, usable: count, from: start ?? window.offset,
      lineStart: isTop ? 0 : window.offset - 1, isAligned: isTop,
      endsWithLine: isAligned || window.isEnd)
    isInGiant = start == nil
    isAligned = start != nil
    stop = isTop ? 0 : start ?? window.offset
    return part
  }
}
