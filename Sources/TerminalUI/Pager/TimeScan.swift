// Finds the first line at or after a time by halving: reads a few windows, however long the text is.
import Matching

/// A time to go to.
package enum TimeGoal: Sendable, Hashable {
  case time(LineTime)
  /// Microseconds after the first line's time.
  case after(Int64)
}

/// A search for a time in lines whose times grow.
struct TimeScan: TextScan {
  /// What came of it.
  enum Outcome: Sendable, Hashable {
    case found(offset: Int)
    /// All lines are before.
    case allBefore
    case noTimes
  }

  private static let probeBytes = 64 * 1024
  /// Windows that are looked through for a line with a time, before a half is given up.
  private static let probesMax = 16

  private let target: Int64
  private let base: LineTime
  /// The line is in here: lines that begin before are earlier, lines from the end on are not.
  private var range: Range<Int>
  private var probe: Int
  private var probes = 0
  private var isLinear = false
  /// The next window begins within a line that was looked at.
  private var isMidLine = false
  private(set) var outcome: Outcome?

  init(_ goal: TimeGoal, base: LineTime, end: Int) {
    self.base = base
    switch goal {
    case .after(let distance): target = distance
    case .time(let time):
      // A time without a day is the first such one after the text's beginning.
      let distance = TimeView.since(base, time)
      target =
        time.hasDate == base.hasDate
        ? distance
        : ((time.microseconds - base.microseconds) % LineTime.day + LineTime.day) % LineTime.day
    }
    range = 0..<end
    probe = 0
    aim()
  }

  private mutating func aim() {
    probes = 0
    if range.count <= 2 * Self.probeBytes {
      (isLinear, probe) = (true, range.lowerBound)
    } else {
      probe = range.lowerBound + range.count / 2
    }
  }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    outcome == nil ? probe..<(probe + min(windowBytes, Self.probeBytes)) : nil
  }

  mutating func take(_ window: TextWindow) {
    if isLinear { look(in: window) } else { halve(with: window) }
  }

  /// The time of the first line that begins in the window and has one.
  private mutating func halve(with window: TextWindow) {
    var place = LineEnds.first(in: window.bytes).map { $0 + 1 } ?? window.bytes.count
    while place < window.bytes.count, window.offset + place < range.upperBound {
      let end = LineEnds.first(in: window.bytes, from: place)
      if let time = Self.time(in: window, place..<(end ?? window.bytes.count)) {
        let offset = window.offset + place
        let isBefore = TimeView.since(base, time) < target
        range = isBefore ? offset..<range.upperBound : range.lowerBound..<probe
        return aim()
      }
      guard let end else { break }
      place = end + 1
    }
    probes += 1
    if window.isEnd || probes >= Self.probesMax || window.end >= range.upperBound {
      range = range.lowerBound..<(range.lowerBound + range.count / 2)
      return aim()
    }
    probe = window.end
  }

  /// Line by line from the start of the range on, also beyond its end.
  private mutating func look(in window: TextWindow) {
    let count = window.bytes.count
    var place = 0
    if isMidLine {
      let end = LineEnds.first(in: window.bytes)
      isMidLine = end == nil
      place = end.map { $0 + 1 } ?? count
    }
    while place < count {
      let end = LineEnds.first(in: window.bytes, from: place)
      let hasHead = end != nil || window.isEnd || count - place >= LineTime.headMax
      if hasHead, let time = Self.time(in: window, place..<(end ?? count)),
        TimeView.since(base, time) >= target
      {
        outcome = .found(offset: window.offset + place)
        return
      }
      guard let end else { break }
      place = end + 1
    }
    if window.isEnd {
      outcome = .allBefore
      return
    }
    isMidLine = isMidLine || place == 0
    probe = isMidLine ? window.end : window.offset + place
  }

  private static func time(in window: TextWindow, _ line: Range<Int>) -> LineTime? {
    guard !line.isEmpty else { return nil }
    return LineTime(in: UnsafeBufferPointer(rebasing: window.bytes[line]))
  }

  var result: TextAnswer.Result { .timed(outcome ?? .noTimes) }
}
