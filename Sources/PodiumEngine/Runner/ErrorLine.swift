// The line of a log that tells best why a task failed: the first thing a person wants to read.
// A guess for messages; the whole log stays beside it.

enum ErrorLine {
  /// Bytes at the end of a log that are looked at.
  static let tailBytes = 16 << 10
  /// Longest line in a message, in characters.
  static let lengthMax = 200

  private static let words = ["error", "exception", "fatal", "panic", "critical", "denied"]

  /// The last line that speaks of an error, else the last line with text; nil when there is none.
  static func find(_ tail: [UInt8]) -> String? {
    let lines = tail.split(separator: 10).map { line in
      plain(String(decoding: line.prefix(4096), as: UTF8.self))
    }.filter { !$0.isEmpty && !$0.hasPrefix("[podium] ") }
    let telling = lines.last { line in
      let lowered = line.lowercased()
      return words.contains { lowered.contains($0) }
    }
    return (telling ?? lines.last).map(shortened)
  }

  /// Without escape sequences, control characters and blanks around it.
  private static func plain(_ line: String) -> String {
    var text = ""
    var isEscape = false
    for scalar in line.unicodeScalars {
      if isEscape {
        // ESC [ parameters letter: ends with a letter.
        isEscape = !("@"..."~").contains(scalar) || scalar == "["
      } else if scalar == "\u{1B}" {
        isEscape = true
      } else if scalar.properties.generalCategory != .control {
        text.unicodeScalars.append(scalar)
      } else if scalar == "\t" {
        text += " "
      }
    }
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  private static func shortened(_ line: String) -> String {
    line.count > lengthMax ? "\(line.prefix(lengthMax - 1))…" : line
  }
}
