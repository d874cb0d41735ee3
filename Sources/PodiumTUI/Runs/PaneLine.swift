// The second line: how bad is it? Counts a status with the number keys that choose them, the open
// problems, and how many runs failed in each of the last 24 hours.
import PodiumCore
import TerminalUI

/// Draws the panes; the forms get shorter until all fit.
package struct PaneLine {
  private let counts: StatusCounts
  private let chosen: StatusPane?
  /// nil while it is not known.
  private let problems: Int?
  /// Those of other workspaces.
  private let elsewhere: Int
  /// Failures per hour, the oldest first.
  private let failures: [Int]

  package init(
    _ counts: StatusCounts, chosen: StatusPane?, problems: Int? = nil, elsewhere: Int = 0,
    failures: [Int] = []
  ) {
    self.counts = counts
    self.chosen = chosen
    self.problems = problems
    self.elsewhere = elsewhere
    self.failures = failures
  }

  /// Shown panes: what is rare only when it is there.
  private var panes: [StatusPane] {
    StatusPane.allCases.filter {
      ($0 != .other && $0 != .skipped) || $0.count(in: counts) > 0 || $0 == chosen
    }
  }

  /// Draws into one row.
  package func draw(on canvas: Canvas, row: Int) {
    let long: (String, StatusPane) -> String = { count, pane in
      " \(count) \(pane == .succeeded ? pane.shortWord : pane.word)"
    }
    let short: (String, StatusPane) -> String = { " \($0) \($1.shortWord)" }
    // From the roomiest on: the trend gets shorter and goes, then words get shorter, then they go.
    let forms = [
      Form(gap: 3, hasKeys: true, hours: 24, text: long),
      Form(gap: 3, hasKeys: false, hours: 24, text: long),
      Form(gap: 2, hasKeys: false, hours: 12, text: long),
      Form(gap: 2, hasKeys: false, hours: 8, hasLongProblems: false, text: long),
      Form(gap: 2, hasKeys: false, hours: 0, text: long),
      Form(gap: 2, hasKeys: false, hours: 0, hasLongProblems: false, text: long),
      Form(gap: 2, hasKeys: false, hours: 12, text: short),
      Form(gap: 2, hasKeys: false, hours: 0, text: short),
      Form(gap: 2, hasKeys: false, hours: 0, hasLongProblems: false, text: short),
      Form(gap: 2, hasKeys: false, hours: 0, hasLongProblems: false) { count, _ in " \(count)" },
      Form(gap: 1, hasKeys: false, hours: 0, hasLongProblems: false) { count, _ in count },
    ]
    let fitting = forms.first { width($0) <= canvas.columns }
    draw(on: canvas, row: row, fitting ?? forms[forms.count - 1])
  }

  /// One way to write the line.
  private struct Form {
    var gap: Int
    /// Whether the number keys are shown.
    var hasKeys: Bool
    /// Columns of the trend.
    var hours: Int
    var hasLongProblems = true
    /// What follows the sign.
    var text: (_ count: String, _ pane: StatusPane) -> String
  }

  private func words(_ pane: StatusPane, _ form: Form) -> String {
    form.text(Wording.count(pane.count(in: counts)), pane)
  }

  private func width(_ form: Form) -> Int {
    let left = panes.reduce(2 - form.gap) {
      $0 + TextWidth.columns(words($1, form)) + 1 + (form.hasKeys ? 2 : 0) + form.gap
    }
    let right = right(form, sign: " ").reduce(0) { $0 + TextWidth.columns($1.text) }
    return left + (right > 0 ? right + 3 : 0)
  }

  /// The right side without the bars' signs: their place is blank.
  private func right(_ form: Form, sign: String) -> [StyledSpan] {
    var spans: [StyledSpan] = []
    if let problems {
      let number = problems == 0 ? "no" : Wording.count(problems)
      let noun = "\(form.hasLongProblems ? "open " : "")problem\(problems == 1 ? "" : "s")"
      spans.append(
        StyledSpan("\(number) \(noun)", (problems == 0 ? Role.succeeded : .failed).style))
    }
    if elsewhere > 0 {
      let words = form.hasLongProblems ? "\(Wording.count(elsewhere)) elsewhere" : "+\(elsewhere)"
      spans.append(
        StyledSpan(
          spans.isEmpty ? words : form.hasLongProblems ? ", \(words)" : " \(words)",
          Role.failed.style))
    }
    if form.hours > 0, !failures.isEmpty {
      spans.append(StyledSpan("\(spans.isEmpty ? "" : "   ")\(sign) 24 h ", Role.dim.style))
      spans.append(StyledSpan(String(repeating: " ", count: form.hours), Role.failed.style))
    }
    return spans
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
    drawRight(on: canvas, row: row, from: column, form)
  }

  private func drawRight(on canvas: Canvas, row: Int, from left: Int, _ form: Form) {
    var spans = right(form, sign: StatusLook(.failed).sign(canvas.glyphs))
    guard !spans.isEmpty else { return }
    if form.hours > 0, !failures.isEmpty {
      let size = max(1, failures.count / form.hours)
      let sums = stride(from: 0, to: failures.count, by: size).map { start in
        Double(failures[start..<min(start + size, failures.count)].reduce(0, +))
      }
      spans[spans.count - 1].text = Sparkline.text(
        sums, width: form.hours, glyphs: canvas.glyphs)
    }
    let width = spans.reduce(0) { $0 + TextWidth.columns($1.text) }
    let start = canvas.columns - 1 - width
    guard start >= left else { return }
    canvas.spans(spans, at: Point(row: row, column: start))
  }
}
