// Failure + attempt + server hint → wait so long, or stop. Decides nothing about which failures
// are safe to repeat: the caller's error type says so (RetryAdvice).

/// What a failure says about repeating the call.
package enum RetryAdvice: Sendable, Equatable {
  /// Repeating is useless or could do the work twice.
  case never
  /// Repeating is safe and may help; the backoff decides when.
  case safe
  /// Repeating is safe, but not before this delay: the server asked for it.
  case after(Duration)
}

/// How often and how long to retry.
package struct RetryPolicy: Sendable, Equatable {
  /// Attempts in all, the first included.
  package var attemptsMax: Int
  /// Delays where the server named none.
  package var backoff: Backoff
  /// A server's delay above this ends the call instead of waiting.
  package var serverDelayMax: Duration

  /// - Parameter attemptsMax: at least 1 (no retry).
  package init(
    attemptsMax: Int = 3, backoff: Backoff = Backoff(), serverDelayMax: Duration = .seconds(60)
  ) {
    self.attemptsMax = max(1, attemptsMax)
    self.backoff = backoff
    self.serverDelayMax = serverDelayMax
  }

  /// What to do after a failed attempt.
  package enum Decision: Sendable, Equatable {
    case retry(after: Duration)
    case stop(Reason)
  }

  /// Why there is no further attempt.
  package enum Reason: Sendable, Equatable {
    case advisedAgainst
    case attemptsUsedUp
    case serverDelayTooLong
    case deadlineTooClose
  }

  /// Decides after a failed attempt.
  /// - Parameters:
  ///   - attempt: number of the attempt that failed, from 1.
  ///   - remaining: time left until the caller's deadline; nil when there is none.
  ///   - random: uniform in 0..<1, for the jitter.
  package func decision(
    on advice: RetryAdvice, attempt: Int, remaining: Duration?, random: Double
  ) -> Decision {
    if advice == .never { return .stop(.advisedAgainst) }
    guard attempt < attemptsMax else { return .stop(.attemptsUsedUp) }
    var delay = backoff.delay(afterAttempt: attempt, random: random)
    if case .after(let asked) = advice {
      guard asked <= serverDelayMax else { return .stop(.serverDelayTooLong) }
      // Jitter on top, so that many clients do not come back at the same instant.
      delay = max(asked, .zero) + min(delay, .seconds(1))
    }
    if let remaining, delay >= remaining { return .stop(.deadlineTooClose) }
    return .retry(after: delay)
  }
}
