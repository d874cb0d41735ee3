// The menu of reruns. One choice is marked and its request shown to the byte; pressing its key
// sends it, pressing another key shows that one first. On a production profile it is asked about
// once more.
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
    package let detail: String
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

  /// - Parameter task: the selected task; without one, the task that failed first.
  package init(_ run: PipelineRun, task: TaskRun?, _ snapshot: Snapshot) {
    self.run = run
    source = snapshot.source
    let cause = snapshot.failureCauses[run.id]
    let target =
      task.map { (id: $0.taskID, name: $0.taskName) }
      ?? cause.map { (id: $0.taskID, name: $0.taskName) }
    choices = Self.choices(run, target: target, OperationContext(snapshot))
    marked = choices.firstIndex { $0.isPossible } ?? 0
  }

  package let scope = Scope.rerun

  private static func choices(
    _ run: PipelineRun, target: (id: String, name: String)?, _ context: OperationContext
  ) -> [Choice] {
    func prepare(_ scope: RerunScope) -> Result<OperationRequest, OperationProblem> {
      do throws(OperationProblem) {
        return .success(try OperationTable.standard.rerun(run.id, scope, in: context))
      } catch {
        return .failure(error)
      }
    }
    let noTask = OperationProblem("open the run and select a task")
    let noFailure = OperationProblem("nothing failed in this run")
    let hasFailed = run.status != .succeeded && run.status != .skipped
    let name = target?.name ?? "one task"
    let ids = target.map { [$0.id] }
    return [
      Choice(
        command: .rerunFailed, key: "f", title: "from failed",
        detail: "what failed and what comes after it",
        request: hasFailed ? prepare(.fromFailed) : .failure(noFailure)),
      Choice(
        command: .rerunAll, key: "a", title: "all", detail: "every task again",
        request: prepare(.all)),
      Choice(
        command: .rerunTask, key: "t", title: "only \(name)",
        detail: "what comes after it is skipped",
        request: ids.map { prepare(.tasks($0, downstream: false)) } ?? .failure(noTask)),
      Choice(
        command: .rerunDownstream, key: "d", title: "\(name) and after",
        detail: "the task and all that needs it",
        request: ids.map { prepare(.tasks($0, downstream: true)) } ?? .failure(noTask)),
    ]
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .no: return [.closeOverlay, .say(Message("nothing was sent"))]
    case .up: marked = max(0, marked - 1)
    case .down: marked = min(choices.count - 1, marked + 1)
    default: return choose(command)
    }
    return []
  }

  private mutating func choose(_ command: Command?) -> [Effect] {
    guard let index = choices.firstIndex(where: { $0.command == command }) else { return [] }
    let choice = choices[index]
    switch choice.request {
    case .failure(let problem): return [.say(.warning("\(choice.title): \(problem.message)"))]
    case .success(let request):
      // Nothing is sent that was not on the screen before.
      guard index == marked else {
        marked = index
        return []
      }
      guard source.isProduction else { return [.closeOverlay, .perform(request)] }
      let place = "\(source.profile) (\(source.host)) is production."
      return [
        .show(
          Confirm(question: ["\(choice.title): \(choice.detail).", place], request: request))
      ]
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    var lines = choices.indices.map { line($0, columns: columns, canvas.glyphs) }
    lines.append(.gap)
    let choice = choices[marked]
    switch choice.request {
    case .success(let request): lines += DialogBox.request(request.preview, columns: columns)
    case .failure(let problem): lines.append(DialogBox.Line(problem.message, .warning))
    }
    if canvas.rows > lines.count + 4 { lines.append(.gap) }
    lines.append(question(choice))
    DialogBox.draw(on: canvas, title: "Rerun \(run.pipelineName)  \(run.id.short)", lines: lines)
  }

  private func question(_ choice: Choice) -> DialogBox.Line {
    let sends = source.isProduction ? " goes on, production asks once more" : " sends this"
    let yes = [
      StyledSpan(choice.key, Role.key.style), StyledSpan("\(sends)    ", Role.keyLabel.style),
    ]
    return DialogBox.Line(
      (choice.isPossible ? yes : []) + [
        StyledSpan("Esc", Role.key.style), StyledSpan(" no (Enter too)", Role.strong.style),
      ])
  }

  private func line(_ index: Int, columns: Int, _ glyphs: GlyphSet) -> DialogBox.Line {
    let choice = choices[index]
    let mark = index == marked ? glyphs.marks.selected : " "
    let head = TextWidth.padded(choice.title, to: min(30, max(12, columns / 3)))
    var detail = choice.detail
    if case .failure(let problem) = choice.request { detail = problem.message }
    let title: Role = !choice.isPossible ? .keyDisabled : index == marked ? .strong : .text
    return DialogBox.Line([
      StyledSpan("\(mark) ", Role.tableMarker.style),
      StyledSpan("\(choice.key)  ", (choice.isPossible ? Role.key : .keyDisabled).style),
      StyledSpan(head, title.style), StyledSpan("  \(detail)", Role.dim.style),
    ])
  }
}
