// A line of a file as it may be shown: bounded, harmless to a terminal, with a caret under the
// right cell.

/// The shown part of a line and the caret line below it.
package struct SourceExcerpt: Sendable, Hashable {
  static let columnsMax = 96

  /// Part of the line, harmless to a terminal.
  package let text: String
  /// Blanks and a caret, to be shown below the text.
  package let caret: String

  /// - Parameter column: from 1, in characters.
  init(line: Substring, column: Int) {
    let scalars = line.unicodeScalars
    let wanted = max(0, column - 1)
    let start = wanted > Self.columnsMax * 2 / 3 ? wanted - Self.columnsMax / 2 : 0
    let window = scalars.dropFirst(start).prefix(Self.columnsMax + 1).map(Self.shown)
    let shown = window.prefix(Self.columnsMax)
    let lead = start > 0 ? "…" : ""
    text = lead + Self.joined(shown) + (window.count > shown.count ? "…" : "")
    let cells = shown.prefix(wanted - start).reduce(lead.count) { $0 + Self.width($1) }
    caret = String(repeating: " ", count: cells) + "^"
  }

  /// Control and direction characters replaced, so that a hostile file can't drive the terminal.
  static func harmless(_ text: String) -> String { joined(text.unicodeScalars.map(shown)) }

  private static func joined(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\t" { return " " }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return "\u{FFFD}"
    default: return scalar
    }
  }

  /// Columns a terminal gives to a character; near enough for a caret.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
