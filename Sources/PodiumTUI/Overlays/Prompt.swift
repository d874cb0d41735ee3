// One line of input in place of the bottom line: filter, search, file name. A filter takes effect
// while it is typed; Esc brings back what was there before.
import PodiumCore
import TerminalUI

/// A prompt for one line.
package struct Prompt: Overlay {
  /// What the text is for.
  package enum Purpose: Sendable, Equatable { case filter, search, save }

  private let purpose: Purpose
  private let before: String
  private var field: TextField

  package init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    before = text
    field = TextField(text)
  }

  package let scope = Scope.input

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .accept: return [.closeOverlay, .entered(field.text, purpose)]
    case .dismiss:
      return purpose == .filter ? [.closeOverlay, .entered(before, purpose)] : [.closeOverlay]
    default: break
    }
    if key == .backspace, field.isEmpty { return [.closeOverlay, .entered("", purpose)] }
    guard field.handle(key) else { return [] }
    return purpose == .filter ? [.entered(field.text, purpose)] : []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let row = canvas.rows - 1
    canvas.fill(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
    let label = canvas.text(label, at: Point(row: row, column: 1), style: Role.key.style)
    let start = label + 2
    let room = canvas.columns - start - 1
    let hintWidth = TextWidth.columns(hint) + 2
    let showsHint = field.isEmpty && room > hintWidth
    if showsHint {
      canvas.text(hint, at: Point(row: row, column: start + 2), style: Role.inputHint.style)
    }
    field.draw(
      on: canvas, at: Point(row: row, column: start), width: showsHint ? 1 : room,
      style: Role.input.style)
  }

  private var label: String {
    switch purpose {
    case .filter: "/"
    case .search: "search"
    case .save: "save to file"
    }
  }

  private var hint: String {
    switch purpose {
    case .filter: "words   status:failed   env:prod   branch:main   cause:timeout   !word"
    case .search: "regular expression   Enter finds, n and N go on"
    case .save: "name of a new file"
    }
  }
}
