// One run: how it stands, what started it, and its tasks with what each of them says.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A run with its task runs.
package struct RunView: View {
  package let runID: PipelineRun.ID
  private(set) var list = ListState<TaskRun.ID>()
  /// Until somebody moves, the selection goes to the first failure, else to what runs.
  private var hasMoved = false

  package init(_ runID: PipelineRun.ID) { self.runID = runID }

  package let scope = Scope.run
  package var queries: Set<Query> { [.runs, .run(runID), .pipelines] }
  package let hints: [Command] = [
    .open, .logs, .rerun, .trigger, .cancelRun, .nextProblem, .copyID, .palette, .help, .back,
  ]

  private func tasks(_ context: ViewContext) -> [TaskRun] {
    context.snapshot.runDetails[runID]?.tasks ?? []
  }

  package func crumb(_ context: ViewContext) -> String {
    let name = context.snapshot.run(runID)?.pipelineName ?? "Run"
    return "\(name) \(runID.short)"
  }

  package func note(_ context: ViewContext) -> String {
    guard let detail = context.snapshot.runDetails[runID] else { return "" }
    let count = Wording.count(detail.tasks.count, "task")
    guard let total = detail.tasksTotal, total > detail.tasks.count else { return count }
    return "\(Wording.count(detail.tasks.count)) of \(Wording.count(total, "task"))"
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isRunning = context.snapshot.run(runID).map { !$0.status.isTerminal } ?? false
    return isRunning ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    let tasks = tasks(context)
    if !hasMoved {
      let aim = tasks.first { $0.status == .failed } ?? tasks.first { $0.status == .running }
      if let aim { list.select(aim.id) }
    }
    list.settle(
      count: tasks.count, visible: max(1, context.size.rows - RunSummary.rows(context, runID) - 1),
      indexOf: { id in tasks.firstIndex { $0.id == id } }, idAt: { tasks[$0].id })
  }

  /// The task run that keys are about.
  package func selected(_ context: ViewContext) -> TaskRun? {
    tasks(context).first { $0.id == list.selected }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open, .logs:
      selected(context) == nil ? "no task is selected" : nil
    case .rerun, .trigger, .cancelRun, .copyID:
      RunCommands.reason(against: command, context.snapshot.run(runID), context)
    default: nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let tasks = tasks(context)
    if list.handle(command, idAt: { tasks[$0].id }) {
      hasMoved = true
      return []
    }
    switch command {
    case .back: return [.back]
    case .open: return selected(context).map { [.open(.task(runID, $0.id))] } ?? []
    case .logs:
      return selected(context).map {
        [.open(.text(TextTarget(runID: runID, taskRunID: $0.id)))]
      } ?? []
    case .nextProblem: return jump(tasks, by: 1)
    case .previousProblem: return jump(tasks, by: -1)
    default:
      guard let run = context.snapshot.run(runID) else { return [] }
      return RunCommands.effects(of: command, run, task: selected(context), context)
    }
  }

  private mutating func jump(_ tasks: [TaskRun], by step: Int) -> [Effect] {
    var row = list.index + step
    while tasks.indices.contains(row) {
      if StatusLook(tasks[row].status).isProblem {
        list.move(to: row) { tasks[$0].id }
        hasMoved = true
        return []
      }
      row += step
    }
    return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
  }
}

extension RunView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let run = context.snapshot.run(runID) else {
      return Notice.draw(on: canvas, missingRun(context))
    }
    let top = RunSummary.rows(context, runID)
    RunSummary(run, context).draw(on: canvas.sub(canvas.bounds.splitTop(top).top))
    let body = canvas.sub(canvas.bounds.splitTop(top).rest)
    let tasks = tasks(context)
    guard !tasks.isEmpty else {
      return Notice.draw(on: body, missingTasks(run, context))
    }
    TaskRow.table(tasks).draw(on: body, rows: list.rows, selected: list.index) { row in
      TaskRow(tasks[row], context).cells
    }
  }

  private func missingRun(_ context: ViewContext) -> Notice {
    Notice(
      for: context.snapshot.freshness(of: .run(runID)), what: "run \(runID.text)",
      empty: Notice("There is no run \(runID.text).", next: "Esc goes back."))
  }

  private func missingTasks(_ run: PipelineRun, _ context: ViewContext) -> Notice {
    let empty =
      run.status.isTerminal
      ? Notice(
        "This run has no task runs.", next: run.message.isEmpty ? "Esc goes back." : run.message)
      : Notice("No task has begun yet.", next: "They appear here by themselves.")
    return Notice(
      for: context.snapshot.freshness(of: .run(runID)), what: "tasks", empty: empty)
  }
}
