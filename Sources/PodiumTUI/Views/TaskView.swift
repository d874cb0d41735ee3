// One task run: what it did and says, and what can be opened from there: logs, artifacts, operations,
// the tasks before and after it.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A task run with all that belongs to it.
package struct TaskView: View {
  /// A log or an artifact.
  package struct File: Sendable, Hashable {
    var kind: TextTarget.Kind
    var name: String
    /// "attempt 2, dbt run".
    var detail: String
  }

  package let runID: PipelineRun.ID
  package let taskRunID: TaskRun.ID
  private(set) var list = ListState<TaskItem>()
  /// The run that it is a part of; made once a change.
  private var model: RunModel?
  private var made: (generation: Int, now: Timestamp)?

  package init(_ runID: PipelineRun.ID, _ taskRunID: TaskRun.ID) {
    self.runID = runID
    self.taskRunID = taskRunID
  }

  package let scope = Scope.task
  package var queries: Set<Query> {
    var queries: Set<Query> = [
      .runs, .run(runID), .taskFiles(runID, taskRunID), .operations(runID, taskRunID), .pipelines,
    ]
    if let run = model?.run { queries.insert(.definition(DefinitionKey(of: run))) }
    return queries
  }
  package let hints: [Command] = [
    .open, .logs, .rerun, .nextProblem, .history, .copyID, .palette, .help, .back,
  ]

  private func task(_ context: ViewContext) -> TaskRun? {
    context.snapshot.runDetails[runID]?.tasks.first { $0.id == taskRunID }
  }

  /// Logs first, the newest attempt on top; then artifacts.
  static func files(_ files: TaskFiles?) -> [File] {
    let logs = (files?.logs?.files ?? []).sorted { $0.attempt > $1.attempt }.map { log in
      let name = log.displayName.flatMap { $0 == log.name ? nil : $0 }
      let detail = ["attempt \(log.attempt)", name].compactMap { $0 }.joined(separator: ", ")
      return File(kind: .log, name: log.name, detail: detail)
    }
    let artifacts = (files?.artifacts?.names ?? []).map {
      File(kind: .artifact, name: $0, detail: "")
    }
    return logs + artifacts
  }

  private func items(_ context: ViewContext) -> [TaskItems.Row] {
    task(context).map { TaskItems($0, model, context).rows } ?? []
  }

  package func crumb(_ context: ViewContext) -> String { task(context)?.taskName ?? "Task" }

  package func pulse(_ context: ViewContext) -> Pulse {
    task(context)?.status == .running ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    refreshModel(context)
    let items = items(context)
    let details = task(context).map { TaskDetails($0, model, context).lines.count } ?? 0
    list.settle(
      count: items.count,
      visible: max(1, context.size.rows - min(details, maxDetails(context)) - 1),
      indexOf: { item in items.firstIndex { $0.item == item } }, idAt: { items[$0].item })
  }

  private mutating func refreshModel(_ context: ViewContext) {
    guard let detail = context.snapshot.runDetails[runID] else { return }
    let isOpen = !(task(context)?.status.isTerminal ?? true)
    let isMade =
      made?.generation == context.snapshot.generation && (!isOpen || made?.now == context.now)
    guard !isMade else { return }
    made = (context.snapshot.generation, context.now)
    model = RunModel(detail.run, detail.tasks, context, known: model)
  }

  /// Details leave room for a few rows on every screen.
  private func maxDetails(_ context: ViewContext) -> Int { max(1, context.size.rows - 6) }

  package func subject(_ context: ViewContext) -> Subject? {
    context.snapshot.run(runID).map {
      Subject(context.snapshot.source, run: $0, task: task(context))
    }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open: return list.count > 0 ? nil : "there is nothing to open yet"
    case .logs:
      let hasLog = items(context).contains { $0.item.kind == "log" }
      return hasLog ? nil : "this task has no log yet"
    case .sort, .reverseSort, .chooseColumns, .filter, .savedViews:
      return "this list is as the task has left it"
    case .rerun, .trigger, .cancelRun, .copyID:
      return RunCommands.reason(against: command, context.snapshot.run(runID), context)
    default: return nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let items = items(context)
    if list.handle(command, idAt: { items[$0].item }) { return [] }
    switch command {
    case .back: return [.back]
    case .open: return list.selected.map { open($0, context) } ?? []
    case .logs:
      let logs = items.map(\.item).filter { if case .log = $0 { true } else { false } }
      let chosen = logs.first { $0 == list.selected } ?? logs.first
      return chosen.map { open($0, context) } ?? []
    case .nextProblem: return jump(items, by: 1)
    case .previousProblem: return jump(items, by: -1)
    case .copyID: return [.copy(taskRunID.text)]
    default:
      guard let run = context.snapshot.run(runID) else { return [] }
      return RunCommands.effects(of: command, run, task: task(context), context)
    }
  }

  private func open(_ item: TaskItem, _ context: ViewContext) -> [Effect] {
    switch item {
    case .log(let name): [.open(target(.log, name).place)]
    case .artifact(let name): [.open(target(.artifact, name).place)]
    case .before(let id), .after(let id): [.open(.task(runID, id))]
    case .operation(let id):
      context.snapshot.depth.operations[taskRunID]?.items.first { $0.id == id }
        .map { [.say(Message(Self.words($0)))] } ?? []
    }
  }

  /// All that an operation says: the row has room for its beginning only.
  private static func words(_ operation: PodiumOperation) -> String {
    let details = [operation.externalStatus, operation.message, operation.externalDetail]
      .compactMap { $0 }.filter { !$0.isEmpty }
    return "\(operation.name ?? operation.externalID): \(details.joined(separator: ", "))"
  }

  private mutating func jump(_ items: [TaskItems.Row], by step: Int) -> [Effect] {
    var row = list.index + step
    while items.indices.contains(row) {
      if items[row].role != .table {
        list.move(to: row) { items[$0].item }
        return []
      }
      row += step
    }
    return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
  }

  private func target(_ kind: TextTarget.Kind, _ name: String) -> TextTarget {
    TextTarget(runID: runID, taskRunID: taskRunID, kind: kind, file: name)
  }
}

extension TaskView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let task = task(context) else {
      return Notice.draw(
        on: canvas,
        Notice(
          for: context.snapshot.freshness(of: .run(runID)), what: "task \(taskRunID.text)",
          empty: Notice("There is no task run \(taskRunID.text).", next: "Esc goes back.")))
    }
    let lines = TaskDetails(task, model, context).lines.prefix(maxDetails(context))
    for (row, line) in lines.enumerated() {
      canvas.spans(line.spans, at: Point(row: row, column: 1), maxWidth: canvas.columns - 2)
    }
    let items = items(context)
    canvas.rule(
      row: lines.count, title: "Parts", note: note(task, context), style: Role.border.style,
      titleStyle: Role.title.style)
    let body = canvas.sub(canvas.bounds.splitTop(lines.count + 1).rest)
    guard !items.isEmpty else {
      return Notice.draw(on: body, emptiness(task, context))
    }
    Self.table(items).draw(on: body, rows: list.rows, selected: list.index) { row in
      let row = items[row]
      return [
        TableCell(row.isFirst ? row.item.kind : "", Role.dim.style),
        TableCell(row.name, row.role.style), TableCell(row.detail, Role.dim.style),
      ]
    }
  }

  /// "2 files, 24 operations"; what is still on its way is said.
  private func note(_ task: TaskRun, _ context: ViewContext) -> String {
    let files = TaskView.files(context.snapshot.taskFiles[taskRunID])
    var words = [Wording.count(files.count, "file")]
    let isLoading = context.snapshot.taskFiles[taskRunID] == nil
    if isLoading {
      let query = Query.taskFiles(runID, taskRunID)
      let failure = context.snapshot.freshness(of: query).failure
      words = [failure.map { "files: \($0.cause)" } ?? "loading the files"]
    }
    if let operations = context.snapshot.depth.operations[taskRunID], operations.total > 0 {
      let all = Wording.count(operations.total, "operation")
      let loaded = operations.items.count
      words.append(loaded < operations.total ? "\(Wording.count(loaded)) of \(all)" : all)
    }
    return words.joined(separator: ", ")
  }

  /// Names get what the longest of them needs.
  private static func table(_ items: [TaskItems.Row]) -> Table {
    let longest = items.reduce(16) { max($0, TextWidth.columns($1.name)) }
    return Table(
      columns: [
        TableColumn("KIND", width: 9, priority: 2),
        TableColumn("PART", widths: 16...min(60, longest), priority: 3),
        TableColumn("DETAIL", widths: 10...Int.max, priority: 1),
      ], styles: .podium, hasHeader: false)
  }

  private func emptiness(_ task: TaskRun, _ context: ViewContext) -> Notice {
    let empty =
      task.status.isTerminal
      ? Notice("This task left no log and no artifact.")
      : Notice("No log and no artifact yet.", next: "They appear here by themselves.")
    return Notice(
      for: context.snapshot.freshness(of: .taskFiles(runID, taskRunID)), what: "files",
      empty: empty)
  }
}
