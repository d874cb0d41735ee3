// What the machine needs to know of a definition: tasks, their order and their policies. Values only.
import OrchestraAPI
import Time

/// The tasks of one run, in the order of the definition; upstreams are positions in it.
package struct MachinePlan: Sendable {
  /// Most tasks that one run may have.
  package static let tasksMax = 1000

  package var tasks: [MachineTask]

  package init(tasks: [MachineTask]) { self.tasks = tasks }

  /// Position of a task by its key in the definition.
  package func index(of id: String) -> Int? { tasks.firstIndex { $0.id == id } }

  /// All tasks that come after some of these, directly or not, and these themselves.
  package func downstream(of seeds: Set<Int>) -> Set<Int> {
    var reached = seeds
    var grew = true
    while grew {
      grew = false
      for (index, task) in tasks.enumerated() where !reached.contains(index) {
        if task.upstreams.contains(where: reached.contains) {
          reached.insert(index)
          grew = true
        }
      }
    }
    return reached
  }
}

/// One task as the machine sees it.
package struct MachineTask: Sendable {
  /// Key in the definition.
  package var id: String
  /// Positions of the tasks that must have ended before this one is decided.
  package var upstreams: [Int] = []
  /// Further attempts after the first one failed.
  package var retries = 0
  package var retryDelay = Duration.zero
  package var treatFailureAsWarning = false
  /// Decides whether the task runs; nil means: when everything before it ended well.
  package var gate: TaskGate?

  package init(id: String) { self.id = id }
}

/// The rule of a task (its condition, and those of its groups) over what is known of the run.
package struct TaskGate: Sendable {
  /// Called once, when everything before the task has ended.
  package var evaluate: @Sendable (RunFacts) -> GateAnswer

  package init(_ evaluate: @escaping @Sendable (RunFacts) -> GateAnswer) {
    self.evaluate = evaluate
  }
}

/// What a gate says.
package enum GateAnswer: Sendable, Equatable {
  case run
  /// Not needed, or something before it did not end well: the sentence for people.
  case skip(reason: String)
  /// It cannot be decided: what is wrong.
  case broken(reason: String)
}

/// What conditions and expressions may look at.
package struct RunFacts: Sendable, Equatable {
  /// Status by task key; a task kept from an earlier run has the status it had there.
  package var statuses: [String: RunStatus]
  package var outputs: [String: [String: String]]

  package init(statuses: [String: RunStatus] = [:], outputs: [String: [String: String]] = [:]) {
    self.statuses = statuses
    self.outputs = outputs
  }
}
