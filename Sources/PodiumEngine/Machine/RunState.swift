// How a run and its tasks stand. Changed by RunMachine only; stored row by row.
import OrchestraAPI
import Time

/// A run between two events.
package struct RunState: Sendable, Equatable {
  package var status: RunStatus = .created
  package var message = ""
  /// What is special about this start ("Restarts run …"); kept at the end of every message.
  package var note = ""
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
  package var tasks: [TaskState]
  /// The task that failed first: the cause shown to people.
  package var firstFailure: Int?
  /// Why the run was interrupted, if it was.
  package var interruption: String?
}

/// A task between two events.
package struct TaskState: Sendable, Equatable {
  package var status: TaskStatus = .created
  package var message = ""
  /// Attempts that were started.
  package var attempts = 0
  /// Waiting for the delay before its next attempt; its status is QUEUED then.
  package var isDelayed = false
  /// Not run again: how it ended in the run that this one restarts. Its status is SKIPPED.
  package var keptStatus: RunStatus?
  package var outputs: [String: String] = [:]
  package var createdAt: Timestamp
  package var updatedAt: Timestamp
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?

  /// Whether what comes after it may run.
  package var isSatisfied: Bool { status.isSuccess || keptStatus?.isSuccess == true }
}

/// Something that happened to a run.
package enum RunEvent: Sendable, Equatable {
  /// The pipeline already has as many active runs as it may.
  case queued(reason: String)
  /// The run may begin.
  case admitted
  /// A task that asked for a slot has one.
  case granted(task: Int)
  case ended(task: Int, attempt: Int, outcome: TaskOutcome)
  /// The delay before a task's next attempt is over.
  case retryDue(task: Int)
  case cancel
  /// Cancel without waiting for tasks that do not end.
  case forceCancel
  /// The engine stopped, or was found dead.
  case interrupted(reason: String)
}

/// How an attempt ended.
package enum TaskOutcome: Sendable, Equatable {
  case succeeded(message: String, outputs: [String: String])
  case failed(message: String)
}

/// What the runner must do after an event was stored.
package enum RunCommand: Sendable, Equatable {
  case requestSlot(task: Int)
  case run(task: Int, attempt: Int)
  case retryLater(task: Int, after: Duration)
  /// The task no longer wants the slot or the delay it waits for.
  case withdraw(task: Int)
  /// Ask the running attempt to end; it is killed after a grace.
  case stop(task: Int)
  /// End the running attempt at once.
  case kill(task: Int)
  case finished(RunStatus)
}

/// An event that does not fit the state; nothing was changed.
package struct RunRefusal: Error, Sendable, Equatable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// What is decided about a task before its run begins.
package struct TaskPreset: Sendable, Equatable {
  package var message: String
  /// How it ended in the earlier run, or SUCCEEDED for tasks that were not chosen.
  package var keptStatus: RunStatus
  package var outputs: [String: String] = [:]

  package init(message: String, keptStatus: RunStatus, outputs: [String: String] = [:]) {
    self.message = message
    self.keptStatus = keptStatus
    self.outputs = outputs
  }
}
