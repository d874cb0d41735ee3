// Copying over any number of SSH hops: OSC 52 asks the terminal itself. Sends nothing by itself.

/// The sequence that puts text on the clipboard.
package enum Clipboard {
  /// Terminals cut or refuse longer texts.
  package static let bytesMax = 74_994

  /// Whether terminals of this type take such sequences without showing them.
  package static func isKnown(toType type: String) -> Bool {
    [
      "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "wezterm", "kitty", "vte", "gnome",
      "ghostty",
    ].contains { type.hasPrefix($0) }
  }

  /// nil for empty and for too long texts, and where there is no way. The text is made harmless
  /// first.
  package static func sequence(for text: String, by route: ClipboardRoute) -> [UInt8]? {
    let bytes = Array(Sanitizer.cleanLines(text).utf8)
    guard !bytes.isEmpty, bytes.count <= bytesMax else { return nil }
    let plain = [escape] + Array("]52;c;".utf8) + base64(bytes) + [0x07]
    switch route {
    case .direct: return plain
    // Which of the two tmux takes depends on its settings; the other one it swallows.
    case .tmux: return plain + forTmux(plain)
    case .screen: return forScreen(plain)
    case .none: return nil
    }
  }

  private static let escape: UInt8 = 0x1B
  private static let stringEnd: [UInt8] = [escape, UInt8(ascii: "\\")]
  private static let stringStart: [UInt8] = [escape, UInt8(ascii: "P")]

  /// tmux hands on a control string that begins with its name, with each escape doubled.
  static func forTmux(_ bytes: [UInt8]) -> [UInt8] {
    stringStart + Array("tmux;".utf8) + bytes.flatMap { $0 == escape ? [$0, $0] : [$0] }
      + stringEnd
  }

  /// GNU screen hands on control strings, but not beyond 256 bytes in old versions.
  static let screenBytesMax = 240

  static func forScreen(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count, by: screenBytesMax).flatMap { start in
      stringStart + bytes[start..<min(start + screenBytesMax, bytes.count)] + stringEnd
    }
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
