// How colours look to eyes that lack one kind of cone (Viénot, Brettel, Mollon 1999), and how far
// apart they are then (distance in Oklab).
import Glibc
import TerminalUI

enum ColorVision: CaseIterable {
  case usual, protanopia, deuteranopia

  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
    case .deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
    }
  }

  /// From 0 (the same) to about 1 (black and white) between the inks of two looks.
  func distance(_ a: Style, _ b: Style) -> Double {
    let squares = zip(place(a), place(b)).map { ($0 - $1) * ($0 - $1) }
    return squares.reduce(0, +).squareRoot()
  }

  private func place(_ style: Style) -> [Double] {
    let rgb = style.foreground.flatMap(Palette.rgb(of:)) ?? 0
    let light = [rgb >> 16, rgb >> 8, rgb].map { byte in
      let value = Double(byte & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = Self.product(matrix, light).map { min(1, max(0, $0)) }
    return Self.product(Self.lab, Self.product(Self.cones, seen).map { cbrt($0) })
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
  }

  private static let cones = [
    [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ]
  private static let lab = [
    [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
  ]
}
