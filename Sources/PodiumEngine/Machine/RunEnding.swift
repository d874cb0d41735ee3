// The last status of a run and its sentence, from how its tasks ended.
import OrchestraAPI

/// How a run ends when all of its tasks have.
struct RunEnding {
  let status: RunStatus
  let message: String

  init(state: RunState, plan: MachinePlan) {
    let ids = { (status: RunStatus) in
      zip(plan.tasks, state.tasks).filter { $0.1.status == status }.map(\.0.id)
    }
    let failed = ids(.failed)
    let warned = ids(.warning)
    let skipped = state.tasks.count { $0.status == .skipped && $0.keptStatus == nil }
    let kept = state.tasks.contains { $0.keptStatus != nil }
    if state.status == .cancelling {
      status = .cancelled
      message = Self.cancelled(state)
    } else if let reason = state.interruption {
      status = .failed
      message = "Interrupted: \(reason)"
    } else if let first = failed.first {
      status = .failed
      message = Self.failed(state, plan, first: first, count: failed.count)
    } else if !warned.isEmpty {
      status = .warning
      message = "Finished with warnings: \(Self.list(warned))."
    } else if !state.tasks.isEmpty, skipped == state.tasks.count, !kept {
      status = .skipped
      message = "All tasks were skipped."
    } else {
      status = .succeeded
      message = skipped == 0 ? "All tasks have succeeded." : Self.succeeded(skipped)
    }
  }

  private static func succeeded(_ skipped: Int) -> String {
    "All tasks that were needed have succeeded; \(skipped) skipped."
  }

  private static func cancelled(_ state: RunState) -> String {
    if let reason = state.interruption { return "Cancelled; then interrupted: \(reason)" }
    let done = state.tasks.count { $0.status.isSuccess }
    return "Cancelled by request; \(done) of \(state.tasks.count) tasks had succeeded."
  }

  private static func failed(
    _ state: RunState, _ plan: MachinePlan, first: String, count: Int
  ) -> String {
    let index = state.firstFailure ?? plan.index(of: first) ?? 0
    let others = count > 1 ? " (\(count) tasks failed)" : ""
    let cause = "\(plan.tasks[index].id): \(state.tasks[index].message)"
    return "Pipeline failed - a task is in failed state\(others): \(cause)"
  }

  private static func list(_ ids: [String]) -> String {
    let shown = ids.prefix(3).joined(separator: ", ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }
}
