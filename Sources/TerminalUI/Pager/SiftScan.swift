// Collects the lines that pass a rule, from a place on downwards or upwards, with their numbers. The
// lines bring their bytes: they may lie far apart, and the cache of a text is small.
import Matching

/// A line that passed.
struct SievedLine: Sendable {
  var piece: TextDocument.Piece
  let bytes: [UInt8]
  /// From 0; nil while the text before it was not counted.
  var number: Int?
}

/// A range of a text and all lines in it that pass.
struct SiftedLines: Sendable {
  var lines: [SievedLine] = []
  var covered: Range<Int>
  /// The text ended at this offset; nil if the end was not seen.
  var end: Int?
}

/// Collects passing lines.
struct SiftScan: TextScan {
  /// Then it reports.
  static let linesMax = 256

  let isLong = true
  private let finder: TextFinder
  private let index: TextIndex
  private let isBackward: Bool
  private var down: DownCursor
  private var up: UpCursor
  private var sifted: SiftedLines
  private var isFull = false
  private var isOver = false
  /// Of a giant line only one place is taken.
  private var hasOneOfGiant = false
  /// Where the text was known to end.
  private let end: Int

  /// Lines that begin at `from` or later, or before it. The index numbers them.
  /// - Parameter end: where the text is known to end; a scan upwards from there covers the end.
  init(_ finder: TextFinder, from: Int, isBackward: Bool, index: TextIndex, end: Int?) {
    (self.finder, self.index, self.isBackward) = (finder, index, isBackward)
    self.end = end ?? 0
    down = DownCursor(from: from)
    up = UpCursor(before: from)
    sifted = SiftedLines(covered: from..<from)
    isOver = isBackward && from == 0
    if isBackward, from == end { sifted.end = end }
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    if isFull || isOver { return nil }
    return isBackward ? up.wanted(windowBytes) : down.wanted(windowBytes)
  }

  mutating func take(_ window: TextWindow) {
    if isBackward { takeUp(window) } else { takeDown(window) }
  }

  private mutating func takeDown(_ window: TextWindow) {
    let part = down.take(window)
    var lines = sifted.lines
    let ending = finder.each(in: part) { hit in
      if lines.last?.piece.start != hit.lineStart || hit.lineStart >= part.window.offset {
        lines.append(Self.line(hit, in: part))
      }
      return lines.count < Self.linesMax
    }
    sifted.lines = lines
    isFull = ending != .finished
    isOver = down.isDone
    var covered = down.isDone ? down.resume : down.position
    if isFull, let last = lines.last {
      covered = max(last.piece.start + 1, last.piece.next)
    } else if down.isDone {
      // A text may have less than it said, or than it had when this place of it was seen.
      sifted.end = max(window.end, end, sifted.covered.lowerBound)
    }
    sifted.covered = sifted.covered.lowerBound..<max(sifted.covered.lowerBound, covered)
  }

  private mutating func takeUp(_ window: TextWindow) {
    let (wasInGiant, isFirst, stop) = (up.isInGiant, sifted.covered.isEmpty, up.stop)
    let part = up.take(window)
    var lines: [SievedLine] = []
    _ = finder.each(in: part) { hit in
      if !up.isInGiant || lines.isEmpty { lines.append(Self.line(hit, in: part)) }
      return true
    }
    if wasInGiant, hasOneOfGiant, part.lineEnd(of: part.from).map({ $0 >= up.stop }) ?? true {
      lines = []
    }
    hasOneOfGiant = up.isInGiant && (hasOneOfGiant || !lines.isEmpty)
    sifted.lines = lines + sifted.lines
    isOver = up.stop == 0
    var (covered, upper) = (up.stop, sifted.covered.upperBound)
    if isFirst, sifted.end != nil {  // the last line may go on
      let lastStart = part.lineStart(of: stop)
      if stop - lastStart <= 16 * DownCursor.overlapBytes { upper = max(covered, lastStart) }
    }
    if sifted.lines.count >= Self.linesMax {
      sifted.lines.removeFirst(sifted.lines.count - Self.linesMax)
      covered = sifted.lines[0].piece.start
      isFull = true
    }
    sifted.covered = min(covered, upper)..<upper
  }

  /// Of a giant line the piece around the hit; never what is before the part that was looked at,
  /// because a line that begins outside of what is covered is not known from there.
  private static func line(_ hit: TextHit, in part: TextPart) -> SievedLine {
    let limit = TextDocument.pieceBytesMax
    let isNear = hit.lineStart >= part.from && hit.range.lowerBound - hit.lineStart < limit
    let start = isNear ? hit.lineStart : max(part.from, hit.range.lowerBound - 256)
    let lineEnd = part.lineEnd(of: hit.range.lowerBound)
    let shown = part.bytes(start..<min(lineEnd ?? part.window.end, start + limit))
    let isWhole = lineEnd.map { $0 <= start + limit } ?? false
    let hasReturn = isWhole && shown.last == 0x0D
    return SievedLine(
      piece: TextDocument.Piece(
        start: start, end: start + shown.count - (hasReturn ? 1 : 0),
        next: lineEnd.map { $0 + 1 } ?? part.window.end, isLineStart: isNear,
        isLineEnd: lineEnd != nil),
      bytes: Array(hasReturn ? UnsafeBufferPointer(rebasing: shown.dropLast()) : shown))
  }

  var result: TextAnswer.Result { .sifted(sifted, isBackward: isBackward) }

  var sequel: (any TextScan)? {
    NumberScan(sifted, index: index, isBackward: isBackward)
  }
}

/// Numbers collected lines, as far as the index reaches.
struct NumberScan: TextScan {
  private var sifted: SiftedLines
  private let index: TextIndex
  private let isBackward: Bool
  private var next = 0
  private var place = -1
  private var number = 0

  init(_ sifted: SiftedLines, index: TextIndex, isBackward: Bool) {
    (self.sifted, self.index, self.isBackward) = (sifted, index, isBackward)
    aim()
  }

  /// Goes to the nearest place before the next line whose number is known.
  private mutating func aim() {
    while next < sifted.lines.count {
      let start = sifted.lines[next].piece.start
      guard start <= index.scanned else {
        next = sifted.lines.count
        return
      }
      let entry = index.entry(before: start)
      if entry.offset > place { (place, number) = (entry.offset, entry.line) }
      if place < start { return }
      sifted.lines[next].number = number
      next += 1
    }
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    guard next < sifted.lines.count else { return nil }
    return place..<min(sifted.lines[next].piece.start, place + windowBytes)
  }

  mutating func take(_ window: TextWindow) {
    number += LineEnds.count(in: window.bytes)
    place = window.end
    if window.bytes.isEmpty { next = sifted.lines.count } else { aim() }
  }

  var result: TextAnswer.Result { .sifted(sifted, isBackward: isBackward) }
}
