// A small box with one line a choice, as narrow as its lines; it scrolls where the screen is low.
import TerminalUI

/// The looks of a chooser.
package struct ChooserBox {
  /// One choice.
  package struct Line {
    /// The key that takes it, or a sign for its state: one column.
    var key: String
    var text: String
    var note: String
    /// Whether it holds now.
    var isOn: Bool
  }

  private let title: String
  private let footer: String
  private let lines: [Line]
  private let at: Int

  /// - Parameter at: the line that Enter is about.
  package init(title: String, footer: String, lines: [Line], at: Int) {
    self.title = title
    self.footer = footer
    self.lines = lines
    self.at = at
  }

  /// Draws it in the middle of the upper half.
  package func draw(on canvas: Canvas) {
    let name = lines.reduce(0) { max($0, TextWidth.columns($1.text)) }
    let note = lines.reduce(0) { max($0, TextWidth.columns($1.note)) }
    let wanted = max(5 + name + 2 + note, TextWidth.columns(footer)) + 4
    let width = min(canvas.columns, wanted)
    let height = min(canvas.rows - 2, lines.count + 2)
    guard height > 2 else { return }
    let place = canvas.sub(
      Rect(
        row: max(1, (canvas.rows - height) / 3), column: (canvas.columns - width) / 2,
        rows: height, columns: width))
    place.fill(style: Role.text.style)
    let inside = place.box(
      title: title, footer: footer, style: Role.borderFocused.style, titleStyle: Role.title.style)
    let top = max(0, min(at - inside.rows / 2, lines.count - inside.rows))
    for (row, index) in (top..<min(lines.count, top + inside.rows)).enumerated() {
      draw(lines[index], isSelected: index == at, name: name, on: inside, row: row)
    }
  }

  private func draw(_ line: Line, isSelected: Bool, name: Int, on canvas: Canvas, row: Int) {
    let mark = isSelected ? canvas.glyphs.marks.selected : " "
    canvas.spans(
      [
        StyledSpan("\(mark) ", Role.tableMarker.style),
        StyledSpan("\(line.key)  ", Role.key.style),
        StyledSpan(
          TextWidth.padded(line.text, to: name), (line.isOn ? Role.strong : .text).style),
        StyledSpan("  \(line.note)", Role.dim.style),
      ], at: Point(row: row, column: 1), maxWidth: canvas.columns - 2)
  }
}
