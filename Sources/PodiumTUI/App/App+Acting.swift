// Writes: what was agreed to gets its consent and goes out; what comes back is told.
import PodiumCore
import TerminalUI

extension App {
  /// Switches writes on for half a minute, or off.
  func arm(_ context: ViewContext) {
    let source = context.snapshot.source
    if let readOnly = source.readOnly {
      message = .warning(readOnly.reason)
      return
    }
    guard source.armsWrites else {
      message = Message("writes are not switched off here; every one asks first")
      return
    }
    arming.toggle(in: source, at: context.now)
    message =
      arming.since == nil
      ? Message("writes are off again") : Message("writes are on; A switches them off")
  }

  func perform(_ request: OperationRequest) {
    let context = context()
    if let barrier = context.writeBarrier {
      message = .warning(barrier.reason)
      return
    }
    message = Message("\(request.preview.title): sent")
    runner?.perform(request.agreed(WriteConsent(at: context.now, arming: arming)))
  }

  /// The answer to a write; a run that was started is followed, unless somebody is in a dialog.
  func performed(_ outcome: OperationOutcome) {
    switch outcome {
    case .done(let result):
      message = Message(result.message)
      guard let run = result.startedRun, overlay == nil else { return }
      stack.backToFirst()
      open(.run(run))
    case .refused, .failed: message = .error(outcome.message)
    case .unknown: message = .warning(outcome.message)
    }
  }
}

// MARK: Several at once

extension App {
  /// Begins a bulk; its consent is of this moment, for all of its requests.
  func start(_ plan: BulkPlan) {
    let context = context()
    if let barrier = context.writeBarrier {
      message = .warning(barrier.reason)
      return
    }
    guard bulk?.end != nil || bulk == nil else {
      message = .warning("another bulk is under way; : bulk shows it")
      return
    }
    bulk = BulkRun(plan, WriteConsent(at: context.now, arming: arming))
    sendNextOfBulk()
  }

  func sendNextOfBulk() {
    guard let next = bulk?.next() else { return tellEndOfBulk() }
    runner?.perform(next.request, of: next.index)
  }

  func bulkEnded(_ index: Int, _ outcome: OperationOutcome) {
    bulk?.note(outcome, of: index)
    guard let bulk, bulk.end == nil else { return tellEndOfBulk() }
    runner?.takeTurn(after: bulk.plan.pause)
  }

  /// Who looks at the results sees the end; others are told.
  private func tellEndOfBulk() {
    guard let bulk, bulk.end != nil, !(overlay is BulkDialog) else { return }
    let counts = bulk.counts
    let isGood = counts.failed + counts.unknown + counts.refused == 0
    message = Message("\(bulk.summary); : bulk shows it", isGood ? .plain : .warning)
  }
}
