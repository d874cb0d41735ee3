// What can be opened from a task: its logs, artifacts, operations, and the tasks before and after it,
// as rows of one list. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// One row of a task's list; also its identity there.
enum TaskItem: Hashable, Sendable {
  case log(String)
  case artifact(String)
  case operation(PodiumOperation.ID)
  case before(TaskRun.ID)
  case after(TaskRun.ID)

  /// What kind of thing it is: said once, at the first of its kind.
  var kind: String {
    switch self {
    case .log: "log"
    case .artifact: "artifact"
    case .operation: "operation"
    case .before: "waits for"
    case .after: "needed by"
    }
  }
}

/// The platform's operation, which has the name of a type of the standard library elsewhere.
typealias PodiumOperation = OrchestraAPI.Operation

/// The rows of a task with their words.
struct TaskItems {
  /// A row.
  struct Row {
    var item: TaskItem
    var name: String
    var role: Role
    var detail: String
    var isFirst = false
  }

  private(set) var rows: [Row] = []

  /// - Parameter model: nil while the other tasks of the run are not known.
  init(_ task: TaskRun, _ model: RunModel?, _ context: ViewContext) {
    let snapshot = context.snapshot
    for file in TaskView.files(snapshot.taskFiles[task.id]) {
      rows.append(
        Row(
          item: file.kind == .log ? .log(file.name) : .artifact(file.name), name: file.name,
          role: .table, detail: file.detail))
    }
    let operations = snapshot.depth.operations[task.id]?.items ?? []
    let problems = operations.filter { Self.look($0).isProblem }
    rows += problems.map { Self.row($0, context) }
    rows += operations.filter { !Self.look($0).isProblem }.map { Self.row($0, context) }
    if let model, let node = model.node(of: task.id) {
      rows += model.graph.nodes[node].upstreams.map {
        Self.row($0, model, context) { .before($0) }
      }
      rows += model.graph.nodes[node].downstreams.map {
        Self.row($0, model, context) { .after($0) }
      }
    }
    for place in rows.indices {
      rows[place].isFirst = place == 0 || rows[place - 1].item.kind != rows[place].item.kind
    }
  }

  func index(of item: TaskItem) -> Int? { rows.firstIndex { $0.item == item } }

  /// Operations have the words of runs, and one of their own.
  static func look(_ operation: PodiumOperation) -> StatusLook {
    StatusLook(RunStatus(operation.status == "REUSED" ? "SKIPPED" : operation.status))
  }

  /// "✗ not_null_gl_id", "test   0.1s   312 rows   Got 312 results".
  private static func row(_ operation: PodiumOperation, _ context: ViewContext) -> Row {
    let look = look(operation)
    var words = [operation.type.lowercased().split(separator: "_").joined(separator: " ")]
    if operation.status == "REUSED" { words.append("reused") }
    if let seconds = operation.durationSeconds {
      words.append(Wording.latency(.milliseconds(Int64(max(0, min(seconds, 1e9)) * 1000))))
    }
    if let rows = operation.rowsAffected { words.append(Wording.count(rows, "row")) }
    if let message = operation.message, !message.isEmpty { words.append(message) }
    return Row(
      item: .operation(operation.id),
      name: "\(look.sign(context.glyphs)) \(operation.name ?? operation.externalID)",
      role: look.isProblem ? look.role : .table, detail: words.joined(separator: "   "))
  }

  private static func row(
    _ node: Int, _ model: RunModel, _ context: ViewContext, _ item: (TaskRun.ID) -> TaskItem
  ) -> Row {
    let task = model.task(node)
    let look = StatusLook(task.status)
    var words = [look.word]
    if let ran = model.timeline.bars[node].ran { words.append(Wording.duration(ran)) }
    if look.isProblem, let line = task.errorLine { words.append(line) }
    return Row(
      item: item(task.id), name: "\(look.sign(context.glyphs)) \(task.taskName)",
      role: look.isProblem ? look.role : .table, detail: words.joined(separator: "   "))
  }
}
