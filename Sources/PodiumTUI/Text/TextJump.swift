// Where a person wants to go in a text: "1234", "50%", "12:03", "+90s".
import TerminalUI

/// A place that was typed.
enum TextJump {
  /// The command for what was typed; nil if it is nothing of that.
  static func command(_ typed: String) -> TextCommand? {
    let text = typed.filter { $0 != " " || typed.contains(":") }
    if let line = Int(text.replacing(",", with: "")), line > 0, !text.hasPrefix("+") {
      return .line(line)
    }
    if text.hasSuffix("%"), let percent = Int(text.dropLast()), (0...100).contains(percent) {
      return .percent(percent)
    }
    if text.hasPrefix("+"), let distance = distance(text.dropFirst()) {
      return .time(.after(distance))
    }
    return LineTime(typed: trimmed(typed)).map { .time(.time($0)) }
  }

  private static func trimmed(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }

  /// "90s", "5m", "1h30m", "12:03" (minutes and seconds), "1:02:03", in microseconds.
  private static func distance(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 1, parts.count <= 3 {
      var seconds: Int64 = 0
      for part in parts {
        guard part.count <= 4, let value = Int64(part), value >= 0 else { return nil }
        seconds = seconds * 60 + value
      }
      return seconds * 1_000_000
    }
    var (total, number): (Int64, Int64?) = (0, nil)
    for character in text {
      if let digit = character.wholeNumberValue {
        number = (number ?? 0) * 10 + Int64(digit)
        if number ?? 0 > 1_000_000 { return nil }
      } else if let unit = ["d": 86400, "h": 3600, "m": 60, "s": 1][character] as Int64?,
        let value = number
      {
        (total, number) = (total + value * unit, nil)
      } else {
        return nil
      }
    }
    return number == nil && total > 0 ? total * 1_000_000 : nil
  }
}
