// What a filter can name in a list of tasks: the same on the screen and for scripts.
import OrchestraAPI
import Time

extension TaskRun {
  /// The fields of a task run.
  package static let filterFields: [FilterField<TaskRun>] = [
    .text("task", "name") { $0.taskName },
    .status { $0.status },
    .text("message", "error") { $0.errorLine },
    .text("integration") { $0.integration },
    .id("id") { $0.id.text },
    .number("tries", "attempts") { $0.numberOfAttempts },
    .duration("duration", "took") { task, now in
      task.startedAt.map { (task.completedAt ?? (task.status.isTerminal ? $0 : now)) - $0 }
    },
    .time("started") { $0.startedAt },
  ]
}
