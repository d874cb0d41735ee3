// One task run as cells. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The cells of a task run.
package struct TaskRow {
  /// The table these cells fit: names get what the longest of them needs, the rest is for messages.
  package static func table(_ tasks: [TaskRun]) -> Table {
    func longest(_ name: (TaskRun) -> String, _ range: ClosedRange<Int>) -> Int {
      let columns = tasks.reduce(0) { max($0, TextWidth.columns(name($1))) }
      return min(range.upperBound, max(range.lowerBound, columns))
    }
    let name = longest(\.taskName, 12...32)
    return Table(
      columns: [
        TableColumn("STATUS", width: 12, priority: 10),
        TableColumn("TASK", widths: min(20, name)...name, priority: 9),
        TableColumn("INTEGRATION", widths: 11...longest(\.integration, 11...18), priority: 4),
        TableColumn("TRY", width: 3, alignment: .right, priority: 3),
        TableColumn("QUEUED", width: 6, alignment: .right, priority: 5),
        TableColumn("RAN", width: 6, alignment: .right, priority: 7),
        TableColumn("MESSAGE", widths: 16...Int.max, priority: 8),
      ], styles: .podium)
  }

  private let task: TaskRun
  private let context: ViewContext

  package init(_ task: TaskRun, _ context: ViewContext) {
    self.task = task
    self.context = context
  }

  /// Time before the start; nil while unknown.
  package static func queued(_ task: TaskRun, now: Timestamp) -> Duration? {
    if let start = task.startedAt { return start - task.createdAt }
    return task.status.isTerminal ? nil : now - task.createdAt
  }

  /// Time from the start on; nil before it.
  package static func ran(_ task: TaskRun, now: Timestamp) -> Duration? {
    guard let start = task.startedAt else { return nil }
    return (task.completedAt ?? (task.status.isTerminal ? task.updatedAt ?? now : now)) - start
  }

  /// One cell a column of `table`.
  package var cells: [TableCell] {
    let look = StatusLook(task.status)
    let wait = Self.queued(task, now: context.now).flatMap { $0 < .seconds(1) ? nil : $0 }
    let queued = wait.map { Wording.duration($0) } ?? ""
    let ran = Self.ran(task, now: context.now).map { Wording.duration($0) } ?? ""
    return [
      TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style),
      TableCell(task.taskName, Role.table.style),
      TableCell(task.integration, Role.dim.style),
      TableCell(task.numberOfAttempts > 1 ? "\(task.numberOfAttempts)" : "", Role.warning.style),
      TableCell(queued, Role.dim.style),
      TableCell(ran, Role.text.style),
      message(look),
    ]
  }

  private func message(_ look: StatusLook) -> TableCell {
    let text = look.isProblem ? task.errorLine ?? "" : task.message ?? task.externalMessage ?? ""
    return TableCell(text, (look.isProblem ? Role.text : .dim).style)
  }
}
