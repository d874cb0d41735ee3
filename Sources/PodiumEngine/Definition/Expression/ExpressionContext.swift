// What an expression may look at while a run goes on. Values only; nothing in it can act.
import JSON
import OrchestraAPI
import Time

/// The facts of a run at one moment.
package struct ExpressionContext: Sendable {
  /// ENV: variables of the environment of the run.
  package var environment: JSONObject = [:]
  package var inputs: JSONObject = [:]
  /// The value of this repetition, by the matrix's input name.
  package var matrix: JSONObject = [:]
  package var pipelineRunID: String?
  package var taskRunID: String?
  package var currentTime: Timestamp
  /// By task id of the definition; repetitions of a matrix are told apart by their plan ids.
  package var tasks: [String: TaskFacts] = [:]
  /// Ids of the tasks of each group.
  package var groups: [String: [String]] = [:]

  package init(currentTime: Timestamp) { self.currentTime = currentTime }
}

/// What is known of a task.
package struct TaskFacts: Sendable, Hashable {
  package var status: TaskStatus
  package var outputs: JSONObject

  package init(status: TaskStatus, outputs: JSONObject = [:]) {
    self.status = status
    self.outputs = outputs
  }
}

extension TaskStatus {
  /// How a group stands, told from its tasks: the worst counts; skipped tasks only if all are.
  package static func combined(_ statuses: [TaskStatus]) -> TaskStatus {
    if statuses.contains(where: { !$0.isTerminal }) {
      return statuses.contains { $0 != .created } ? .running : .created
    }
    for worst in [TaskStatus.failed, .cancelled, .warning] where statuses.contains(worst) {
      return worst
    }
    return !statuses.isEmpty && statuses.allSatisfy { $0 == .skipped } ? .skipped : .succeeded
  }
}
