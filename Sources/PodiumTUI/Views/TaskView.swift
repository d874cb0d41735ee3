// One task run: what it did, what it says, and its files to open.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A task run with its log files and artifacts.
package struct TaskView: View {
  /// A file that can be opened; also its identity in the list.
  package struct File: Sendable, Hashable {
    var kind: TextTarget.Kind
    var name: String
    /// "attempt 2, dbt run".
    var detail: String
  }

  package let runID: PipelineRun.ID
  package let taskRunID: TaskRun.ID
  private(set) var list = ListState<File>()

  package init(_ runID: PipelineRun.ID, _ taskRunID: TaskRun.ID) {
    self.runID = runID
    self.taskRunID = taskRunID
  }

  package let scope = Scope.task
  package var queries: Set<Query> {
    [.runs, .run(runID), .taskFiles(runID, taskRunID), .pipelines]
  }
  package let hints: [Command] = [.open, .logs, .rerun, .copyID, .palette, .help, .back]

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

  private func files(_ context: ViewContext) -> [File] {
    Self.files(context.snapshot.taskFiles[taskRunID])
  }

  package func crumb(_ context: ViewContext) -> String { task(context)?.taskName ?? "Task" }

  package func pulse(_ context: ViewContext) -> Pulse {
    task(context)?.status == .running ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    let files = files(context)
    let details = task(context).map { TaskDetails($0, context).lines.count } ?? 0
    list.settle(
      count: files.count,
      visible: max(1, context.size.rows - min(details, maxDetails(context)) - 2),
      indexOf: { files.firstIndex(of: $0) }, idAt: { files[$0] })
  }

  /// Details leave room for a few files on every screen.
  private func maxDetails(_ context: ViewContext) -> Int { max(1, context.size.rows - 6) }

  package func subject(_ context: ViewContext) -> Subject? {
    context.snapshot.run(runID).map {
      Subject(context.snapshot.source, run: $0, task: task(context))
    }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open, .logs:
      let hasFile =
        command == .open
        ? !files(context).isEmpty : files(context).contains { $0.kind == .log }
      return hasFile ? nil : "this task has no \(command == .open ? "files" : "log") yet"
    case .rerun, .trigger, .cancelRun, .copyID:
      return RunCommands.reason(against: command, context.snapshot.run(runID), context)
    default: return nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let files = files(context)
    if list.handle(command, idAt: { files[$0] }) { return [] }
    switch command {
    case .back: return [.back]
    case .open: return list.selected.map { [.open(.text(target($0)))] } ?? []
    case .logs:
      let log = list.selected?.kind == .log ? list.selected : files.first { $0.kind == .log }
      return log.map { [.open(.text(target($0)))] } ?? []
    case .copyID: return [.copy(taskRunID.text)]
    default:
      guard let run = context.snapshot.run(runID) else { return [] }
      return RunCommands.effects(of: command, run, task: task(context), context)
    }
  }

  private func target(_ file: File) -> TextTarget {
    TextTarget(runID: runID, taskRunID: taskRunID, kind: file.kind, file: file.name)
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
    let lines = TaskDetails(task, context).lines.prefix(maxDetails(context))
    for (row, line) in lines.enumerated() {
      canvas.spans(line.spans, at: Point(row: row, column: 1), maxWidth: canvas.columns - 2)
    }
    let files = files(context)
    let note = files.isEmpty ? "" : Wording.count(files.count, "file")
    canvas.rule(
      row: lines.count, title: "Files", note: note, style: Role.border.style,
      titleStyle: Role.title.style)
    let body = canvas.sub(canvas.bounds.splitTop(lines.count + 1).rest)
    guard !files.isEmpty else {
      return Notice.draw(on: body, emptiness(task, context))
    }
    Self.table.draw(on: body, rows: list.rows, selected: list.index) { row in
      let file = files[row]
      return [
        TableCell(file.kind == .log ? "log" : "artifact", Role.dim.style),
        TableCell(file.name, Role.table.style), TableCell(file.detail, Role.dim.style),
      ]
    }
  }

  private static let table = Table(
    columns: [
      TableColumn("KIND", width: 8, priority: 2), TableColumn("FILE", widths: 16...60, priority: 3),
      TableColumn("DETAIL", widths: 10...Int.max, priority: 1),
    ], styles: .podium, hasHeader: false)

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
