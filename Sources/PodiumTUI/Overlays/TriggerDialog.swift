// Starts a pipeline: branch, environment and its inputs as lines to type in, the request as it
// would be sent below them. Enter goes on from line to line; only y at the end sends.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI

/// Asks how a pipeline shall be started.
package struct TriggerDialog: Overlay {
  /// A line to type in.
  package struct Entry {
    package let name: String
    /// What is expected: "number, required".
    package let hint: String
    let kind: InputKind
    var isRequired = false
    package var field: TextField
  }

  private let pipelineID: String
  private let pipelineName: String
  private let source: SourceLabel
  private let operations: OperationContext
  package private(set) var entries: [Entry]
  /// The line with the cursor; after the last one comes the question.
  private var focus = 0

  /// - Parameters:
  ///   - branch: what the line of that name starts with.
  ///   - environment: likewise; a name.
  package init(
    _ pipeline: (id: Pipeline.ID, name: String), branch: String?, environment: String?,
    _ snapshot: Snapshot
  ) {
    pipelineID = pipeline.id.text
    pipelineName = pipeline.name
    source = snapshot.source
    operations = OperationContext(snapshot)
    let known = snapshot.pipelines.first { $0.id == pipeline.id }
    let names = snapshot.environments.map(\.name)
    entries = [
      Entry(
        name: "branch", hint: known?.defaultBranch.map { "empty: \($0)" } ?? "empty: the usual",
        kind: .text, field: TextField(branch ?? "")),
      Entry(
        name: "environment",
        hint: names.isEmpty ? "empty: the usual" : names.prefix(4).joined(separator: ", "),
        kind: .text, field: TextField(environment ?? "")),
    ]
    let inputs = PipelineInput.all(of: known)
    entries += inputs.map {
      Entry(
        name: $0.name, hint: $0.hint, kind: $0.kind, isRequired: $0.isRequired,
        field: TextField($0.defaultText))
    }
    if inputs.isEmpty {
      entries.append(
        Entry(name: "inputs", hint: "name=value name=value", kind: .pairs, field: TextField()))
    }
  }

  /// For the pipeline of a run, with the run's branch and environment.
  package init(rerunning run: PipelineRun, _ snapshot: Snapshot) {
    self.init(
      (run.pipelineID, run.pipelineName), branch: run.branch, environment: run.environmentName,
      snapshot)
  }

  package let scope = Scope.input

  /// The request for what is typed now, or what is wrong with it.
  package var request: Result<OperationRequest, OperationProblem> {
    do throws(OperationProblem) {
      var options = JSONObject()
      var inputs = JSONObject()
      for (index, entry) in entries.enumerated() {
        let text = entry.field.text
        if entry.isRequired, text.isEmpty {
          throw OperationProblem("\(entry.name) is required")
        }
        if index < 2 {
          if !text.isEmpty { options[entry.name] = .string(text) }
        } else {
          try entry.kind.read(text, name: entry.name, into: &inputs)
        }
      }
      if !inputs.isEmpty { options["run_inputs"] = .object(inputs) }
      return .success(
        try OperationTable.standard.start(pipelineID, options: options, in: operations))
    } catch {
      return .failure(error)
    }
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return [.closeOverlay, .say(Message("nothing was sent"))]
    case .accept where focus == entries.count:
      return [.closeOverlay, .say(Message("nothing was sent"))]
    case .accept, .nextField: focus = min(entries.count, focus + 1)
    case .previousField: focus = max(0, focus - 1)
    default:
      if focus < entries.count {
        _ = entries[focus].field.handle(key)
      } else {
        return answer(key)
      }
    }
    return []
  }

  private func answer(_ key: Key) -> [Effect] {
    switch key {
    case .char("y"):
      switch request {
      case .success(let request): return [.closeOverlay, .perform(request)]
      case .failure(let problem): return [.say(.warning(problem.message))]
      }
    case .char("n"), .char("q"): return [.closeOverlay, .say(Message("nothing was sent"))]
    default: return []
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    let nameWidth = min(24, (entries.map { TextWidth.columns($0.name) }.max() ?? 0) + 2)
    var lines = entries.enumerated().map { index, entry in
      DialogBox.Line([
        StyledSpan(
          TextWidth.padded(entry.name, to: nameWidth), (index == focus ? Role.key : .dim).style)
      ])
    }
    lines.append(.gap)
    lines += requestLines(columns: columns)
    lines.append(.gap)
    lines.append(question)
    let text = DialogBox.draw(
      on: canvas, title: "Start \(pipelineName)", lines: lines, isDanger: source.isProduction)
    for (index, entry) in entries.enumerated() {
      draw(entry, at: Point(row: index, column: nameWidth), isFocused: index == focus, on: text)
    }
  }

  private func draw(_ entry: Entry, at point: Point, isFocused: Bool, on text: Canvas) {
    let room = text.columns - point.column
    let hintWidth = min(TextWidth.columns(entry.hint), max(0, room - 12))
    entry.field.draw(
      on: text, at: point, width: max(1, room - hintWidth - 1), style: Role.input.style,
      isFocused: isFocused)
    text.text(
      entry.hint, at: Point(row: point.row, column: text.columns - hintWidth),
      style: Role.inputHint.style, maxWidth: hintWidth)
  }

  private func requestLines(columns: Int) -> [DialogBox.Line] {
    switch request {
    case .success(let request): return DialogBox.request(request.preview, columns: columns)
    case .failure(let problem):
      return Wrapping.lines(problem.message, width: columns).map { DialogBox.Line($0, .warning) }
    }
  }

  private var question: DialogBox.Line {
    guard focus == entries.count else {
      return DialogBox.Line([
        StyledSpan("Enter", Role.key.style), StyledSpan(" next    ", Role.keyLabel.style),
        StyledSpan("Esc", Role.key.style), StyledSpan(" no", Role.strong.style),
      ])
    }
    let place = source.isProduction ? "Start it on \(source.profile), PRODUCTION?" : "Start it?"
    return DialogBox.Line([
      StyledSpan("\(place)    ", Role.strong.style),
      StyledSpan("y", Role.key.style), StyledSpan(" yes, send it    ", Role.keyLabel.style),
      StyledSpan("n", Role.key.style), StyledSpan(" no (Enter, Esc)", Role.strong.style),
    ])
  }
}
