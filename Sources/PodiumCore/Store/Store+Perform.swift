// Writes: a mark at once, through the gate, and a look at what changed. The one place of the dashboard
// that performs operations.
import OrchestraAPI
import OrchestraClient

extension Store {
  /// Performs a prepared operation and says how it ended. Never sends a start twice.
  package func perform(_ request: OperationRequest) async -> OperationOutcome {
    let gate = WriteGate(client, source, audit: audit, wall: world.wall)
    if let barrier = gate.barrier(against: request) { return .refused(barrier) }
    if let target = request.target, let mark = request.mark {
      state.mark(target, mark, at: moment)
      publishSoon(isUrgent: true)
    }
    let outcome = await gate.send(request).outcome
    finish(request, outcome)
    return outcome
  }

  private func finish(_ request: OperationRequest, _ outcome: OperationOutcome) {
    if let target = request.target {
      switch (outcome, request.mark) {
      // A cancellation stays marked until the server shows it; without an answer nobody knows.
      case (.done, .cancelling), (.done, .forcing): break
      case (.unknown, _): state.doubtMark(of: target)
      default: state.unmark(target)
      }
    }
    if request.effect.isWrite {
      state.expectChange(of: request.target)
      if case .done(let result) = outcome, let id = result.startedRun { state.expectRun(id) }
    }
    advance()
    publishSoon(isUrgent: true)
  }
}
