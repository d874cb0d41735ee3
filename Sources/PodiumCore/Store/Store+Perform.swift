// Writes: mark at once, send once, look at what changed. The one place that performs operations.
import OrchestraAPI
import OrchestraClient

extension Store {
  /// Performs a prepared operation and says how it ended. Never sends a start twice.
  package func perform(_ request: OperationRequest) async -> OperationOutcome {
    if request.effect.isWrite, let readOnly = source.readOnly { return .refused(readOnly) }
    if let target = request.target, let mark = request.mark {
      state.mark(target, mark, at: moment)
      publishSoon(isUrgent: true)
    }
    let outcome: OperationOutcome
    do throws(ClientError) {
      outcome = .done(try await request.send(client))
    } catch {
      outcome = error.outcomeIsUnknown ? .unknown(error.message) : .failed(error.message)
    }
    finish(request, outcome)
    return outcome
  }

  private func finish(_ request: OperationRequest, _ outcome: OperationOutcome) {
    let isCancelling = request.mark == .cancelling
    if let target = request.target {
      // A cancellation stays marked until the server shows it.
      if case .failed = outcome {
        state.unmark(target)
      } else if !isCancelling {
        state.unmark(target)
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
