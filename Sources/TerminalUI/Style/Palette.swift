// Finds the nearest colour a terminal has: 24-bit → 256 → 16 → 8.
// The 16 user colours differ from terminal to terminal, so 256 never maps into them by accident.

/// Nearest-colour arithmetic over the standard palette.
package enum Palette {
  typealias RGB = (red: Int, green: Int, blue: Int)

  /// The usual values of the 16 user colours.
  private static let sixteen: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]
  private static let cubeLevels = [0, 95, 135, 175, 215, 255]

  /// The palette number of a colour at a depth of 8, 16 or 256 colours; nil for the default colour.
  package static func index(of color: Color, depth: ColorDepth) -> Int? {
    switch (color, depth) {
    case (_, .none), (.default, _): return nil
    case (.ansi(let n), .eight): return Int(n & 7)
    case (.ansi(let n), _): return Int(n & 15)
    case (.indexed(let n), .indexed), (.indexed(let n), .direct): return Int(n)
    case (.indexed(let n), .sixteen): return nearest16(rgb(ofIndex: Int(n)))
    case (.indexed(let n), .eight): return nearest16(rgb(ofIndex: Int(n))) & 7
    case (.rgb(let r, let g, let b), .indexed), (.rgb(let r, let g, let b), .direct):
      return nearest256((Int(r), Int(g), Int(b)))
    case (.rgb(let r, let g, let b), .sixteen): return nearest16((Int(r), Int(g), Int(b)))
    case (.rgb(let r, let g, let b), .eight): return nearest16((Int(r), Int(g), Int(b))) & 7
    }
  }

  /// The 24-bit value (0xRRGGBB) of a colour; nil for the default colour.
  package static func rgb(of color: Color) -> UInt32? {
    switch color {
    case .default: return nil
    case .ansi(let n): return sixteen[Int(n & 15)]
    case .indexed(let n):
      let c = rgb(ofIndex: Int(n))
      return UInt32(c.red) << 16 | UInt32(c.green) << 8 | UInt32(c.blue)
    case .rgb(let r, let g, let b): return UInt32(r) << 16 | UInt32(g) << 8 | UInt32(b)
    }
  }

  static func rgb(ofIndex n: Int) -> RGB {
    switch n {
    case 0..<16:
      let value = Int(sixteen[n])
      return (value >> 16, value >> 8 & 255, value & 255)
    case 16..<232:
      let i = n - 16
      return (cubeLevels[i / 36], cubeLevels[i / 6 % 6], cubeLevels[i % 6])
    default:
      let grey = 8 + 10 * (n - 232)
      return (grey, grey, grey)
    }
  }

  private static func nearest256(_ c: RGB) -> Int {
    func level(_ v: Int) -> Int { v < 48 ? 0 : v < 115 ? 1 : min(5, (v - 35) / 40) }
    let cube = 16 + 36 * level(c.red) + 6 * level(c.green) + level(c.blue)
    let mean = (c.red + c.green + c.blue) / 3
    let grey = 232 + min(23, max(0, (mean - 3) / 10))
    return distance(c, rgb(ofIndex: cube)) <= distance(c, rgb(ofIndex: grey)) ? cube : grey
  }

  private static func nearest16(_ c: RGB) -> Int {
    let high = max(c.red, c.green, c.blue)
    let low = min(c.red, c.green, c.blue)
    // Hue decides, not distance: by distance every soft colour turns grey and its meaning is lost.
    if high - low < 40 { return high < 64 ? 0 : high < 150 ? 8 : high < 220 ? 7 : 15 }
    let middle = (high + low) / 2
    let hue = (c.red > middle ? 1 : 0) | (c.green > middle ? 2 : 0) | (c.blue > middle ? 4 : 0)
    return high > 215 ? hue + 8 : hue
  }

  private static func distance(_ a: RGB, _ b: RGB) -> Int {
    let (r, g, blue) = (a.red - b.red, a.green - b.green, a.blue - b.blue)
    return 2 * r * r + 4 * g * g + 3 * blue * blue
  }
}
