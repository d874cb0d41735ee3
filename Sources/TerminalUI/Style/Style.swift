// How a cell looks: colours and attributes, and the one-byte number cells carry instead.
// Which number means which role is decided by the theme, not here.

/// Attributes a terminal may add to a colour.
package struct Attributes: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let italic = Attributes(rawValue: 4)
  package static let underline = Attributes(rawValue: 8)
  package static let reverse = Attributes(rawValue: 16)
}

/// Colours and attributes; nil colours are the terminal's own.
package struct Style: Sendable, Hashable {
  package var foreground: Color?
  package var background: Color?
  package var attributes: Attributes

  package init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// The number of a style in a `StyleTable`: 0 is plain, a theme may use 1...`themeMax`, and the
/// rest is reserved for the colours that logs bring with them.
package struct StyleID: Sendable, Hashable, Comparable {
  package let rawValue: UInt8
  package init(_ rawValue: UInt8) { self.rawValue = rawValue }

  package static let plain = StyleID(0)
  /// The last number a theme may use.
  package static let themeMax = 199
  package static let bold = StyleID(200)
  package static let dim = StyleID(201)
  package static let reverse = StyleID(202)
  package static let underline = StyleID(203)

  /// One of the 16 user colours as foreground, `color` 0...15.
  package static func ansi(_ color: UInt8) -> StyleID { StyleID(208 + (color & 15)) }
  /// The same in bold.
  package static func ansiBold(_ color: UInt8) -> StyleID { StyleID(224 + (color & 15)) }
  /// The same reversed: for logs that set a background.
  package static func ansiReverse(_ color: UInt8) -> StyleID { StyleID(240 + (color & 15)) }

  package static func < (a: StyleID, b: StyleID) -> Bool { a.rawValue < b.rawValue }
}

/// The style of each `StyleID`; a theme makes one.
package struct StyleTable: Sendable, Hashable {
  /// Always 256 of them.
  package let styles: [Style]

  /// `theme[n]` becomes the style of id n; more than `StyleID.themeMax + 1` break the program.
  package init(_ theme: [Style] = [Style()]) {
    precondition(theme.count <= StyleID.themeMax + 1, "a theme has at most 200 styles")
    var table = theme + Array(repeating: Style(), count: 256 - theme.count)
    table[200].attributes = .bold
    table[201].attributes = .dim
    table[202].attributes = .reverse
    table[203].attributes = .underline
    for color in 0..<16 {
      let ansi = Color.ansi(UInt8(color))
      table[208 + color] = Style(foreground: ansi)
      table[224 + color] = Style(foreground: ansi, attributes: .bold)
      table[240 + color] = Style(foreground: ansi, attributes: .reverse)
    }
    styles = table
  }

  package subscript(id: StyleID) -> Style { styles[Int(id.rawValue)] }
}
