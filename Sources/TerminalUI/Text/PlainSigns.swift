// Typographic signs for terminals without Unicode: what people write in texts, not what is drawn with
// (that is the glyph set). Each takes the one column of the sign that it stands for.

/// ASCII signs in place of typographic ones.
enum PlainSigns {
  /// The ASCII sign for a scalar; the scalar itself where there is none.
  static func sign(for scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0..<0x80: scalar
    case 0x201C...0x201F, 0xAB, 0xBB: 0x22  // “ ” „ « »
    case 0x2018...0x201B: 0x27  // ‘ ’
    case 0x2010...0x2015, 0x2212: 0x2D  // – — −
    case 0x2026: 0x7E  // … as in the glyph set
    case 0xB7: 0x2E  // ·
    case 0xD7: 0x78  // ×
    case 0x2022: 0x2A  // •
    case 0x2192, 0x203A: 0x3E  // → ›
    case 0x2190, 0x2039: 0x3C  // ← ‹
    case 0xA0, 0x202F: 0x20
    default: scalar
    }
  }
}
