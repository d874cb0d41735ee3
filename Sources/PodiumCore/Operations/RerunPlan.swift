// What a rerun will run and what it will leave alone, from the graph of a run's tasks. The platform
// decides in the end; this is what its rules say about the tasks as they are known.
import OrchestraAPI

extension RerunScope {
  /// Whether what comes after a task is run, too.
  fileprivate var followsGraph: Bool {
    switch self {
    case .all, .tasks(_, downstream: false): false
    case .fromFailed, .tasks(_, downstream: true): true
    }
  }
}

/// The tasks of a run, split by what a rerun does to them.
package struct RerunPlan: Sendable, Equatable {
  /// Names of the tasks that run, in the order of the run.
  package private(set) var runs: [String] = []
  /// Names of the tasks that are skipped: they keep what they did.
  package private(set) var skips: [String] = []
  /// Whether it is known what comes after what; else more may run than is named.
  package let isExact: Bool

  package init(_ tasks: [TaskRun], _ scope: RerunScope) {
    let hasGraph = tasks.count < 2 || tasks.contains { !$0.dependsOn.isEmpty }
    isExact = hasGraph || !scope.followsGraph
    let chosen = Self.chosen(tasks, scope)
    for task in tasks {
      if chosen?.contains(task.taskID) ?? true {
        runs.append(task.taskName)
      } else {
        skips.append(task.taskName)
      }
    }
  }

  /// The ids of the tasks that run; nil means all.
  private static func chosen(_ tasks: [TaskRun], _ scope: RerunScope) -> Set<String>? {
    switch scope {
    case .all: return nil
    case .fromFailed:
      // What was skipped without a failure before it (a condition, an earlier restart) stays so.
      let failed = tasks.filter { $0.status == .failed || $0.status == .cancelled }
      return after(Set(failed.map(\.taskID)), in: tasks)
    case .tasks(let ids, let downstream):
      return downstream ? after(Set(ids), in: tasks) : Set(ids)
    }
  }

  /// These tasks and all that wait for them, directly or not. Each task is visited once.
  private static func after(_ roots: Set<String>, in tasks: [TaskRun]) -> Set<String> {
    var followers: [String: [String]] = [:]
    for task in tasks {
      for upstream in task.dependsOn { followers[upstream, default: []].append(task.taskID) }
    }
    var found = roots
    var next = Array(roots)
    while let id = next.popLast() {
      for follower in followers[id] ?? [] where found.insert(follower).inserted {
        next.append(follower)
      }
    }
    return found
  }
}
