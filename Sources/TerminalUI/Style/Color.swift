// Colours as a theme names them and as a terminal can show them.
// Turning them into terminal codes is the driver's work.

/// A colour a theme may ask for.
package enum Color: Sendable, Hashable {
  /// The terminal's own foreground or background.
  case `default`
  /// One of the user's 16 palette colours, 0...15.
  case ansi(UInt8)
  /// A colour of the 256-colour palette.
  case indexed(UInt8)
  /// 24-bit; shown as the nearest one the terminal has.
  case rgb(UInt8, UInt8, UInt8)

  /// Reads `#rrggbb` or `#rgb`.
  package init?(hex: String) {
    var digits: [UInt8] = []
    var rest = hex.utf8.makeIterator()
    guard rest.next() == UInt8(ascii: "#") else { return nil }
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
      if digits.count > 6 { return nil }
    }
    switch digits.count {
    case 3: self = .rgb(digits[0] * 17, digits[1] * 17, digits[2] * 17)
    case 6:
      self = .rgb(
        digits[0] << 4 | digits[1], digits[2] << 4 | digits[3], digits[4] << 4 | digits[5])
    default: return nil
    }
  }
}

/// How many colours a terminal can show.
package enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
  case none = 0
  case eight = 8
  case sixteen = 16
  case indexed = 256
  case direct = 16_777_216

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }

  /// The deepest that fits in a terminal's number of colours.
  package init(colors: Int) {
    self = ColorDepth.allCases.last { $0.rawValue <= colors } ?? .none
  }
}
