// How many tasks run at the same time, first come first served. A task that waits for its next
// attempt holds no slot.
import OrchestraAPI

/// Slots for running tasks, shared by all runs.
package actor SlotQueue {
  /// A task of a definition that may not run too often at the same time.
  package struct Lane: Sendable, Hashable {
    package var pipelineID: Pipeline.ID
    package var taskID: String
    package var activeMax: Int

    package init(pipelineID: Pipeline.ID, taskID: String, activeMax: Int) {
      self.pipelineID = pipelineID
      self.taskID = taskID
      self.activeMax = activeMax
    }
  }

  private struct Waiting {
    var key: TaskRun.ID
    var lane: Lane?
    var continuation: CheckedContinuation<Bool, Never>
  }

  private let slotsMax: Int
  private var taken = 0
  private var lanes: [Lane: Int] = [:]
  /// At most one entry for each task of each active run.
  private var waiting: [Waiting] = []

  package init(slotsMax: Int) { self.slotsMax = slotsMax }

  /// Waits for a slot; false when the request was withdrawn meanwhile.
  package func acquire(_ key: TaskRun.ID, lane: Lane? = nil) async -> Bool {
    if isFree(lane) {
      take(lane)
      return true
    }
    return await withCheckedContinuation {
      waiting.append(Waiting(key: key, lane: lane, continuation: $0))
    }
  }

  /// Gives a slot back; the next in line that may run gets it.
  package func release(lane: Lane? = nil) {
    taken -= 1
    if let lane {
      let left = (lanes[lane] ?? 1) - 1
      lanes[lane] = left > 0 ? left : nil
    }
    while let index = waiting.firstIndex(where: { isFree($0.lane) }) {
      let next = waiting.remove(at: index)
      take(next.lane)
      next.continuation.resume(returning: true)
    }
  }

  /// Ends the wait of a task that no longer wants to run.
  package func withdraw(_ key: TaskRun.ID) {
    guard let index = waiting.firstIndex(where: { $0.key == key }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }

  /// Slots in use and tasks in line.
  package var load: (taken: Int, waiting: Int) { (taken, waiting.count) }

  private func isFree(_ lane: Lane?) -> Bool {
    taken < slotsMax && lane.map { lanes[$0, default: 0] < $0.activeMax } ?? true
  }

  private func take(_ lane: Lane?) {
    taken += 1
    if let lane { lanes[lane, default: 0] += 1 }
  }
}
