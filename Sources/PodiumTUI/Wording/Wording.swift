// Numbers and times as people read them in a column: short, right-aligned, without doubt about the
// unit.
import Time

/// Words for values. Pure.
package enum Wording {
  /// "2,363".
  package static func count(_ value: Int) -> String {
    guard value > 999 || value < -999 else { return String(value) }
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-\(text)" : text
  }

  /// "1 run", "2,363 runs".
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// "1 entry", "2 entries".
  package static func count(_ value: Int, _ noun: String, _ plural: String) -> String {
    "\(count(value)) \(value == 1 ? noun : plural)"
  }

  /// Seconds of work that may be short: "0.04 s", "2.3 s", "58s", "3m23s".
  package static func seconds(_ value: Double) -> String {
    guard value < 10 else { return duration(.seconds(min(value, 1e9))) }
    let hundredths = Int((max(0, value) * 100).rounded())
    guard value < 1 else { return "\(oneDecimal(value)) s" }
    return "0.\(two(Int64(min(99, hundredths)))) s"
  }

  /// "812 B", "12.3 kB", "4.0 MB".
  package static func bytes(_ value: Int) -> String {
    guard value >= 1000 else { return "\(value) B" }
    var size = Double(value) / 1000
    var unit = "kB"
    for next in ["MB", "GB", "TB"] where size >= 999.95 {
      size /= 1000
      unit = next
    }
    return "\(oneDecimal(size)) \(unit)"
  }

  /// "0.4s", "58s", "3m23s", "1h02m", "2d03h": at most six columns. Negative ones count as none.
  package static func duration(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.milliseconds)
    let seconds = milliseconds / 1000
    if milliseconds > 0, seconds < 1 { return "<1s" }
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m\(two(seconds % 60))s" }
    if seconds < 86_400 { return "\(seconds / 3600)h\(two(seconds / 60 % 60))m" }
    return "\(seconds / 86_400)d\(two(seconds / 3600 % 24))h"
  }

  /// For short waits of machines: "340 ms", "2.4 s".
  package static func latency(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.milliseconds)
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    return "\(oneDecimal(Double(milliseconds) / 1000)) s"
  }

  /// How long ago in whole minutes of the wall clock, so that all ages on a screen change together:
  /// "now", "12m", "3h", and the day and time from a day on: "Thu 14:02".
  package static func age(of time: Timestamp, now: Timestamp) -> String {
    let minutes = minute(now) - minute(time)
    if minutes <= 0 { return "now" }
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 24 * 60 { return "\(minutes / 60)h\(two(minutes % 60))" }
    return dayAndTime(time)
  }

  /// For people who wait: "3 s", "2 min", "1 h 05".
  package static func wait(_ duration: Duration) -> String {
    let seconds = max(0, duration.milliseconds + 999) / 1000
    if seconds < 100 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    return "\(seconds / 3600) h \(two(seconds / 60 % 60))"
  }

  /// "Thu 14:02" in local time.
  package static func dayAndTime(_ time: Timestamp) -> String {
    let date = time.local
    return "\(weekdays[date.weekday]) \(two(Int64(date.hour))):\(two(Int64(date.minute)))"
  }

  /// "Sat 21 Nov" in local time.
  package static func date(_ time: Timestamp) -> String {
    let date = time.local
    return "\(weekdays[date.weekday]) \(date.day) \(months[date.month - 1])"
  }

  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// "12m ago", "just now", "Fri 03:00".
  package static func ago(_ time: Timestamp, now: Timestamp) -> String {
    let age = age(of: time, now: now)
    return age == "now" ? "just now" : age.contains(":") ? age : "\(age) ago"
  }

  /// "2026-11-21 03:12:45" in local time.
  package static func full(_ time: Timestamp) -> String {
    let date = time.local
    return "\(date.dayText) \(date.timeText)"
  }

  /// "03:12:45" in local time.
  package static func clock(_ time: Timestamp) -> String { time.local.timeText }

  static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }

  private static func minute(_ time: Timestamp) -> Int64 {
    time.seconds >= 0 ? time.seconds / 60 : (time.seconds - 59) / 60
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
