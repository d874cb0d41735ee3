// Copying over any number of SSH hops: OSC 52 asks the terminal itself. Sends nothing by itself.

/// The sequence that puts text on the clipboard.
package enum Clipboard {
  /// Terminals cut or refuse longer texts.
  package static let bytesMax = 74_994

  /// Whether terminals of this type take the sequence without showing it. The consoles of Linux and
  /// old ones print what they do not know.
  package static func isKnown(toType type: String) -> Bool {
    ["xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "wezterm", "kitty", "vte", "gnome"]
      .contains { type.hasPrefix($0) }
  }

  /// nil for empty and for too long texts. The text is made harmless first.
  package static func sequence(for text: String) -> [UInt8]? {
    let bytes = Array(Sanitizer.cleanLines(text).utf8)
    guard !bytes.isEmpty, bytes.count <= bytesMax else { return nil }
    return [0x1B] + Array("]52;c;".utf8) + base64(bytes) + [0x07]
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let piece = bytes[start..<min(start + 3, bytes.count)]
      var word = piece.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      word <<= UInt32(8 * (3 - piece.count))
      for index in 0..<4 {
        let digit = Int(word >> UInt32(18 - 6 * index)) & 63
        result.append(index <= piece.count ? digits[digit] : UInt8(ascii: "="))
      }
    }
    return result
  }
}
