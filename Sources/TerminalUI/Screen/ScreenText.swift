// A screen as text and back: the form of golden files and of `:screenshot`. Rows stand between
// bars, then the cursor, then one line for each styled run: row, columns, style name.

/// The golden form of a screen.
package enum ScreenText {
  /// Writes a screen. `name` gives the name of a style, or nil to leave it out (plain is left out).
  package static func write(_ screen: Screen, name: (StyleID) -> String?) -> String {
    var text = ""
    for row in 0..<screen.size.rows { text += "|\(screen.text(row: row))|\n" }
    if let cursor = screen.cursor { text += "cursor \(cursor.row) \(cursor.column)\n" }
    for row in 0..<screen.size.rows {
      var column = 0
      while column < screen.size.columns {
        let style = screen[row, column].style
        let start = column
        while column < screen.size.columns, screen[row, column].style == style { column += 1 }
        if style != .plain, let name = name(style) {
          text += "\(row) \(start)-\(column - 1) \(name)\n"
        }
      }
    }
    return text
  }

  /// Reads what `write` wrote; nil if it has no such form or names an unknown style.
  package static func read(_ text: String, id: (String) -> StyleID?) -> Screen? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    let rows = lines.prefix { $0.hasPrefix("|") && $0.hasSuffix("|") && $0.utf8.count > 1 }
      .map { String($0.dropFirst().dropLast()) }
    let columns = rows.map { TextWidth.columns($0) }.max() ?? 0
    let canvas = Canvas(size: Size(rows: rows.count, columns: columns))
    for (row, line) in rows.enumerated() { canvas.text(line, at: Point(row: row, column: 0)) }
    for line in lines.dropFirst(rows.count) {
      let fields = line.split(separator: " ")
      guard fields.count == 3 else { return nil }
      if fields[0] == "cursor" {
        guard let row = Int(fields[1]), let column = Int(fields[2]) else { return nil }
        canvas.cursor(at: Point(row: row, column: column))
        continue
      }
      let ends = fields[1].split(separator: "-").compactMap { Int($0) }
      guard let row = Int(fields[0]), ends.count == 2, ends[0] <= ends[1],
        let style = id(String(fields[2]))
      else { return nil }
      canvas.restyle(Rect(row: row, column: ends[0], rows: 1, columns: ends[1] - ends[0] + 1)) {
        _ in style
      }
    }
    return canvas.screen
  }
}
