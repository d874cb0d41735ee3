// Durations in sentences to people.
import Time

extension Duration {
  /// "350 ms", "1.2 s", "5 s", "2 min", "1 h 5 min".
  var words: String {
    let total = milliseconds
    if total < 1000 { return "\(total) ms" }
    if total < 10_000, total % 1000 != 0 { return "\(total / 1000).\(total % 1000 / 100) s" }
    let seconds = total / 1000
    if seconds < 120 { return "\(seconds) s" }
    let (minutes, rest) = (seconds / 60, seconds % 60)
    if minutes < 60 { return rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s" }
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
