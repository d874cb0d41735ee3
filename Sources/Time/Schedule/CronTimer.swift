// When a schedule fires next: a cron expression in a time zone. Pure; the search is bounded.

/// A schedule as a function of time.
///
/// A local time that does not exist (start of daylight time) is skipped. A local time that comes
/// twice fires once, at its first coming; unless the expression leaves the hour free (`*`): then
/// each hour counts.
package struct CronTimer: Sendable {
  /// 29 February on a certain weekday may need 40 years.
  static let searchDaysMax = 366 * 41

  package let cron: Cron
  package let zone: TimeZoneRules
  /// Local days without a firing, as days since 1970.
  private let excludedDays: Set<Int64>

  /// - Parameter exclude: days like "2025-12-25"; others are ignored.
  package init(cron: Cron, zone: TimeZoneRules = .utc, exclude: [String] = []) {
    self.cron = cron
    self.zone = zone
    excludedDays = Set(exclude.compactMap { Self.day($0) })
  }

  /// The first moment after `time` (not at it) at which the schedule fires; nil if it never does
  /// again.
  package func next(after time: Timestamp) -> Timestamp? {
    if let every = cron.everyMinutes { return nextInterval(every, after: time) }
    let shown = zone.civil(time)
    let first = CivilDate.days(year: shown.year, month: shown.month, day: shown.day)
    // From the day before: an overlap can lead back across midnight.
    for day in (first - 1)...(first + Int64(Self.searchDaysMax)) {
      if let found = firing(onDay: day, after: time.seconds) { return Timestamp(seconds: found) }
    }
    return nil
  }

  /// The last moment up to `time` at which the schedule fired; nil if it did not within 41 years.
  package func last(notAfter time: Timestamp) -> Timestamp? {
    // The search only knows forwards: first a span that holds few firings, then longer ones.
    for days in [0, 1, 8, 32, 367, Int64(Self.searchDaysMax)] {
      let span = max(3_600, days * 86_400)
      var found: Timestamp?
      var at = Timestamp(seconds: time.seconds - span)
      while let next = next(after: at), next <= time { (found, at) = (next, next) }
      if let found { return found }
    }
    return nil
  }

  /// A day like "2025-12-25" as days since 1970; nil when it is not a day of the calendar.
  package static func day(_ text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts.map(\.count) == [4, 2, 2],
      let year = UInt16(parts[0]), let month = UInt16(parts[1]), let day = UInt16(parts[2]),
      (1...12).contains(month), day >= 1,
      Int(day) <= CalendarMonth.length(year: Int(year), month: Int(month))
    else { return nil }
    return CivilDate.days(year: Int(year), month: Int(month), day: Int(day))
  }

  private func nextInterval(_ minutes: Int, after time: Timestamp) -> Timestamp? {
    let step = Int64(minutes) * 60
    var seconds = (time.seconds / step + 1) * step
    if seconds - step > time.seconds { seconds -= step }
    for _ in 0..<Self.searchDaysMax {
      let shown = zone.civil(Timestamp(seconds: seconds))
      let day = CivilDate.days(year: shown.year, month: shown.month, day: shown.day)
      if !excludedDays.contains(day) { return Timestamp(seconds: seconds) }
      seconds += step
    }
    return nil
  }

  private func firing(onDay day: Int64, after: Int64) -> Int64? {
    let date = CivilDate(Timestamp(seconds: day * 86_400))
    let length = CalendarMonth.length(year: date.year, month: date.month)
    guard !excludedDays.contains(day),
      cron.matches(
        year: date.year, month: date.month, day: date.day, weekday: date.weekday,
        monthLength: length)
    else { return nil }
    let start = day * 86_400
    // No change of clocks near: times of the day come in order, and the first one will do.
    let offset = zone.offset(atSeconds: start - 86_400)
    if zone.offset(atSeconds: start + 2 * 86_400) == offset {
      return firing(from: start - Int64(offset), after: after)
    }
    var best: Int64?
    for hour in cron.hours {
      for minute in cron.minutes {
        let local = start + Int64(hour * 3600 + minute * 60)
        let instants = zone.instants(localSeconds: local)
        for instant in cron.fixesHour ? instants.prefix(1) : instants[...] where instant > after {
          best = min(best ?? instant, instant)
        }
      }
    }
    return best
  }

  /// The first firing after a moment on a day that begins at `start` and has all of its hours.
  private func firing(from start: Int64, after: Int64) -> Int64? {
    for hour in cron.hours where start + Int64(hour * 3600) + 3600 > after {
      for minute in cron.minutes {
        let instant = start + Int64(hour * 3600 + minute * 60)
        if instant > after { return instant }
      }
    }
    return nil
  }
}
