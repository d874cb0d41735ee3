// The line of status panes: how bad is it? Each has the number key that chooses it.
import PodiumCore
import TerminalUI

/// Draws the panes; the forms get shorter until all fit.
package struct PaneLine {
  private let counts: StatusCounts
  private let chosen: StatusPane?

  package init(_ counts: StatusCounts, chosen: StatusPane?) {
    self.counts = counts
    self.chosen = chosen
  }

  /// Shown panes: "other" only when a server uses words that Podium does not know.
  private var panes: [StatusPane] {
    StatusPane.allCases.filter { $0 != .other || $0.count(in: counts) > 0 }
  }

  package func draw(on canvas: Canvas, row: Int) {
    let forms = [
      Form(gap: 3, hasKeys: true) { " \($0) \($1.word)" },
      Form(gap: 2, hasKeys: true) { " \($0) \($1.word)" },
      Form(gap: 2, hasKeys: true) { " \($0) \($1.shortWord)" },
      Form(gap: 2, hasKeys: false) { " \($0) \($1.shortWord)" },
      Form(gap: 1, hasKeys: false) { count, _ in count },
    ]
    let fitting = forms.first { width($0) <= canvas.columns }
    draw(on: canvas, row: row, fitting ?? forms[forms.count - 1])
  }

  /// One way to write the panes.
  private struct Form {
    var gap: Int
    /// Whether the number keys are shown.
    var hasKeys: Bool
    /// What follows the sign.
    var text: (_ count: String, _ pane: StatusPane) -> String
  }

  private func words(_ pane: StatusPane, _ form: Form) -> String {
    form.text(Wording.count(pane.count(in: counts)), pane)
  }

  private func width(_ form: Form) -> Int {
    panes.reduce(2 - form.gap) {
      $0 + TextWidth.columns(words($1, form)) + 1 + (form.hasKeys ? 2 : 0) + form.gap
    }
  }

  private func draw(on canvas: Canvas, row: Int, _ form: Form) {
    var column = 1
    for pane in panes {
      let start = column
      let isEmpty = pane.count(in: counts) == 0
      let role: Role = pane == chosen ? .tableSelected : isEmpty ? .dim : pane.look.role
      if form.hasKeys {
        column += canvas.text(
          "\(pane.rawValue) ", at: Point(row: row, column: column),
          style: (pane == chosen ? Role.key : .keyLabel).style)
      }
      let text = "\(pane.look.sign(canvas.glyphs))\(words(pane, form))"
      column += canvas.text(text, at: Point(row: row, column: column), style: role.style)
      canvas.hotspot(
        Rect(row: row, column: start, rows: 1, columns: column - start),
        MouseSpot.command(.pane(pane.rawValue)))
      column += form.gap
    }
  }
}
