// What somebody says about problems: seen, or out of sight for a while, with a note. They are frozen
// when the menu opens. What is said stays on this machine and is undone by the next failure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Acknowledges or snoozes problems.
package struct AcknowledgeMenu: Overlay {
  /// One thing to say.
  private struct Choice {
    /// What is done.
    enum Kind {
      case acknowledge
      case snooze(until: Timestamp)
      case takeBack
    }

    var title: String
    var detail: String
    var kind: Kind
  }

  /// Longest note in characters.
  static let noteMax = 200

  private let problems: [Problem]
  private let first: Problem
  private let user: String
  private let choices: [Choice]
  private var marked = 0
  private var note: TextField

  /// - Parameter user: who says it.
  /// - Returns: nil without a problem.
  package init?(_ problems: [Problem], user: String, now: Timestamp) {
    guard let first = problems.first else { return nil }
    self.problems = problems
    self.first = first
    self.user = user
    choices = Self.choices(problems, now: now)
    note = TextField(problems.count == 1 ? first.acknowledgement?.note ?? "" : "")
  }

  package let scope = Scope.input

  private static func choices(_ problems: [Problem], now: Timestamp) -> [Choice] {
    func snooze(_ title: String, until: Timestamp) -> Choice {
      Choice(
        title: title, detail: "until \(Wording.moment(until, now: now))",
        kind: .snooze(until: until))
    }
    let choices = [
      Choice(title: "acknowledge", detail: "until another run fails", kind: .acknowledge),
      snooze("snooze 1 h", until: now + .seconds(3600)),
      snooze("snooze 4 h", until: now + .seconds(4 * 3600)),
      snooze("snooze", until: now.tomorrow(hour: 8)),
    ]
    let old = problems.compactMap(\.acknowledgement)
    guard let said = old.first else { return choices }
    let detail =
      problems.count == 1 ? Wording.acknowledgement(said, now: now) : "\(old.count) that were seen"
    return choices + [Choice(title: "take back", detail: detail, kind: .takeBack)]
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
    return [.closeOverlay] + problems.flatMap { changes($0, choice, context) }
      + [.say(Message("\(name): \(words(choice))"))]
  }

  private func changes(
    _ problem: Problem, _ choice: Choice, _ context: ViewContext
  ) -> [Effect] {
    var said: Acknowledgement?
    switch choice.kind {
    case .acknowledge: said = saying(about: problem, until: nil, context.now)
    case .snooze(let until): said = saying(about: problem, until: until, context.now)
    case .takeBack: break
    }
    // What was said while the failing task was unknown goes, whatever is said now.
    let forget = problem.keys.filter { key in
      context.memory.acknowledgements[key] != nil && (said == nil || key != problem.key)
    }
    return forget.map { .remember(.acknowledge(key: $0, nil)) }
      + (said.map { [.remember(.acknowledge(key: problem.key, $0))] } ?? [])
  }

  private func saying(
    about problem: Problem, until: Timestamp?, _ now: Timestamp
  ) -> Acknowledgement {
    Acknowledgement(
      note: note.text.trimmed, by: user, at: now, until: until, about: problem.lastAt)
  }

  private func words(_ choice: Choice) -> String {
    switch choice.kind {
    case .acknowledge: "acknowledged until another run fails"
    case .snooze: "snoozed \(choice.detail), or until another run fails"
    case .takeBack: "open again"
    }
  }

  private var name: String {
    problems.count == 1 ? first.run.pipelineName : Wording.count(problems.count, "problem")
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let lines = lines(context.glyphs, isTight: DialogBox.rowsMax(canvas.size) < choices.count + 6)
    let text = DialogBox.frame(
      on: canvas, title: problems.count == 1 ? "\(name)  \(RunCells.place(first.run))" : name,
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
    let about =
      problems.count == 1
      ? Wording.cause(of: first)
      : problems.map { $0.run.pipelineName }.joined(separator: ", ")
    var lines = [DialogBox.Line(about, .dim), .gap]
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
