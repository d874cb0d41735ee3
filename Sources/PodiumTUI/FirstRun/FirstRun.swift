// What a newcomer sees when nothing says which workspace to open: start the demo, or how to connect. A
// value; it starts nothing itself.
import TerminalUI

/// The first screen of somebody who has configured nothing yet.
package struct FirstRun {
  /// What was chosen.
  package enum Choice: Sendable, Equatable { case demo, leave }

  private enum Page { case choices, connect }

  private static let choices: [(key: Character, words: String, detail: String)] = [
    ("d", "start the demo", "no key and no network needed"),
    ("c", "connect to Orchestra", "the commands to type"),
    ("q", "leave", ""),
  ]

  private let explanation: [String]
  private var page = Page.choices
  private var selected = 0

  /// - Parameter explanation: how to connect, line by line.
  package init(explanation: [String]) { self.explanation = explanation }

  /// nil while nothing is chosen.
  package mutating func handle(_ key: Key) -> Choice? {
    switch key {
    case .char("d"): return .demo
    case .char("c"): page = .connect
    case .char("q"), .char("Q"), .ctrl("c"): return .leave
    case .escape, .backspace:
      if page == .choices { return .leave }
      page = .choices
    case .down, .char("j"), .tab: selected = min(selected + 1, Self.choices.count - 1)
    case .up, .char("k"), .backTab: selected = max(0, selected - 1)
    case .enter where page == .choices: return handle(.char(Self.choices[selected].key))
    default: break
    }
    return nil
  }

  package func draw(on canvas: Canvas) {
    canvas.fill()
    canvas.rule(
      row: 0, title: "podium", note: "mission control for data pipelines",
      style: Role.border.style, titleStyle: Role.title.style)
    let body = canvas.sub(canvas.bounds.splitTop(1).rest.splitBottom(1).rest)
    switch page {
    case .choices: drawChoices(on: body)
    case .connect: drawExplanation(on: body)
    }
    drawHints(on: canvas)
  }

  private func drawChoices(on canvas: Canvas) {
    let top = max(0, min(canvas.rows / 4, canvas.rows - 6))
    canvas.text(
      "No workspace is configured yet.", at: Point(row: top, column: 3),
      style: Role.strong.style)
    for (index, choice) in Self.choices.enumerated() {
      let row = top + 2 + index
      if index == selected {
        canvas.text(
          canvas.glyphs.marks.selected, at: Point(row: row, column: 1),
          style: Role.tableMarker.style)
      }
      canvas.text(String(choice.key), at: Point(row: row, column: 3), style: Role.key.style)
      canvas.text(
        choice.words, at: Point(row: row, column: 6),
        style: (index == selected ? Role.tableSelected : .text).style)
      canvas.text(
        choice.detail, at: Point(row: row, column: 29), style: Role.dim.style,
        maxWidth: max(0, canvas.columns - 30))
    }
  }

  private func drawExplanation(on canvas: Canvas) {
    for (row, line) in explanation.prefix(canvas.rows).enumerated() {
      let isCommand = line.hasPrefix("    ")
      canvas.text(
        line, at: Point(row: row, column: 1), style: (isCommand ? Role.strong : .text).style,
        maxWidth: canvas.columns - 2)
    }
  }

  private func drawHints(on canvas: Canvas) {
    let hints =
      page == .choices
      ? [(canvas.glyphs.marks.enter, "choose"), ("q", "leave")]
      : [("d", "demo"), ("Esc", "back"), ("q", "leave; the text stays in the terminal")]
    let spans = hints.flatMap { key, word in
      [StyledSpan(key, Role.key.style), StyledSpan(" \(word)   ", Role.keyLabel.style)]
    }
    canvas.spans(
      spans, at: Point(row: canvas.rows - 1, column: 1), maxWidth: canvas.columns - 2)
  }
}
