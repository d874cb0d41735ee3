// `:` goes anywhere: screens, pipelines, runs by id or pasted link, and commands with an argument.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A line of input with the places and commands that fit it.
package struct Palette: Overlay {
  /// Something that can be chosen.
  package struct Candidate {
    package let title: String
    package let detail: String
    let effects: [Effect]
  }

  /// Candidates shown at most, and runs looked at for an id.
  static let candidatesMax = 12
  static let runsMax = 20_000

  private var field = TextField()
  private var choice = 0

  package init() {}

  package let scope = Scope.input

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return [.closeOverlay]
    case .nextField: choice += 1
    case .previousField: choice = max(0, choice - 1)
    case .accept:
      let candidates = candidates(context)
      guard !candidates.isEmpty else {
        return [.say(.warning("nothing is called \(field.text); Esc closes"))]
      }
      return [.closeOverlay] + candidates[min(choice, candidates.count - 1)].effects
    default:
      if key == .backspace, field.isEmpty { return [.closeOverlay] }
      if field.handle(key) { choice = 0 }
    }
    choice = min(choice, max(0, candidates(context).count - 1))
    return []
  }

  /// What fits the text, the best first.
  package func candidates(_ context: ViewContext) -> [Candidate] {
    let text = field.text.split(separator: " ").joined(separator: " ")
    let lower = text.lowercased()
    var found = Self.run(named: text, context) + Self.withArgument(text)
    found += (Self.fixed + Self.audit(context)).filter { $0.title.hasPrefix(lower) }
    found += Self.custom(lower, context) + Self.themes(lower, context)
    if !lower.isEmpty { found += Self.pipelines(lower, context) }
    return Array(found.prefix(Self.candidatesMax))
  }

  private static func audit(_ context: ViewContext) -> [Candidate] {
    let path = context.auditFile
    guard !path.isEmpty else { return [] }
    return [Candidate(title: "audit", detail: "what was changed: \(path)", effects: [.copy(path)])]
  }

  private static var fixed: [Candidate] {
    [
      Candidate(title: "runs", detail: "the last seven days", effects: [.open(.runs)]),
      Candidate(title: "pipelines", detail: "all pipelines", effects: [.open(.pipelines)]),
      Candidate(
        title: "requests", detail: "last calls and the budget", effects: [.open(.requests)]),
      Candidate(
        title: "bulk", detail: "what was last sent for several runs", effects: [.show(BulkDialog())]
      ),
      Candidate(title: "arm", detail: "switch writes on or off", effects: [.run(.arm)]),
      Candidate(title: "help", detail: "all keys", effects: [.run(.help)]),
      Candidate(title: "refresh", detail: "ask for news at once", effects: [.run(.refresh)]),
      Candidate(
        title: "watched", detail: "runs that ring when they end", effects: [.show(WatchList())]),
      Candidate(title: "reload", detail: "read the configuration again", effects: [.reload]),
      Candidate(
        title: "screenshot", detail: "write this screen as text; :screenshot FILE",
        effects: [.screenshot(nil)]),
      Candidate(title: "quit", detail: "", effects: [.quit]),
    ]
  }

  /// Commands of the user's own, by name.
  private static func custom(_ text: String, _ context: ViewContext) -> [Candidate] {
    context.configuration.commands.enumerated().compactMap { index, command in
      guard !text.isEmpty, command.name.hasPrefix(text) else { return nil }
      return Candidate(
        title: command.name, detail: command.words, effects: [.run(.custom(index))])
    }
  }

  private static func themes(_ text: String, _ context: ViewContext) -> [Candidate] {
    guard text.hasPrefix("th") else { return [] }
    return context.themes.map {
      Candidate(title: "theme \($0)", detail: "", effects: [.setTheme($0)])
    }.filter { $0.title.hasPrefix(text) }
  }

  private static func withArgument(_ text: String) -> [Candidate] {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      return text == "q" ? [Candidate(title: "q", detail: "quit", effects: [.quit])] : []
    }
    switch parts[0] {
    case "theme" where !ThemeLibrary.builtinNames.contains { $0.hasPrefix(parts[1]) }:
      return [Candidate(title: text, detail: "your own theme", effects: [.setTheme(parts[1])])]
    case "screenshot":
      return [
        Candidate(
          title: text, detail: "write this screen as text", effects: [.screenshot(parts[1])])
      ]
    default: return []
    }
  }

  /// A run by id, by the beginning of its id, or by a link that holds one.
  private static func run(named text: String, _ context: ViewContext) -> [Candidate] {
    if let id = RunLink.runID(in: text) {
      let name = context.snapshot.run(id)?.pipelineName ?? "run that is not in the list"
      return [Candidate(title: id.text, detail: name, effects: [.open(.run(id))])]
    }
    let isHex = text.count >= 4 && text.allSatisfy { $0.isHexDigit || $0 == "-" }
    guard isHex else { return [] }
    let lower = text.lowercased()
    return context.snapshot.runs.prefix(runsMax).lazy.filter { $0.id.text.hasPrefix(lower) }
      .prefix(4).map {
        Candidate(title: $0.id.text, detail: $0.pipelineName, effects: [.open(.run($0.id))])
      }
  }

  private static func pipelines(_ text: String, _ context: ViewContext) -> [Candidate] {
    context.snapshot.pipelines.filter {
      $0.name.lowercased().contains(text) || ($0.alias?.lowercased().contains(text) ?? false)
    }.map { pipeline in
      let run = pipeline.latestRun
      let status = run.map { "latest run: \(StatusLook($0.status).word)" }
      let effects: [Effect] =
        run.map { [.open(.run($0.id))] } ?? [.say(.warning("\(pipeline.name) has no run yet"))]
      return Candidate(title: pipeline.name, detail: status ?? "never ran", effects: effects)
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let candidates = candidates(context)
    let width = min(canvas.columns, 80)
    let height = min(canvas.rows, max(3, candidates.count + 3))
    let place = canvas.sub(
      Rect(
        row: min(2, max(0, canvas.rows - height)), column: (canvas.columns - width) / 2,
        rows: height, columns: width))
    place.fill()
    let inside = place.box(
      title: "Go to", style: Role.borderFocused.style, titleStyle: Role.title.style)
    inside.text(":", at: Point(row: 0, column: 1), style: Role.key.style)
    field.draw(
      on: inside, at: Point(row: 0, column: 3), width: max(1, inside.columns - 4),
      style: Role.input.style)
    if candidates.isEmpty {
      let hint = "a screen, a pipeline, a run id or a link"
      inside.text(hint, at: Point(row: 0, column: 6), style: Role.inputHint.style)
    }
    for (row, candidate) in candidates.enumerated() {
      draw(candidate, isChosen: row == choice, row: row + 1, on: inside)
    }
  }

  private func draw(_ candidate: Candidate, isChosen: Bool, row: Int, on canvas: Canvas) {
    if isChosen {
      canvas.text(
        canvas.glyphs.marks.selected, at: Point(row: row, column: 1),
        style: Role.tableMarker.style)
    }
    let used = canvas.text(
      candidate.title, at: Point(row: row, column: 3),
      style: (isChosen ? Role.tableSelected : .text).style, maxWidth: canvas.columns - 4)
    canvas.text(
      candidate.detail, at: Point(row: row, column: 5 + used), style: Role.dim.style,
      maxWidth: max(0, canvas.columns - 6 - used))
  }
}
