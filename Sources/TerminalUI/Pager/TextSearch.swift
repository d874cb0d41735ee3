// Searching a text of any length: to its end, then on from its other end up to where it began. With
// the hit comes its number among all, where they were counted already.
import Matching

/// One search through a text.
struct TextSearch: TextScan {
  let isLong = true
  let finder: TextFinder
  let isBackward: Bool
  /// Forward: hits begin here or later. Backward: hits begin before.
  let origin: Int
  /// Where the text ends, if known: a search upwards goes on from there.
  let end: Int?
  /// What was counted so far.
  let tally: TextTally?

  private(set) var found: TextHit?
  /// It went on from the other end.
  private(set) var isWrapped = false
  private(set) var isTooCostly = false
  private var down: DownCursor
  private var up: UpCursor
  private var isOver = false

  init(
    _ finder: TextFinder, from origin: Int, isBackward: Bool, end: Int?, tally: TextTally? = nil
  ) {
    (self.finder, self.isBackward, self.origin) = (finder, isBackward, origin)
    (self.end, self.tally) = (end, tally)
    down = DownCursor(from: origin)
    up = UpCursor(before: origin)
    if isBackward, origin == 0 { goOn() }
  }

  /// How much of the text was looked through, 0...100.
  func percent(of end: Int) -> Int {
    let seen =
      isBackward
      ? (isWrapped ? origin + end - up.stop : origin - up.stop)
      : (isWrapped ? end - origin + down.position : down.position - origin)
    return min(100, max(0, seen * 100 / max(1, end)))
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    if isOver || found != nil || isTooCostly { return nil }
    return isBackward ? up.wanted(windowBytes) : down.wanted(windowBytes)
  }

  mutating func take(_ window: TextWindow) {
    let part = isBackward ? up.take(window) : down.take(window)
    let (isBackward, isWrapped, origin) = (isBackward, isWrapped, origin)
    var hit: TextHit?
    let ending = finder.each(in: part) { next in
      if isBackward {
        if !isWrapped || next.range.lowerBound >= origin { hit = next }
        return true
      }
      if !isWrapped || next.range.lowerBound < origin { hit = next }
      return false
    }
    found = hit
    isTooCostly = ending == .tooCostly
    if found == nil, !isTooCostly { goOn() }
  }

  /// Wraps around at an end; is over where it began.
  private mutating func goOn() {
    if isBackward {
      if isWrapped { isOver = up.stop <= origin }
      guard up.stop == 0 else { return }
      guard !isWrapped, let end, origin < end else {
        isOver = true
        return
      }
      up = UpCursor(before: end)
    } else {
      if isWrapped { isOver = down.position >= origin || down.isDone }
      guard down.isDone else { return }
      guard !isWrapped, origin > 0 else {
        isOver = true
        return
      }
      down = DownCursor(lineStart: 0)
    }
    if !isOver { isWrapped = true }
  }

  var result: TextAnswer.Result {
    .searched(self, ordinal: nil)
  }

  /// Whether it can go on.
  var isUnfinished: Bool { found == nil && !isOver && !isTooCostly }

  var sequel: (any TextScan)? {
    guard let found, let tally, let start = tally.mark(before: found.range.lowerBound) else {
      return nil
    }
    return OrdinalScan(search: self, hit: found.range, finder: tally.finder, start: start)
  }
}

/// Counts the hits before one that was found.
struct OrdinalScan: TextScan {
  private let search: TextSearch?
  private let hit: Range<Int>
  private let finder: TextFinder
  private var cursor: DownCursor
  private var count: Int
  private var isOver = false

  /// The search that found it gets its answer with this one.
  init(search: TextSearch?, hit: Range<Int>, finder: TextFinder, start: TextTally.Mark) {
    (self.search, self.hit, self.finder) = (search, hit, finder)
    (cursor, count) = (start.cursor, start.count)
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    isOver ? nil : cursor.wanted(windowBytes)
  }

  mutating func take(_ window: TextWindow) {
    let part = cursor.take(window)
    let limit = hit.lowerBound
    var found = 0
    let ending = finder.each(in: part) { next in
      guard next.range.lowerBound < limit else { return false }
      found += 1
      return true
    }
    count += found
    isOver = ending != .finished || cursor.position > limit || cursor.isDone
  }

  var result: TextAnswer.Result {
    search.map { .searched($0, ordinal: count + 1) } ?? .ordinal(count + 1, of: hit)
  }
}
