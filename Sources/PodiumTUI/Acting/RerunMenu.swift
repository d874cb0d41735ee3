// The menu of reruns. One choice is marked: what it runs and skips, and its request, are shown. Only y
// sends it; in production the pipeline's name has to be typed first.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// Chooses how a run is rerun. Run, task and requests are frozen when it opens.
package struct RerunMenu: Overlay {
  /// One way to rerun.
  package struct Choice {
    package let command: Command
    package let key: String
    package let title: String
    let rerun: RerunScope?
    /// The request, or why there is none.
    package let request: Result<OperationRequest, OperationProblem>

    var isPossible: Bool {
      if case .success = request { true } else { false }
    }
  }

  private let run: PipelineRun
  private let source: SourceLabel
  package let choices: [Choice]
  /// The choice whose request is shown.
  package private(set) var marked: Int
  private var copying = RequestCopy()
  private var top = 0
  /// Looked for when it opens and with each key: a look through many runs is not for every frame.
  private var newer: Supersession?

  /// - Parameter task: the selected task; without one, the task that failed first.
  package init(_ run: PipelineRun, task: TaskRun?, _ snapshot: Snapshot) {
    self.run = run
    source = snapshot.source
    newer = Supersession(of: run, in: snapshot.runs)
    let cause = snapshot.failureCauses[run.id]
    let target =
      task.map { (id: $0.taskID, name: $0.taskName) }
      ?? cause.map { (id: $0.taskID, name: $0.taskName) }
    choices = Self.choices(run, target: target, OperationContext(snapshot))
    marked = choices.firstIndex { $0.isPossible } ?? 0
  }

  package let scope = Scope.rerun
  /// The tasks say what is run and what is skipped.
  package var queries: Set<Query> { [.run(run.id)] }

  private static func choices(
    _ run: PipelineRun, target: (id: String, name: String)?, _ context: OperationContext
  ) -> [Choice] {
    func choice(
      _ command: Command, _ key: String, _ title: String, _ scope: RerunScope?, or reason: String
    ) -> Choice {
      var request: Result<OperationRequest, OperationProblem> = .failure(OperationProblem(reason))
      if let scope {
        do throws(OperationProblem) {
          request = .success(try OperationTable.standard.rerun(run.id, scope, in: context))
        } catch {
          request = .failure(error)
        }
      }
      return Choice(command: command, key: key, title: title, rerun: scope, request: request)
    }
    let hasFailed = !run.status.isSuccess && run.status != .skipped || run.status == .warning
    let name = target?.name ?? "one task"
    let noTask = "open the run and select a task"
    return [
      choice(
        .rerunFailed, "f", "from failed", hasFailed ? .fromFailed : nil,
        or: "nothing failed in this run"),
      choice(.rerunAll, "a", "all", .all, or: ""),
      choice(
        .rerunTask, "t", "only \(name)", target.map { .tasks([$0.id], downstream: false) },
        or: noTask),
      choice(
        .rerunDownstream, "d", "\(name) and after",
        target.map { .tasks([$0.id], downstream: true) }, or: noTask),
    ]
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    newer = Supersession(of: run, in: context.snapshot.runs)
    switch command {
    case .no: return Acting.no
    case .arm: return [.run(.arm)]
    case .up: mark(max(0, marked - 1))
    case .down: mark(min(choices.count - 1, marked + 1))
    case .pageDown: top += 3
    case .pageUp: top = max(0, top - 3)
    case .yes, .copyRequest: return act(command == .yes, context)
    default:
      if let index = choices.firstIndex(where: { $0.command == command }) { mark(index) }
    }
    return []
  }

  private mutating func mark(_ index: Int) {
    marked = index
    top = 0
  }

  private mutating func act(_ sends: Bool, _ context: ViewContext) -> [Effect] {
    let choice = choices[marked]
    switch choice.request {
    case .failure(let problem): return [.say(.warning("\(choice.title): \(problem.message)"))]
    case .success(let request) where !sends: return copying.effects(request, context)
    case .success(let request):
      guard Question.Typed(for: request, source) != nil else {
        return Acting.send(request, context)
      }
      let words = RerunWords(choice.rerun, run, newer, context).lines
      return [.show(Confirm(words, request, source))]
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    let choice = choices[marked]
    var lines: [DialogBox.Line] = [.gap]
    switch choice.request {
    case .failure(let problem): lines.append(DialogBox.Line(problem.message, .warning))
    case .success(let request):
      let words = RerunWords(choice.rerun, run, newer, context)
      lines += words.styled(columns: columns) + [.gap]
      lines += DialogBox.request(request.preview, columns: columns)
    }
    lines.append(.gap)
    let text = DialogBox.frame(
      on: canvas, title: "Rerun \(run.pipelineName)  \(run.id.short)",
      rows: choices.count + lines.count + 1)
    let (menu, rest) = text.bounds.splitTop(choices.count)
    DialogBox.draw(choices.indices.map { line($0, context) }, on: text.sub(menu))
    DialogBox.draw(lines, from: top, on: text.sub(rest.splitBottom(1).rest))
    drawKeys(choice, on: text.sub(rest.splitBottom(1).bottom))
  }

  private func drawKeys(_ choice: Choice, on canvas: Canvas) {
    var spans: [StyledSpan] = []
    if case .success(let request) = choice.request {
      let asks = Question.Typed(for: request, source) != nil
      spans = [
        StyledSpan("y", Role.key.style),
        StyledSpan(asks ? " goes on, asks for the name   " : " sends this   ", Role.keyLabel.style),
      ]
    }
    spans += [
      StyledSpan("Esc", Role.key.style), StyledSpan(" no (Enter too)   ", Role.strong.style),
      StyledSpan(copying.hint.0, Role.key.style),
      StyledSpan(" \(copying.hint.1)", Role.keyLabel.style),
    ]
    canvas.spans(spans, at: .zero, maxWidth: canvas.columns)
  }

  private func line(_ index: Int, _ context: ViewContext) -> DialogBox.Line {
    let choice = choices[index]
    let mark = index == marked ? context.glyphs.marks.selected : " "
    let widest = choices.reduce(12) { max($0, TextWidth.columns($1.title)) }
    let head = TextWidth.padded(choice.title, to: min(30, widest))
    var detail = RerunWords(choice.rerun, run, newer, context).short
    if case .failure(let problem) = choice.request { detail = problem.message }
    let title: Role = !choice.isPossible ? .keyDisabled : index == marked ? .strong : .text
    return DialogBox.Line([
      StyledSpan("\(mark) ", Role.tableMarker.style),
      StyledSpan("\(choice.key)  ", (choice.isPossible ? Role.key : .keyDisabled).style),
      StyledSpan(head, title.style), StyledSpan("  \(detail)", Role.dim.style),
    ])
  }
}
