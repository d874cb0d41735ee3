// A cron expression in a few words for people: "every 15 min", "daily 03:00", "weekdays 06:30".

/// Words for schedules.
package enum CronWords {
  /// Words for a cron expression; the text itself where words would not be shorter or not be true.
  package static func words(_ text: String) -> String {
    guard let cron = try? Cron(text) else { return text }
    return words(cron)
  }

  /// Words for a parsed expression.
  package static func words(_ cron: Cron) -> String {
    if let every = cron.everyMinutes { return "every \(interval(every))" }
    guard cron.years == nil, let times = times(cron), let days = days(cron) else {
      return cron.text
    }
    if times.isWhole {
      let plain = days.hasSuffix(",") ? String(days.dropLast()) : days
      return plain.isEmpty ? times.text : "\(times.text), \(plain)"
    }
    return days.isEmpty ? "daily \(times.text)" : "\(days) \(times.text)"
  }

  private static func interval(_ minutes: Int) -> String {
    if minutes == 1 { return "minute" }
    if minutes % 60 == 0 { return minutes == 60 ? "hour" : "\(minutes / 60) h" }
    return "\(minutes) min"
  }

  /// The times of a day; `isWhole` when they fill the day evenly.
  private static func times(_ cron: Cron) -> (text: String, isWhole: Bool)? {
    if cron.hours.count == 24 {
      if let step = step(cron.minutes, 60) { return ("every \(interval(step))", true) }
      guard cron.minutes.count == 1 else { return nil }
      return (cron.minutes[0] == 0 ? "hourly" : "hourly at :\(padded(cron.minutes[0], 2))", true)
    }
    guard cron.minutes.count == 1, let minute = cron.minutes.first else { return nil }
    if cron.hours.count > 3, let step = step(cron.hours, 24) {
      return (minute == 0 ? "every \(step) h" : "every \(step) h at :\(padded(minute, 2))", true)
    }
    guard cron.hours.count <= 3 else { return nil }
    let texts = cron.hours.map { "\(padded($0, 2)):\(padded(minute, 2))" }
    return (texts.joined(separator: ", "), false)
  }

  /// The distance of values that divide the whole evenly; where they begin is not worth a word.
  private static func step(_ values: [Int], _ size: Int) -> Int? {
    guard values.count > 1, let first = values.first, size % values.count == 0 else { return nil }
    let step = size / values.count
    return values == Array(stride(from: first, to: size, by: step)) ? step : nil
  }

  /// Which days; empty for every day, nil where there are no short words.
  private static func days(_ cron: Cron) -> String? {
    guard cron.daysOfMonth.isFree || cron.daysOfWeek.isFree else { return nil }
    var months: String?
    if let set = cron.months {
      guard set.count <= 3 else { return nil }
      let names = set.sorted().map { capitalised(CronFieldKind.months.names[$0 - 1]) }
      months = names.joined(separator: ", ")
    }
    if cron.daysOfMonth.isFree, cron.daysOfWeek.rules.isEmpty {
      let week = weekdays(cron.daysOfWeek)
      guard let months else { return week }
      return week.isEmpty ? "daily in \(months)" : "\(week) in \(months)"
    }
    let days = cron.daysOfMonth.isFree ? cron.daysOfWeek : cron.daysOfMonth
    return monthDay(days).map { "\($0) of \(months ?? "month")," }
  }

  private static func weekdays(_ days: CronDays) -> String {
    if days.isFree || days.values.count == 7 { return "" }
    if days.values == [1, 2, 3, 4, 5] { return "weekdays" }
    if days.values == [0, 6] { return "weekends" }
    // Monday first.
    let sorted = days.values.sorted { ($0 + 6) % 7 < ($1 + 6) % 7 }
    return sorted.map { weekday($0) }.joined(separator: ", ")
  }

  private static func monthDay(_ days: CronDays) -> String? {
    if days.rules.isEmpty {
      guard days.values.count <= 3 else { return nil }
      return "day \(days.values.sorted().map { String($0) }.joined(separator: ", "))"
    }
    guard days.values.isEmpty, days.rules.count == 1 else { return nil }
    switch days.rules[0] {
    case .beforeLast(0): return "last day"
    case .lastWorkday: return "last workday"
    case .workdayNear(let day): return "workday nearest to day \(day)"
    case .nth(let day, let nth) where nth > 0:
      return "\(["first", "second", "third", "fourth", "fifth"][nth - 1]) \(weekday(day))"
    case .last(let day): return "last \(weekday(day))"
    case .beforeLast, .nth: return nil
    }
  }

  private static func weekday(_ day: Int) -> String {
    capitalised(CronFieldKind.weekdayNames[day])
  }

  private static func capitalised(_ word: String) -> String {
    word.prefix(1) + word.dropFirst().lowercased()
  }
}
