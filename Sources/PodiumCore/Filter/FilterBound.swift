// What values are compared with: numbers, durations, times. Times of the clock are in the machine's
// zone and mean their latest occurrence.
import OrchestraAPI
import Time

/// One side of a comparison. A bound is as wide as it is precise: `10m` is all that shows as ten
/// minutes, a date is its whole day.
enum FilterBound: Sendable, Equatable {
  /// A number, seconds of a duration, or seconds since 1970.
  case value(Double, width: Double)
  /// The latest time the clock showed this; seconds of the day.
  case clock(Int, width: Int)
  /// A day of the machine's zone; days since 1970.
  case day(Int)
  /// Today is 0, yesterday 1.
  case daysAgo(Int)

  /// Whether it stands for a whole day, so that "after" means after its end.
  var isDay: Bool {
    switch self {
    case .day, .daysAgo: true
    case .value, .clock: false
    }
  }

  /// From when to when, at this moment.
  func range(_ now: Timestamp) -> Range<Double> {
    switch self {
    case .value(let value, let width): return value..<(value + width)
    case .day(let day): return Self.day(day, now)
    case .daysAgo(let days): return Self.day(Self.today(now) - days, now)
    case .clock(let seconds, let width):
      var start = Self.start(ofDay: Self.today(now), now) + Double(seconds)
      if start > now.inSeconds { start -= Self.daySeconds }
      return start..<(start + Double(width))
    }
  }

  /// Until when `range` stays the same, in seconds since 1970.
  func validUntil(_ now: Timestamp) -> Double {
    switch self {
    case .value, .day: .infinity
    case .clock: range(now).lowerBound + Self.daySeconds
    case .daysAgo: Self.start(ofDay: Self.today(now) + 1, now)
    }
  }

  private static let daySeconds = 86_400.0

  private static func today(_ now: Timestamp) -> Int {
    let local = now.seconds + Int64(now.localOffset)
    return Int((local - (local < 0 ? 86_399 : 0)) / 86_400)
  }

  private static func start(ofDay day: Int, _ now: Timestamp) -> Double {
    let start = Int64(day) * 86_400
    // The offset of that day, not of today: clocks change.
    let offset = Timestamp(seconds: start - Int64(now.localOffset)).localOffset
    return Double(start) - Double(offset)
  }

  private static func day(_ day: Int, _ now: Timestamp) -> Range<Double> {
    start(ofDay: day, now)..<start(ofDay: day + 1, now)
  }
}

extension FilterBound {
  /// Reads a bound of a kind; nil when the text is none.
  init?(_ text: String, _ kind: FilterName.Kind) {
    let found: FilterBound? =
      switch kind {
      case .number: Self.number(text)
      case .duration: Self.duration(text)
      case .time: Self.time(text.lowercased())
      case .text: nil
      }
    guard let found else { return nil }
    self = found
  }

  /// What to write for a kind, for messages.
  static func examples(_ kind: FilterName.Kind) -> String {
    switch kind {
    case .number: "no number; write 5 or 10k"
    case .duration: "no duration; write 90s, 10m, 2h or 1d"
    case .time: "no time; write 02:00, 2026-11-20, today or yesterday"
    case .text: "no text"
    }
  }

  /// "5", "2.5", "10k", "3MB".
  private static func number(_ text: String) -> FilterBound? {
    let units: [(String, Double)] = [
      ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("b", 1), ("k", 1e3), ("m", 1e6),
    ]
    let lower = text.lowercased()
    let unit = units.first { lower.hasSuffix($0.0) } ?? ("", 1)
    guard let amount = decimal(lower.dropLast(unit.0.count)) else { return nil }
    let isExact = unit.0.isEmpty
    return .value(amount * unit.1, width: isExact ? 1e-9 : unit.1)
  }

  private static let durationUnits: [(String, Double)] = [
    ("ms", 0.001), ("s", 1), ("sec", 1), ("m", 60), ("min", 60), ("h", 3600), ("d", 86_400),
    ("w", 604_800),
  ]

  /// "90s", "10m", "1h30m", "1.5h", "250ms".
  private static func duration(_ text: String) -> FilterBound? {
    var rest = text.lowercased()[...]
    var seconds = 0.0
    var width = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(letters.count)
      guard let amount = decimal(digits),
        let unit = durationUnits.first(where: { $0.0 == letters })
      else { return nil }
      seconds += amount * unit.1
      width = unit.1
    }
    return width > 0 ? .value(seconds, width: width) : nil
  }

  /// "02:00", "02:00:30", "2026-11-20", "2026-11-20T02:00", "today", "yesterday".
  private static func time(_ text: String) -> FilterBound? {
    switch text {
    case "today": return .daysAgo(0)
    case "yesterday": return .daysAgo(1)
    default: break
    }
    if let clock = clock(text) { return clock }
    let parts = text.split(separator: "t", maxSplits: 1, omittingEmptySubsequences: false)
    guard let day = parts.first.flatMap(day) else { return nil }
    guard parts.count == 2 else { return .day(day) }
    if let moment = Timestamp(iso8601: text.uppercased()), hasZone(parts[1]) {
      return .value(moment.inSeconds, width: 1)
    }
    guard case .clock(let seconds, let width) = clock(String(parts[1])) else { return nil }
    let local = Timestamp(seconds: Int64(day) * 86_400 + Int64(seconds))
    let start = local - .seconds((local - .seconds(local.localOffset)).localOffset)
    return .value(start.inSeconds, width: Double(width))
  }

  private static func hasZone(_ time: Substring) -> Bool {
    time.hasSuffix("z") || time.contains("+") || time.contains("-")
  }

  private static func clock(_ text: String) -> FilterBound? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
      digits($0, 1...2)
    }
    guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1],
      let second = parts.count == 3 ? parts[2] : 0, hour < 24, minute < 60, second < 60
    else { return nil }
    return .clock(hour * 3600 + minute * 60 + second, width: parts.count == 3 ? 1 : 60)
  }

  private static func day(_ text: Substring) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = digits(parts[0], 4...4), let month = digits(parts[1], 1...2),
      let day = digits(parts[2], 1...2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return Int(CivilDate.days(year: year, month: month, day: day))
  }

  private static func digits(_ text: Substring, _ count: ClosedRange<Int>) -> Int? {
    guard count.contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return Int(text)
  }

  /// Digits with at most one point; no signs, exponents or names of numbers.
  private static func decimal(_ text: Substring) -> Double? {
    guard !text.isEmpty, text.count <= 15,
      text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
    else { return nil }
    return Double(text)
  }
}
