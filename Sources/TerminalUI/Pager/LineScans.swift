// Scans that count lines: the index, the number of a line, the place of a line.
import Matching

/// Extends the index.
struct IndexScan: TextScan {
  let isLong = true
  private(set) var part: TextIndex.Part
  private var isOver = false

  init(_ part: TextIndex.Part) { self.part = part }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    isOver ? nil : part.scanned..<(part.scanned + windowBytes)
  }

  mutating func take(_ window: TextWindow) {
    part.extend(window.bytes, at: window.offset)
    isOver = window.isEnd
  }

  var result: TextAnswer.Result { .indexed(part) }
}

/// The number of the line that begins at `to`: that of the line at `from` and the line ends between.
struct LineNumberScan: TextScan {
  let to: Int
  private var place: Int
  private var line: Int

  init(from: Int, line: Int, to: Int) { (place, self.line, self.to) = (from, line, to) }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    place < to ? place..<min(to, place + windowBytes) : nil
  }

  mutating func take(_ window: TextWindow) {
    line += LineEnds.count(in: window.bytes)
    place = window.bytes.isEmpty ? to : window.end
  }

  var result: TextAnswer.Result { .line(line) }
}

/// Where the line `count` lines after `from` begins; the end if there is none.
struct LinePlaceScan: TextScan {
  private var place: Int
  private var left: Int

  init(from: Int, count: Int) { (place, left) = (from, count) }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    left > 0 ? place..<(place + windowBytes) : nil
  }

  mutating func take(_ window: TextWindow) {
    var seen = 0
    let hit = LineEnds.count(in: window.bytes, seen: &seen, every: left).first
    place = hit.map { window.offset + $0 } ?? window.end
    left = hit != nil || window.isEnd ? 0 : left - seen
  }

  var result: TextAnswer.Result { .offset(place) }
}

/// Copies a range, or the passing lines of it, up to a limit.
struct CopyScan: TextScan {
  private let range: Range<Int>
  private let finder: TextFinder?
  private let bytesMax: Int
  private var cursor: DownCursor
  private var bytes: [UInt8] = []
  private var isOver = false

  init(_ range: Range<Int>, finder: TextFinder?, bytesMax: Int) {
    (self.range, self.finder, self.bytesMax) = (range, finder, bytesMax)
    cursor = DownCursor(lineStart: range.lowerBound)
    isOver = range.isEmpty
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? { isOver ? nil : cursor.wanted(windowBytes) }

  mutating func take(_ window: TextWindow) {
    let part = cursor.take(window)
    let end = min(range.upperBound, window.offset + part.usable)
    var copy = bytes
    if let finder {
      _ = finder.each(in: part) { hit in
        guard hit.range.lowerBound < end else { return false }
        let lineEnd = part.lineEnd(of: hit.range.lowerBound) ?? window.end
        copy += part.bytes(max(hit.lineStart, window.offset)..<lineEnd) + [0x0A]
        return copy.count <= bytesMax
      }
    } else {
      copy += part.bytes(part.from..<max(part.from, end))
    }
    bytes = copy
    isOver = bytes.count > bytesMax || cursor.isDone || cursor.position >= range.upperBound
  }

  /// nil for more than may be copied.
  var result: TextAnswer.Result { .copied(bytes.count > bytesMax ? nil : bytes) }
}
