// What stands over a view and gets the keys first: questions, menus, prompts, help.
import PodiumCore
import TerminalUI

/// Something over the view.
package protocol Overlay {
  /// Where its keys are.
  var scope: Scope { get }
  /// What it needs to be kept fresh, besides what the view below needs.
  var queries: Set<Query> { get }
  /// `command` is what the keymap says about the key in this scope. Closing is an effect.
  mutating func handle(_ key: Key, _ command: Command?, _ context: ViewContext) -> [Effect]
  /// `canvas` is the whole screen. Pure.
  func draw(on canvas: Canvas, _ context: ViewContext)
}

extension Overlay {
  package var queries: Set<Query> { [] }
}

/// The frame of a dialog and the text in it.
package enum DialogBox {
  /// A line of a dialog.
  package struct Line {
    package var spans: [StyledSpan]

    package init(_ spans: [StyledSpan]) { self.spans = spans }
    package init(_ text: String, _ role: Role = .text) {
      spans = [StyledSpan(text, role.style)]
    }

    /// An empty line.
    package static var gap: Line { Line([]) }
  }

  static let columnsMax = 96

  /// Columns of text in a dialog on this screen.
  package static func textColumns(_ size: Size) -> Int {
    max(1, min(columnsMax, size.columns) - 4)
  }

  /// Rows of text in a dialog on this screen at most.
  package static func rowsMax(_ size: Size) -> Int { max(0, size.rows - 2) }

  /// Draws an empty dialog in the middle of the upper part and returns the place of its text.
  package static func frame(
    on canvas: Canvas, title: String, rows: Int, footer: String = "", isDanger: Bool = false
  ) -> Canvas {
    let width = min(canvas.columns, textColumns(canvas.size) + 4)
    let height = min(canvas.rows, rows + 2)
    let top = max(0, min(canvas.rows - height, (canvas.rows - height) / 3))
    let place = canvas.sub(
      Rect(row: top, column: max(0, (canvas.columns - width) / 2), rows: height, columns: width))
    place.fill(style: Role.text.style)
    let inside = place.box(
      title: title, footer: footer, style: (isDanger ? Role.messageError : .borderFocused).style,
      titleStyle: (isDanger ? Role.messageError : .title).style)
    return inside.sub(inside.bounds.inset(rows: 0, columns: 1))
  }

  /// Draws lines from the one at `top` on; where there are more, the last row says how many.
  package static func draw(_ lines: [Line], from top: Int = 0, on canvas: Canvas) {
    // Empty lines are the first to go.
    let lines = lines.count > canvas.rows ? lines.filter { !$0.spans.isEmpty } : lines
    let top = max(0, min(top, lines.count - canvas.rows))
    let hidden = lines.count - top - canvas.rows
    let shown = lines.dropFirst(top).prefix(max(0, hidden > 0 ? canvas.rows - 1 : canvas.rows))
    for (row, line) in shown.enumerated() {
      canvas.spans(line.spans, at: Point(row: row, column: 0), maxWidth: canvas.columns)
    }
    if hidden > 0, canvas.rows > 0 {
      canvas.text(
        "\(canvas.glyphs.ellipsis) \(hidden + 1) more lines (PgDn)",
        at: Point(row: canvas.rows - 1, column: 0), style: Role.accent.style)
    }
  }

  /// A request as it is sent, wrapped, with its notes.
  package static func request(_ preview: OperationPreview, columns: Int) -> [Line] {
    requestText(preview, columns: columns).map { Line($0, .dim) }
      + preview.notes.flatMap { Wrapping.lines($0, width: columns) }.map { Line($0, .warning) }
  }

  /// Method and path, then the body without what is secret in it.
  static func requestText(_ preview: OperationPreview, columns: Int) -> [String] {
    let body = preview.body.map(Redaction.body) ?? "without a body"
    return Wrapping.lines("\(preview.method) \(preview.path)", width: columns, after: "/")
      + Wrapping.lines(body, width: columns, after: ",")
  }
}
