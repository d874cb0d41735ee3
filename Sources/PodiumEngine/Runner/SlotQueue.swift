// How many tasks run at the same time, first come first served. A task that waits for its next
// attempt holds no slot.
import OrchestraAPI

/// Slots for running tasks, shared by all runs.
package actor SlotQueue {
  private let slotsMax: Int
  private var taken = 0
  private var waiting: [(key: TaskRun.ID, continuation: CheckedContinuation<Bool, Never>)] = []

  package init(slotsMax: Int) { self.slotsMax = slotsMax }

  /// Waits for a slot; false when the request was withdrawn meanwhile.
  package func acquire(_ key: TaskRun.ID) async -> Bool {
    if taken < slotsMax {
      taken += 1
      return true
    }
    return await withCheckedContinuation { waiting.append((key, $0)) }
  }

  /// Gives a slot back; the next in line gets it.
  package func release() {
    if waiting.isEmpty {
      taken -= 1
    } else {
      waiting.removeFirst().continuation.resume(returning: true)
    }
  }

  /// Ends the wait of a task that no longer wants to run.
  package func withdraw(_ key: TaskRun.ID) {
    guard let index = waiting.firstIndex(where: { $0.key == key }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }

  /// Slots in use and tasks in line.
  package var load: (taken: Int, waiting: Int) { (taken, waiting.count) }
}
