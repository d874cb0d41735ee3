// How well ink can be read on a ground: the contrast ratio of WCAG 2, 1 to 21.
import Glibc
import TerminalUI

/// The ratio of two colours' luminances.
package enum Contrast {
  /// Text has to reach this (WCAG 2.2, 1.4.3, AA), and in high contrast the second (1.4.6, AAA).
  package static let readable = 4.5
  package static let enhanced = 7.0

  /// The contrast of a look; nil where one of its colours is the terminal's own.
  package static func ratio(of style: Style) -> Double? {
    guard let ink = style.foreground.flatMap(TerminalUI.Palette.rgb(of:)),
      let ground = style.background.flatMap(TerminalUI.Palette.rgb(of:))
    else { return nil }
    let (a, b) = (luminance(ink), luminance(ground))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ rgb: UInt32) -> Double {
    0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb)
  }

  /// The light of one byte of an sRGB colour.
  private static func linear(_ byte: UInt32) -> Double {
    let value = Double(byte & 255) / 255
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
