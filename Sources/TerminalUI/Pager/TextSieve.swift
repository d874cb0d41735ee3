// The lines of a text that pass a rule, near the place on the screen. Holds a bounded stretch of them;
// where others are needed it says so.

/// What is known of the passing lines.
struct TextSieve: Sendable {
  /// Lines kept.
  static let linesMax = 1024

  let finder: TextFinder
  private(set) var lines: [SievedLine] = []
  /// All passing lines of this range are known; without the last line of a text while that has no end.
  private(set) var covered = 0..<0
  /// Where the text ended when its end was looked at.
  private(set) var seenEnd: Int?

  init(_ finder: TextFinder) { self.finder = finder }

  /// Takes what was collected; what does not join the known stretch replaces it.
  mutating func take(_ sifted: SiftedLines, isBackward: Bool) {
    if isBackward { takeAbove(sifted) } else { takeBelow(sifted) }
  }

  private mutating func takeAbove(_ sifted: SiftedLines) {
    if sifted.covered.upperBound != covered.lowerBound { reset(at: sifted.covered.upperBound) }
    seenEnd = sifted.end ?? seenEnd
    lines = sifted.lines + lines
    covered = sifted.covered.lowerBound..<covered.upperBound
    guard lines.count > Self.linesMax else { return }
    let firstLost = lines[Self.linesMax].piece.start
    lines.removeLast(lines.count - Self.linesMax)
    covered = covered.lowerBound..<max(covered.lowerBound, firstLost)
    seenEnd = nil
  }

  private mutating func takeBelow(_ sifted: SiftedLines) {
    if sifted.covered.lowerBound != covered.upperBound { reset(at: sifted.covered.lowerBound) }
    lines.removeAll { $0.piece.start >= covered.upperBound }
    lines += sifted.lines
    covered = covered.lowerBound..<max(covered.upperBound, sifted.covered.upperBound)
    seenEnd = sifted.end
    guard lines.count > Self.linesMax else { return }
    lines.removeFirst(lines.count - Self.linesMax)
    covered = min(lines[0].piece.start, covered.upperBound)..<covered.upperBound
  }

  private mutating func reset(at offset: Int) {
    lines = []
    covered = offset..<offset
    seenEnd = nil
  }

  /// Numbers lines that were collected before the text was counted.
  mutating func number(_ known: [SievedLine]) {
    var numbers: [Int: Int] = [:]
    for line in known { numbers[line.piece.start] = line.number }
    for place in lines.indices where lines[place].number == nil {
      lines[place].number = numbers[lines[place].piece.start]
    }
  }

  /// The lines without a number.
  var unnumbered: [SievedLine] { lines.filter { $0.number == nil } }

  /// The first line at or after an offset where a line begins; nil if there is none. A text that
  /// grew since is looked at again.
  func first(from offset: Int, end: Int?) throws(MissingBytes) -> SievedLine? {
    let isKnown = covered.lowerBound <= offset && (offset <= covered.upperBound || seenEnd != nil)
    guard isKnown else { throw MissingBytes(offset: offset, isDown: true) }
    if let line = lines.first(where: { $0.piece.start >= offset }) { return line }
    if let seenEnd, seenEnd >= end ?? 0 { return nil }
    throw MissingBytes(offset: covered.upperBound, isDown: true)
  }

  /// The last line before an offset; nil if there is none.
  func last(before offset: Int) throws(MissingBytes) -> SievedLine? {
    guard covered.lowerBound <= offset, offset <= (seenEnd ?? covered.upperBound) else {
      throw MissingBytes(offset: offset, isDown: false)
    }
    if let line = lines.last(where: { $0.piece.start < offset }) { return line }
    if covered.lowerBound == 0 { return nil }
    throw MissingBytes(offset: covered.lowerBound, isDown: false)
  }

  /// The line that begins exactly there.
  func line(at offset: Int) -> SievedLine? { lines.first { $0.piece.start == offset } }
}
