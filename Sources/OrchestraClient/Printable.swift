// Text from servers brought into one bounded line: errors and logs must not carry line breaks,
// control characters or pages of HTML.

enum Printable {
  /// One line of at most `max` characters; a cut is marked with "…".
  static func line(_ text: String, max: Int) -> String {
    var out = ""
    var count = 0
    var pendingSpace = false
    for character in text {
      if character.isWhitespace || character.unicodeScalars.contains(where: isControl) {
        pendingSpace = !out.isEmpty
        continue
      }
      count += pendingSpace ? 2 : 1
      if count > max { return out + "…" }
      if pendingSpace { out += " " }
      pendingSpace = false
      out.append(character)
    }
    return out
  }

  /// C0, C1 and everything that steers the direction of text.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<32, 127..<160, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
