// What stands over a view and gets the keys first: questions, menus, prompts, help.
import PodiumCore
import TerminalUI

/// Something over the view.
package protocol Overlay {
  /// Where its keys are.
  var scope: Scope { get }
  /// `command` is what the keymap says about the key in this scope. Closing is an effect.
  mutating func handle(_ key: Key, _ command: Command?, _ context: ViewContext) -> [Effect]
  /// `canvas` is the whole screen. Pure.
  func draw(on canvas: Canvas, _ context: ViewContext)
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

  /// Draws a dialog in the middle of the upper part and returns the place of its text.
  @discardableResult
  package static func draw(
    on canvas: Canvas, title: String, lines: [Line], footer: String = "", isDanger: Bool = false
  ) -> Canvas {
    let width = min(canvas.columns, textColumns(canvas.size) + 4)
    let height = min(canvas.rows, lines.count + 2)
    let top = max(0, min(canvas.rows - height, (canvas.rows - height) / 3))
    let place = canvas.sub(
      Rect(row: top, column: max(0, (canvas.columns - width) / 2), rows: height, columns: width))
    place.fill(style: Role.text.style)
    let inside = place.box(
      title: title, footer: footer, style: (isDanger ? Role.messageError : .borderFocused).style,
      titleStyle: (isDanger ? Role.messageError : .title).style)
    let text = inside.sub(inside.bounds.inset(rows: 0, columns: 1))
    for (index, line) in lines.enumerated() {
      text.spans(line.spans, at: Point(row: index, column: 0), maxWidth: text.columns)
    }
    return text
  }

  /// A request as it is sent, wrapped: method and path, then the body.
  package static func request(_ preview: OperationPreview, columns: Int) -> [Line] {
    let lines =
      Wrapping.lines("\(preview.method) \(preview.path)", width: columns)
      + Wrapping.lines(preview.body ?? "without a body", width: columns, after: ",")
    return lines.map { Line($0, .dim) }
      + preview.notes.flatMap { Wrapping.lines($0, width: columns) }.map { Line($0, .warning) }
  }
}
