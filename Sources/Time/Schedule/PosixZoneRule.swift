// The rule at the end of a TZif file (a POSIX TZ text such as "GMT0BST,M3.5.0/1,M10.5.0"): what
// holds from now on.

/// Standard time and, perhaps, daylight time of every year.
struct PosixZoneRule: Sendable, Hashable {
  /// Seconds east of UTC.
  let standardOffset: Int
  let daylight: Daylight?

  struct Daylight: Sendable, Hashable {
    let offset: Int
    let start: Change
    let end: Change
  }

  /// A day of the year and a local time.
  struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// Week 5 is the last; weekday 0 is Sunday.
      case month(Int, week: Int, weekday: Int)
      /// 1…365, 29 February is never counted.
      case julian(Int)
      /// 0…365, 29 February is counted.
      case zeroBased(Int)
    }
    let day: Day
    /// Seconds after midnight; may be negative or beyond a day.
    let seconds: Int
  }

  /// nil when the text is malformed.
  init?(_ text: String) {
    var reader = PosixReader(text)
    guard reader.skipName(), let offset = reader.time() else { return nil }
    standardOffset = -offset
    if reader.isAtEnd {
      daylight = nil
      return
    }
    guard reader.skipName() else { return nil }
    var daylightOffset = standardOffset + 3600
    if !reader.at(",") {
      guard let own = reader.time() else { return nil }
      daylightOffset = -own
    }
    guard reader.skip(","), let start = reader.change(), reader.skip(","),
      let end = reader.change(), reader.isAtEnd
    else { return nil }
    daylight = Daylight(offset: daylightOffset, start: start, end: end)
  }

  /// Seconds east of UTC at a moment.
  func offset(at seconds: Int64) -> Int {
    guard let daylight else { return standardOffset }
    let local = CivilDate(Timestamp(seconds: seconds), offset: standardOffset)
    let start = daylight.start.local(year: local.year) - Int64(standardOffset)
    let end = daylight.end.local(year: local.year) - Int64(daylight.offset)
    let isDaylight =
      start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isDaylight ? daylight.offset : standardOffset
  }
}

extension PosixZoneRule.Change {
  /// The local time of the change as seconds since 1970.
  func local(year: Int) -> Int64 {
    let day: Int64
    switch self.day {
    case .month(let month, let week, let weekday):
      let first = CivilDate.days(year: year, month: month, day: 1)
      let firstWeekday = Int((first + 4) % 7 + 7) % 7
      var number = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      let length = CalendarMonth.length(year: year, month: month)
      while number > length { number -= 7 }
      day = first + Int64(number - 1)
    case .julian(let number):
      let leap = CalendarMonth.length(year: year, month: 2) == 29 && number >= 60 ? 1 : 0
      day = CivilDate.days(year: year, month: 1, day: 1) + Int64(number - 1 + leap)
    case .zeroBased(let number): day = CivilDate.days(year: year, month: 1, day: 1) + Int64(number)
    }
    return day * 86_400 + Int64(seconds)
  }
}

/// Lengths of months.
package enum CalendarMonth {
  /// Days of a month.
  package static func length(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

private struct PosixReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  func at(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard at(character) else { return false }
    rest.removeFirst()
    return true
  }

  /// "GMT" or "<+03>".
  mutating func skipName() -> Bool {
    if skip("<") {
      guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[rest.index(after: close)...]
      return true
    }
    let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  mutating func number() -> Int? {
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty, digits.count <= 4 else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// "[+-]h[:mm[:ss]]" as seconds.
  mutating func time() -> Int? {
    let sign = skip("-") ? -1 : 1
    if sign == 1 { _ = skip("+") }
    guard let hours = number(), hours <= 167 else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where skip(":") {
      guard let value = number(), value < 60 else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  /// "M3.5.0/1", "J60", "59/2".
  mutating func change() -> PosixZoneRule.Change? {
    guard let day = day() else { return nil }
    var seconds = 7200
    if skip("/") {
      guard let own = time() else { return nil }
      seconds = own
    }
    return PosixZoneRule.Change(day: day, seconds: seconds)
  }

  private mutating func day() -> PosixZoneRule.Change.Day? {
    if skip("M") {
      guard let month = number(), skip("."), let week = number(), skip("."),
        let weekday = number(), (1...12).contains(month), (1...5).contains(week),
        (0...6).contains(weekday)
      else { return nil }
      return .month(month, week: week, weekday: weekday)
    }
    if skip("J") {
      guard let day = number(), (1...365).contains(day) else { return nil }
      return .julian(day)
    }
    guard let day = number(), (0...365).contains(day) else { return nil }
    return .zeroBased(day)
  }
}
