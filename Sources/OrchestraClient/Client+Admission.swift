// May the next request leave? Budget and breaker are asked together under one lock, so that a call
// that the breaker refuses costs no place in the minute.
import Resilience
import Time

extension Client {
  /// Longest wait before asking again: the budget may have been raised meanwhile.
  private static let waitMax: Duration = .seconds(5)

  private enum Admission {
    case go(CircuitBreaker.Permit)
    case wait(until: Duration)
    case failed(ClientError.Kind)
  }

  /// Waits for a place in the budget.
  func admission(
    _ priority: RateLimiter.Priority, until end: Duration?, _ context: CallContext
  ) async throws(ClientError) -> CircuitBreaker.Permit {
    if Task.isCancelled { throw ClientError(.cancelled(sentRequest: false), context) }
    while true {
      let time: Duration
      switch ask(priority, first: context.attempts == 1) {
      case .go(let permit): return permit
      case .failed(let kind): throw ClientError(kind, context)
      case .wait(let until): time = until
      }
      if let end, time >= end { throw ClientError(.overBudget(until: time), context) }
      try await wait(until: time, context)
    }
  }

  private func ask(_ priority: RateLimiter.Priority, first: Bool) -> Admission {
    let now = world.clock()
    return state.withLock { state in
      if case .refused(let until) = state.breaker.wouldRefuse(at: now) {
        return .failed(.circuitOpen(until: until))
      }
      if case .wait(let until) = state.limiter.take(priority, at: now) {
        return state.waiting < limits.waitingMax
          ? .wait(until: until) : .failed(.overBudget(until: until))
      }
      if first { state.retryBudget.earn() }
      switch state.breaker.admit(at: now) {
      case .allowed(let permit): return .go(permit)
      case .refused(let until): return .failed(.circuitOpen(until: until))
      }
    }
  }

  private func wait(until time: Duration, _ context: CallContext) async throws(ClientError) {
    state.withLock { $0.waiting += 1 }
    defer { state.withLock { $0.waiting -= 1 } }
    do throws(CancellationError) {
      let rest = max(time - world.clock(), .milliseconds(1))
      try await world.sleep(min(rest, Self.waitMax))
    } catch {
      throw ClientError(.cancelled(sentRequest: false), context)
    }
  }
}
