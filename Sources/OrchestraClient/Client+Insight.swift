// What the client tells about itself, and the few knobs that people turn.
import OrchestraAPI
import Resilience
import Time

extension Client {
  /// The last calls, oldest first; at most a few hundred.
  package var calls: [CallRecord] { state.withLock { $0.log.calls } }

  /// How much of the request budget is used now.
  package var budgetUsage: RateLimiter.Usage {
    let now = world.clock()
    return state.withLock { $0.limiter.usage(at: now) }
  }

  /// A copy of the request budget, for planning: taking from it takes no place here.
  package var budget: RateLimiter { state.withLock { $0.limiter } }

  /// Whether a request of this priority could leave now, or when; for planning. Takes no place.
  package func budgetVerdict(_ priority: RateLimiter.Priority) -> RateLimiter.Verdict {
    let now = world.clock()
    return state.withLock { $0.limiter.verdict(priority, at: now) }
  }

  /// Where the breaker stands.
  package var breakerState: CircuitBreaker.State { state.withLock { $0.breaker.state } }

  /// The server's clock minus this machine's, zero when they agree within two seconds;
  /// nil before the first answer that tells.
  package var clockSkew: Duration? { state.withLock { $0.skew } }

  /// The time on the server's clock, as well as it is known: the end of a window that hides nothing.
  package var serverNow: Timestamp { world.wall() + (clockSkew ?? .zero) }

  /// Lets calls pass again at once: the user asked to try now.
  package func resetBreaker() { state.withLock { $0.breaker.reset() } }

  /// Refuses all calls until `resetBreaker`.
  package func tripBreaker() { state.withLock { $0.breaker.trip() } }

  /// - Parameter limit: nil for no limit.
  package func setRequestsPerMinute(_ limit: Int?) {
    state.withLock { $0.limiter.setPerMinute(limit) }
  }
}
