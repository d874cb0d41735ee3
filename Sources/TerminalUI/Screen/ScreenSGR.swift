// A screen as lines with colour sequences, for commands that print and go. The dashboard never uses
// it: there the terminal's own description decides what is sent.

/// Writes a frame for a terminal that is only printed to.
package enum ScreenSGR {
  /// The rows without trailing blanks of the plain style, each ended by a line feed. Without
  /// `styles` they are plain text.
  package static func write(_ screen: Screen, styles: StyleTable?, depth: ColorDepth) -> String {
    var text = ""
    for row in 0..<screen.size.rows {
      guard let styles else {
        text += trimmed(screen.text(row: row)) + "\n"
        continue
      }
      var last: StyleID?
      for column in 0..<screen.size.columns {
        let cell = screen[row, column]
        if cell.style != last {
          text += "\u{1B}[\(codes(styles[cell.style], depth))m"
          last = cell.style
        }
        text += cell.text
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }

  /// "0;1;38;5;110": everything of a style, from nothing.
  private static func codes(_ style: Style, _ depth: ColorDepth) -> String {
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    var codes = ["0"] + attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    codes += code(style.foreground, depth, plain: 30, bright: 90, extended: "38")
    codes += code(style.background, depth, plain: 40, bright: 100, extended: "48")
    return codes.joined(separator: ";")
  }

  private static func code(
    _ color: Color?, _ depth: ColorDepth, plain: Int, bright: Int, extended: String
  ) -> [String] {
    guard let color else { return [] }
    if depth == .direct, case .rgb(let red, let green, let blue) = color {
      return [extended, "2", "\(red)", "\(green)", "\(blue)"]
    }
    guard let index = Palette.index(of: color, depth: depth) else { return [] }
    switch index {
    case 0..<8: return ["\(plain + index)"]
    case 8..<16: return ["\(bright + index - 8)"]
    default: return [extended, "5", "\(index)"]
    }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
