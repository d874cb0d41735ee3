// What somebody says about a problem: seen, or out of sight for a while, with a note. The problem is
// frozen when the menu opens. What is said stays on this machine and is undone by the next failure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Acknowledges or snoozes a problem.
package struct AcknowledgeMenu: Overlay {
  /// One thing to say.
  private struct Choice {
    var title: String
    var detail: String
    /// nil takes back what was said.
    var said: Acknowledgement?
  }

  /// Longest note in characters.
  static let noteMax = 200

  private let problem: Problem
  private let choices: [Choice]
  private var marked = 0
  private var note: TextField

  /// - Parameter user: who says it.
  package init(_ problem: Problem, user: String, now: Timestamp) {
    self.problem = problem
    choices = Self.choices(problem, user: user, now: now)
    note = TextField(problem.acknowledgement?.note ?? "")
  }

  package let scope = Scope.input

  private static func choices(_ problem: Problem, user: String, now: Timestamp) -> [Choice] {
    func said(until: Timestamp?) -> Acknowledgement {
      Acknowledgement(note: "", by: user, at: now, until: until, about: problem.lastAt)
    }
    func snooze(_ title: String, until: Timestamp) -> Choice {
      Choice(
        title: title, detail: "until \(Wording.moment(until, now: now))",
        said: said(until: until))
    }
    let choices = [
      Choice(title: "acknowledge", detail: "until another run fails", said: said(until: nil)),
      snooze("snooze 1 h", until: now + .seconds(3600)),
      snooze("snooze 4 h", until: now + .seconds(4 * 3600)),
      snooze("snooze", until: now.tomorrow(hour: 8)),
    ]
    guard let old = problem.acknowledgement else { return choices }
    let back = Choice(
      title: "take back", detail: Wording.acknowledgement(old, now: now), said: nil)
    return choices + [back]
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .accept: return take(context)
    case .dismiss: return [.closeOverlay]
    case .nextField: marked = (marked + 1) % choices.count
    case .previousField: marked = (marked + choices.count - 1) % choices.count
    default:
      var next = note
      if next.handle(key), next.text.count <= Self.noteMax { note = next }
    }
    return []
  }

  private func take(_ context: ViewContext) -> [Effect] {
    let choice = choices[marked]
    // What was said while the failing task was unknown goes, whatever is said now.
    let old = problem.keys.filter { context.memory.acknowledgements[$0] != nil }
    let forget = old.filter { choice.said == nil || $0 != problem.key }
      .map { Effect.remember(.acknowledge(key: $0, nil)) }
    let name = problem.run.pipelineName
    guard var said = choice.said else {
      return [.closeOverlay] + forget + [.say(Message("\(name): open again"))]
    }
    said.note = note.text.trimmed
    let words =
      said.until == nil
      ? "acknowledged until another run fails"
      : "snoozed \(choice.detail), or until another run fails"
    return [.closeOverlay] + forget + [
      .remember(.acknowledge(key: problem.key, said)), .say(Message("\(name): \(words)")),
    ]
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let lines = lines(context.glyphs, isTight: DialogBox.rowsMax(canvas.size) < choices.count + 6)
    let text = DialogBox.frame(
      on: canvas, title: "\(problem.run.pipelineName)  \(RunCells.place(problem.run))",
      rows: lines.count, footer: "up down choose   Enter takes it   Esc leaves")
    DialogBox.draw(lines, on: text)
    guard let row = lines.firstIndex(where: { $0.spans.first?.text == Self.noteLabel }) else {
      return
    }
    let start = TextWidth.columns(Self.noteLabel) + 2
    note.draw(
      on: text, at: Point(row: row, column: start), width: text.columns - start,
      style: Role.input.style)
  }

  private static let noteLabel = "note"

  /// - Parameter isTight: without empty lines, for low screens.
  private func lines(_ glyphs: GlyphSet, isTight: Bool) -> [DialogBox.Line] {
    var lines = [DialogBox.Line(Wording.cause(of: problem), .dim), .gap]
    for (index, choice) in choices.enumerated() {
      lines.append(
        DialogBox.Line([
          StyledSpan(
            index == marked ? "\(glyphs.marks.selected) " : "  ", Role.tableMarker.style),
          StyledSpan(
            TextWidth.padded(choice.title, to: 13), (index == marked ? Role.strong : .text).style),
          StyledSpan(choice.detail, Role.dim.style),
        ]))
    }
    lines += [
      .gap, DialogBox.Line(Self.noteLabel, .key), .gap,
      DialogBox.Line("Kept on this machine only. It is back when another run fails.", .dim),
    ]
    return isTight ? lines.filter { !$0.spans.isEmpty } : lines
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
