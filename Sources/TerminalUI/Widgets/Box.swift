// Frames and rules with a title in them.

extension Canvas {
  /// Draws a frame along the window's edge with an optional title, and returns the window inside.
  @discardableResult
  package func box(
    title: String = "", footer: String = "", style: StyleID = .plain, titleStyle: StyleID? = nil
  ) -> Canvas {
    let inside = sub(bounds.inset(rows: 1, columns: 1))
    guard rows >= 2, columns >= 2 else { return inside }
    let lines = glyphs.lines
    let (bottom, right) = (rows - 1, columns - 1)
    horizontalLine(at: Point(row: 0, column: 1), length: columns - 2, style: style)
    horizontalLine(at: Point(row: bottom, column: 1), length: columns - 2, style: style)
    verticalLine(at: Point(row: 1, column: 0), length: rows - 2, style: style)
    verticalLine(at: Point(row: 1, column: right), length: rows - 2, style: style)
    text(lines.topLeft, at: .zero, style: style)
    text(lines.topRight, at: Point(row: 0, column: right), style: style)
    text(lines.bottomLeft, at: Point(row: bottom, column: 0), style: style)
    text(lines.bottomRight, at: Point(row: bottom, column: right), style: style)
    if !title.isEmpty, columns > 4 {
      text(
        " \(title) ", at: Point(row: 0, column: 1), style: titleStyle ?? style,
        maxWidth: columns - 2)
    }
    if !footer.isEmpty, columns > 4 {
      let width = min(columns - 2, TextWidth.columns(footer) + 2)
      text(
        " \(footer) ", at: Point(row: bottom, column: right - width),
        style: titleStyle ?? style, maxWidth: width)
    }
    return inside
  }

  /// A rule over the whole width with a title at its left and a note at its right.
  package func rule(
    row: Int, title: String = "", note: String = "", style: StyleID = .plain,
    titleStyle: StyleID? = nil
  ) {
    horizontalLine(at: Point(row: row, column: 0), length: columns, style: style)
    var left = 1
    if !title.isEmpty {
      left += text(
        " \(title) ", at: Point(row: row, column: 1), style: titleStyle ?? style,
        maxWidth: max(0, columns - 2))
    }
    let width = TextWidth.columns(note) + 2
    if !note.isEmpty, left + width + 1 < columns {
      text(
        " \(note) ", at: Point(row: row, column: columns - width - 1), style: titleStyle ?? style,
        maxWidth: width)
    }
  }
}
