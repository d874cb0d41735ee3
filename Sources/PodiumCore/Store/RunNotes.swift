// What the store knows about runs besides their rows: why they failed, how far they are, what the
// user has just asked for.
import OrchestraAPI
import Time

/// The first task that failed in a run, with its error line.
package struct FailureCause: Sendable, Equatable {
  package var taskRunID: TaskRun.ID
  package var taskID: String
  package var taskName: String
  package var integration: String
  /// The line of the message that says what went wrong; empty when nothing said so.
  package var errorLine: String
  /// Whether the line was found in the task's log because its message named no cause.
  package var isFromLog = false

  package init(
    taskRunID: TaskRun.ID, taskID: String, taskName: String, integration: String,
    errorLine: String
  ) {
    self.taskRunID = taskRunID
    self.taskID = taskID
    self.taskName = taskName
    self.integration = integration
    self.errorLine = errorLine
  }
}

/// How far a run is.
package struct TaskProgress: Sendable, Equatable {
  /// Tasks that ended, skipped ones included.
  package var done: Int
  package var total: Int
  package var failed: Int
  /// Names of the tasks that are running, at most `runningMax`.
  package var running: [String]

  package static let runningMax = 3

  package init(done: Int, total: Int, failed: Int = 0, running: [String] = []) {
    self.done = done
    self.total = total
    self.failed = failed
    self.running = running
  }

  package init(_ tasks: [TaskRun], total: Int) {
    done = tasks.count { $0.status.isTerminal }
    self.total = max(total, tasks.count)
    failed = tasks.count { $0.status == .failed }
    running = tasks.filter { $0.status == .running }.prefix(Self.runningMax).map(\.taskName)
  }
}

/// What the user asked for and the server has not confirmed yet.
package struct PendingMark: Sendable, Equatable {
  /// What is under way.
  package enum Kind: Sendable, Equatable {
    case cancelling
    /// The end of a run that is CANCELLING already.
    case forcing
    case rerunning
  }

  package var kind: Kind
  package var since: Timestamp
  /// The answer got lost: it may have happened or not.
  package var isInDoubt = false

  package init(_ kind: Kind, since: Timestamp) {
    self.kind = kind
    self.since = since
  }

  /// "cancel requested".
  package var words: String {
    let what =
      switch kind {
      case .cancelling: "cancel requested"
      case .forcing: "forced cancel requested"
      case .rerunning: "rerun requested"
      }
    return isInDoubt ? "\(what), no answer" : what
  }
}

/// One run with its tasks, as far as they are loaded.
package struct RunDetail: Sendable, Equatable {
  package var run: PipelineRun
  /// In the order of their start; those not started last.
  package var tasks: [TaskRun]
  /// Tasks that the server counts; nil before the first answer about them.
  package var tasksTotal: Int?

  package init(run: PipelineRun, tasks: [TaskRun] = [], tasksTotal: Int? = nil) {
    self.run = run
    self.tasks = tasks
    self.tasksTotal = tasksTotal
  }
}

/// Files of one task run. nil parts have not arrived.
package struct TaskFiles: Sendable, Equatable {
  package var logs: LogFiles?
  package var artifacts: ArtifactFiles?

  package init(logs: LogFiles? = nil, artifacts: ArtifactFiles? = nil) {
    self.logs = logs
    self.artifacts = artifacts
  }
}
