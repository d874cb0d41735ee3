// A text as one word of a POSIX shell: whatever is in it, the shell gives it on unchanged.

/// Quotes for shells.
package enum ShellText {
  /// One word. Line ends stay as they are inside single quotes; other control characters need the
  /// `$'…'` of bash, zsh, ksh and fish.
  package static func word(_ text: String) -> String {
    // zsh takes a word that begins with "=" for the path of a program.
    if !text.isEmpty, text.first != "=", text.utf8.allSatisfy(isPlain) { return text }
    let needsEscapes = text.unicodeScalars.contains {
      ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || $0.value == 0x7F
    }
    return needsEscapes ? escaped(text) : quoted(text)
  }

  /// Single quotes around it; a quote inside ends them, stands escaped, and begins them again.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }

  /// The value of a variable, whatever is in it: `"$NAME"`.
  package static func variable(_ name: String) -> String { "\"$\(name)\"" }

  private static func escaped(_ text: String) -> String {
    let body = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "'": #"\'"#
      case "\\": #"\\"#
      case "\n": #"\n"#
      case "\t": #"\t"#
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\" + octal(scalar.value)
      default: String(scalar)
      }
    }
    return "$'" + body.joined() + "'"
  }

  /// Three digits, so that a digit behind them is not taken for one.
  private static func octal(_ value: UInt32) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"),
      UInt8(ascii: ","), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
