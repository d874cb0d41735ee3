// Cron expressions in words, for the usual ones: "every 15 min", "daily 03:00", "Mon–Fri 06:30".
// Five fields (minute hour day month weekday) and the six of AWS (with a year, or with seconds
// first).

/// Says what a cron expression means.
package enum CronWords {
  /// The meaning in a few words; nil for expressions that are shorter than their explanation.
  package static func words(for cron: String) -> String? {
    var fields = cron.split(separator: " ").map(String.init)
    if fields.count == 6 {
      // "0 6 ? * * *": AWS puts the year last, Quartz the seconds first. A "?" tells day from
      // weekday.
      if fields[2] == "?" || fields[4] == "?" || fields[5] == "*" {
        fields.removeLast()
      } else if fields[0] == "0" {
        fields.removeFirst()
      }
    }
    guard fields.count == 5 else { return nil }
    fields = fields.map { $0 == "?" ? "*" : $0 }
    let (minute, hour, day, month, weekday) = (
      fields[0], fields[1], fields[2], fields[3], fields[4]
    )
    guard month == "*" else { return nil }
    if day == "*", weekday == "*" { return withinDays(minute: minute, hour: hour) }
    guard let time = time(minute: minute, hour: hour) else { return nil }
    if day == "*" { return days(weekday).map { "\($0) \(time)" } }
    guard weekday == "*", let number = Int(day) else { return nil }
    return "monthly \(number)., \(time)"
  }

  private static func withinDays(minute: String, hour: String) -> String? {
    if let time = time(minute: minute, hour: hour) { return "daily \(time)" }
    if hour == "*" {
      if minute == "*" { return "every minute" }
      if let step = step(minute) { return step == 1 ? "every minute" : "every \(step) min" }
      if let at = Int(minute) { return at == 0 ? "hourly" : "hourly :\(Wording.two(Int64(at)))" }
      return nil
    }
    if Int(minute) != nil, let step = step(hour) {
      return step == 1 ? "hourly" : "every \(step) h"
    }
    return nil
  }

  private static func time(minute: String, hour: String) -> String? {
    guard let hour = Int(hour), let minute = Int(minute), (0..<24).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    return "\(Wording.two(Int64(hour))):\(Wording.two(Int64(minute)))"
  }

  /// "*/15", "0/15" and "3/15" step through the field; where they begin is not worth a word.
  private static func step(_ field: String) -> Int? {
    let parts = field.split(separator: "/")
    guard parts.count == 2, let every = Int(parts[1]), every > 0 else { return nil }
    return parts[0] == "*" || Int(parts[0]).map { $0 < every } == true ? every : nil
  }

  private static let weekdays = [
    "SUN": "Sun", "MON": "Mon", "TUE": "Tue", "WED": "Wed", "THU": "Thu", "FRI": "Fri",
    "SAT": "Sat",
  ]

  /// Names only: the numbers mean other days in AWS than in crontab.
  private static func days(_ field: String) -> String? {
    let upper = field.uppercased()
    if let day = weekdays[upper] { return day }
    for (separator, joint) in [("-", "-"), (",", ",")] {
      let parts = upper.split(separator: Character(separator)).map { weekdays[String($0)] }
      let names = parts.compactMap { $0 }
      if parts.count > 1, names.count == parts.count { return names.joined(separator: joint) }
    }
    return nil
  }
}
