// The day-of-month and day-of-week fields with their special letters: ? L W #.

/// A rule that picks days of a month.
enum CronDayRule: Sendable, Hashable {
  /// L, L-3: so many days before the last one.
  case beforeLast(Int)
  /// LW
  case lastWorkday
  /// 15W: the workday nearest to a day, within its month.
  case workdayNear(Int)
  /// 3#2: the n-th of a weekday (0 is Sunday); n = 0 is every one.
  case nth(weekday: Int, Int)
  /// 6L: the last of a weekday (0 is Sunday).
  case last(weekday: Int)
}

/// A day field: plain values, rules, or no restriction.
struct CronDays: Sendable, Hashable {
  /// Days of the month, or weekdays with 0 for Sunday.
  var values: Set<Int> = []
  var rules: [CronDayRule] = []
  var isFree = false

  static let free = CronDays(isFree: true)

  /// The day-of-month field.
  init(daysOfMonth text: Substring) throws(CronError) {
    if text == "*" || text == "?" {
      isFree = true
      return
    }
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      if let rule = try Self.monthRule(item) {
        rules.append(rule)
      } else {
        values.formUnion(try CronFieldKind.days.values(item))
      }
    }
  }

  /// The day-of-week field.
  init(daysOfWeek text: Substring, kind: CronFieldKind) throws(CronError) {
    if text == "*" || text == "?" {
      isFree = true
      return
    }
    let base = kind.range.lowerBound
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      if let rule = try Self.weekRule(item, kind) {
        rules.append(rule)
      } else {
        values.formUnion(try kind.values(item).map { ($0 - base) % 7 })
      }
    }
  }

  private init(isFree: Bool) { self.isFree = isFree }

  private static func monthRule(_ item: Substring) throws(CronError) -> CronDayRule? {
    if item == "L" { return .beforeLast(0) }
    if item == "LW" || item == "WL" { return .lastWorkday }
    if item.hasPrefix("L-") {
      guard let days = Int(item.dropFirst(2)), (0...30).contains(days) else {
        throw CronError("“\(item)” is not a day before the last one")
      }
      return .beforeLast(days)
    }
    if item.hasSuffix("W") { return .workdayNear(try CronFieldKind.days.value(item.dropLast())) }
    return nil
  }

  private static func weekRule(
    _ item: Substring, _ kind: CronFieldKind
  ) throws(CronError) -> CronDayRule? {
    let base = kind.range.lowerBound
    if item == "L" {
      // Alone it is the last day of the platform's week: every Saturday.
      return .nth(weekday: 6, 0)
    }
    if item.hasSuffix("L") { return .last(weekday: (try kind.value(item.dropLast()) - base) % 7) }
    let parts = item.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    guard let nth = Int(parts[1]), (1...5).contains(nth) else {
      throw CronError("“\(item)”: after # comes a number from 1 to 5")
    }
    return .nth(weekday: (try kind.value(parts[0]) - base) % 7, nth)
  }

  /// Whether a day is picked. `weekday`: 0 is Sunday.
  func contains(day: Int, weekday: Int, monthLength: Int, isWeek: Bool) -> Bool {
    if isFree || values.contains(isWeek ? weekday : day) { return true }
    return rules.contains { $0.picks(day: day, weekday: weekday, monthLength: monthLength) }
  }
}

extension CronDayRule {
  func picks(day: Int, weekday: Int, monthLength: Int) -> Bool {
    switch self {
    case .beforeLast(let days): return day == monthLength - days
    case .nth(let wanted, 0): return weekday == wanted
    case .nth(let wanted, let nth): return weekday == wanted && (day - 1) / 7 + 1 == nth
    case .last(let wanted): return weekday == wanted && day + 7 > monthLength
    case .lastWorkday:
      return day == Self.workday(near: monthLength, day, weekday, monthLength)
    case .workdayNear(let target):
      return target <= monthLength && day == Self.workday(near: target, day, weekday, monthLength)
    }
  }

  /// The workday nearest to `target`, told from a day of the same month with its weekday.
  private static func workday(near target: Int, _ day: Int, _ weekday: Int, _ length: Int) -> Int {
    switch ((weekday + target - day) % 7 + 7) % 7 {
    case 6: target > 1 ? target - 1 : target + 2
    case 0: target < length ? target + 1 : target - 2
    default: target
    }
  }
}
