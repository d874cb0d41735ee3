// All active runs: lets them begin within the limits, hands events to them, forgets them when they
// end. Holds no state of a run itself.
import OrchestraAPI
import Time

/// The active runs of an engine.
package actor Runner {
  private struct Active {
    var driver: RunDriver
    var isAdmitted: Bool
  }

  private let activeRunsMax: Int
  private var onEnd: @Sendable (RunRecord) async -> Void = { _ in }
  /// In the order of their creation.
  private var order: [PipelineRun.ID] = []
  private var active: [PipelineRun.ID: Active] = [:]
  private var isStopping = false
  private var idle: [CheckedContinuation<Void, Never>] = []

  package init(activeRunsMax: Int) { self.activeRunsMax = activeRunsMax }

  /// Tells about every run that has ended, after it was stored.
  package func whenEnded(_ onEnd: @escaping @Sendable (RunRecord) async -> Void) {
    self.onEnd = onEnd
  }

  /// Takes a stored run over and lets it begin, or queue.
  package func add(_ id: PipelineRun.ID, _ driver: RunDriver) async {
    order.append(id)
    active[id] = Active(driver: driver, isAdmitted: false)
    if let reason = wait(for: driver.blueprint) {
      await driver.post(.queued(reason: reason))
    } else {
      await admit(id)
    }
  }

  /// Sends an event to an active run; nil when there is no such run.
  package func driver(_ id: PipelineRun.ID) -> RunDriver? { active[id]?.driver }

  /// How many runs have not ended.
  package var count: Int { active.count }

  /// A run has ended and was stored.
  package func ended(_ record: RunRecord) async {
    guard active[record.run.id] != nil else { return }
    forget(record.run.id)
    if !isStopping {
      await admitWaiting()
      await onEnd(record)
    }
  }

  /// Interrupts every run that has begun and waits until all of them are stored as ended. Runs that
  /// wait for a slot stay stored as they are: the next engine lets them wait again.
  package func stop(reason: String) async {
    isStopping = true
    for id in order {
      guard let run = active[id] else { continue }
      if run.isAdmitted {
        await run.driver.post(.interrupted(reason: reason))
      } else {
        forget(id)
      }
    }
    await waitUntilIdle()
  }

  /// Returns when no run is active.
  package func waitUntilIdle() async {
    guard !active.isEmpty else { return }
    await withCheckedContinuation { idle.append($0) }
  }

  private func forget(_ id: PipelineRun.ID) {
    active[id] = nil
    order.removeAll { $0 == id }
    guard active.isEmpty else { return }
    for waiter in idle { waiter.resume() }
    idle = []
  }

  private func admitWaiting() async {
    for id in order {
      guard let waiting = active[id], !waiting.isAdmitted else { continue }
      if wait(for: waiting.driver.blueprint) == nil { await admit(id) }
    }
  }

  private func admit(_ id: PipelineRun.ID) async {
    active[id]?.isAdmitted = true
    await active[id]?.driver.post(.admitted)
  }

  /// Why a run of this pipeline may not begin now, or nil.
  private func wait(for blueprint: RunBlueprint) -> String? {
    let admitted = active.values.filter(\.isAdmitted)
    if admitted.count >= activeRunsMax {
      return "Waiting for a free slot: \(activeRunsMax) runs are active."
    }
    guard let limit = blueprint.activeMax, limit > 0 else { return nil }
    let own = admitted.count { $0.driver.blueprint.pipelineID == blueprint.pipelineID }
    guard own >= limit else { return nil }
    let runs = limit == 1 ? "1 run" : "\(limit) runs"
    return "Waiting for a free slot: this pipeline may have \(runs) at a time."
  }
}
