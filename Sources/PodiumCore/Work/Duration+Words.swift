// Lengths of time in answers to agents and scripts.
import Time

extension Duration {
  /// "45 s", "12 min", "3 h 5 min", "2 d 3 h": as much as matters.
  package var words: String {
    let seconds = max(0, milliseconds / 1000)
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
    if seconds < 60 { return "\(seconds) s" }
    if minutes < 60 { return "\(minutes) min" }
    if hours < 24 { return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min" }
    return hours % 24 == 0 ? "\(days) d" : "\(days) d \(hours % 24) h"
  }
}
