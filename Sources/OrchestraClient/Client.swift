// Calls an endpoint: budget → breaker → transport → retry. Owns the resilience values of one key and
// host; decides nothing about what to fetch, and never blocks a thread.
import HTTP
import OrchestraAPI
import Resilience
import Synchronization
import Time

/// One workspace as seen through one transport.
package final class Client: Sendable {
  package let access: WorkspaceAccess
  package let limits: ClientLimits
  let transport: any Transport
  let world: ClientWorld
  let state: Mutex<State>

  /// What changes from call to call.
  struct State: Sendable {
    var limiter: RateLimiter
    var breaker: CircuitBreaker
    var retryBudget: RetryBudget
    var log = CallLog()
    var skew: Duration?
    var waiting = 0
  }

  /// - Parameter requestsPerMinute: nil for no limit.
  package init(
    transport: any Transport, access: WorkspaceAccess,
    requestsPerMinute: Int? = RateLimiter.perMinuteDefault, limits: ClientLimits = ClientLimits(),
    world: ClientWorld = .system
  ) {
    self.transport = transport
    self.access = access
    self.limits = limits
    self.world = world
    state = Mutex(
      State(
        limiter: RateLimiter(perMinute: requestsPerMinute),
        breaker: CircuitBreaker(limits: limits.breaker), retryBudget: RetryBudget()))
  }

  /// Calls an endpoint; waits for the request budget and retries where that is safe.
  /// - Parameters:
  ///   - purpose: why, in a few words, for the log of calls.
  ///   - deadline: from now, for everything including waiting; nil waits as long as the budget asks.
  package func call<E: Endpoint>(
    _ endpoint: E, priority: RateLimiter.Priority = .visible, purpose: String = "",
    deadline: Duration? = nil
  ) async throws(ClientError) -> E.Output {
    let end = deadline.map { world.clock() + $0 }
    var context = CallContext(endpoint, access: access, began: world.wall())
    guard access.credentials == nil || access.maySendKey else {
      throw ClientError(.keyWithheld, context)
    }
    var failure: ClientError?
    while true {
      let permit: CircuitBreaker.Permit
      do throws(ClientError) {
        permit = try await admission(priority, until: end, context)
      } catch {
        // The failure of the attempt before says more than "no further attempt now".
        if case .cancelled = error.kind { throw error }
        throw failure ?? error
      }
      let attempt = Attempt(
        permit: permit, priority: priority, purpose: purpose, context: context,
        limits: transferLimits(until: end))
      do throws(ClientError) {
        return try await exchange(endpoint, attempt)
      } catch {
        try await pause(after: error, until: end)
        failure = error
      }
      context.attempts += 1
    }
  }

  /// Waits before the next attempt, or throws the failure when there is none.
  private func pause(after failure: ClientError, until end: Duration?) async throws(ClientError) {
    let decision = limits.retry.decision(
      on: failure.retry, attempt: failure.context.attempts,
      remaining: end.map { $0 - world.clock() }, random: world.random())
    guard case .retry(let delay) = decision, state.withLock({ $0.retryBudget.spend() }) else {
      throw failure
    }
    do throws(CancellationError) {
      try await world.sleep(delay)
    } catch {
      throw ClientError(.cancelled(sentRequest: false), failure.context)
    }
  }

  private func transferLimits(until end: Duration?) -> TransferLimits {
    var transfer = limits.transfer
    guard let end else { return transfer }
    transfer.total = max(min(transfer.total, end - world.clock()), .milliseconds(1))
    transfer.connect = min(transfer.connect, transfer.total)
    return transfer
  }
}

/// Bounds of a client's calls.
package struct ClientLimits: Sendable, Equatable {
  package var transfer: TransferLimits
  package var retry: RetryPolicy
  package var breaker: CircuitBreaker.Limits
  /// Calls that may wait for the budget at the same time; more are refused.
  package var waitingMax: Int

  package init(
    transfer: TransferLimits = TransferLimits(), retry: RetryPolicy = RetryPolicy(),
    breaker: CircuitBreaker.Limits = CircuitBreaker.Limits(), waitingMax: Int = 256
  ) {
    self.transfer = transfer
    self.retry = retry
    self.breaker = breaker
    self.waitingMax = waitingMax
  }
}

extension ClientLimits {
  /// For a look at how things are: a second attempt would hide it.
  package static let once = ClientLimits(retry: RetryPolicy(attemptsMax: 1))
}

/// One attempt of a call that has been admitted.
struct Attempt: Sendable {
  var permit: CircuitBreaker.Permit
  var priority: RateLimiter.Priority
  var purpose: String
  var context: CallContext
  var limits: TransferLimits
}
