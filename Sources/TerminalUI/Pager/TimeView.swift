// Other spellings of the times that log lines begin with: since the first line, or in local time.
import Time

/// How the times of lines are shown.
package enum TimeDisplay: Sendable, Hashable, CaseIterable {
  case written, relative, local
}

/// Rewrites the times of lines.
struct TimeView: Sendable {
  let display: TimeDisplay
  /// The first time of the text.
  let base: LineTime?

  /// A line with its time rewritten: where it was, and how many bytes it has become.
  struct Shown {
    var bytes: [UInt8]
    var written: Range<Int>
    var count: Int

    /// Where a range of the written line is in the shown one.
    func place(of range: Range<Int>) -> Range<Int> {
      func move(_ byte: Int, _ within: Int) -> Int {
        if byte <= written.lowerBound { return byte }
        if byte < written.upperBound { return written.lowerBound + within }
        return byte - written.count + count
      }
      let lower = move(range.lowerBound, 0)
      return lower..<max(lower, move(range.upperBound, count))
    }
  }

  /// The line as it is shown.
  func shown(_ line: [UInt8]) -> Shown {
    let unchanged = Shown(bytes: line, written: 0..<0, count: 0)
    let time = line.withUnsafeBufferPointer { LineTime(in: $0) }
    guard let time, let text = text(time) else { return unchanged }
    let new = Array(text.utf8)
    return Shown(
      bytes: line[..<time.range.lowerBound] + new + line[time.range.upperBound...],
      written: time.range, count: new.count)
  }

  private func text(_ time: LineTime) -> String? {
    switch display {
    case .written: return nil
    case .relative:
      guard let base, base.hasDate == time.hasDate else { return nil }
      return Self.distance(Self.since(base, time), fraction: min(3, time.fraction))
    case .local:
      guard time.zone != nil else { return nil }
      let moment = Timestamp(microseconds: time.instant)
      let date = moment.local
      let fraction = Self.fraction(time.instant, digits: min(6, time.fraction))
      return "\(date.dayText) \(date.timeText)\(fraction)"
    }
  }

  /// Microseconds from one time to another; times without a day go on past midnight.
  static func since(_ base: LineTime, _ time: LineTime) -> Int64 {
    if base.zone != nil, time.zone != nil { return time.instant - base.instant }
    let distance = time.microseconds - base.microseconds
    return !time.hasDate && distance < 0 ? distance + LineTime.day : distance
  }

  /// "+00:01:12.345".
  static func distance(_ microseconds: Int64, fraction: Int) -> String {
    let size = abs(microseconds)
    let seconds = size / 1_000_000
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return (microseconds < 0 ? "-" : "+") + clock + Self.fraction(size, digits: fraction)
  }

  private static func fraction(_ microseconds: Int64, digits: Int) -> String {
    guard digits > 0 else { return "" }
    let rest = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    let text = String(rest)
    let padded = String(repeating: "0", count: 6 - text.count) + text
    return "." + padded.prefix(digits)
  }
}
