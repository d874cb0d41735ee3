// Attempt number → delay before the next one: exponential with full jitter and a cap.
// A value; the random number is a parameter, so that tests and simulations decide it.

/// How long to wait after a failed attempt.
package struct Backoff: Sendable, Equatable {
  /// Upper bound of the delay after the first failure.
  package var base: Duration
  /// No delay is longer than this.
  package var cap: Duration

  /// - Parameters: both bounds are positive; `cap` below `base` acts as the base.
  package init(base: Duration = .milliseconds(400), cap: Duration = .seconds(20)) {
    self.base = base
    self.cap = cap
  }

  /// Longest delay after so many failed attempts (1 = the first failed): doubles up to the cap.
  package func ceiling(afterAttempt attempt: Int) -> Duration {
    var delay = min(base, cap)
    for _ in 1..<max(1, min(attempt, Self.doublingsMax)) {
      if delay >= cap { break }
      delay = min(delay * 2, cap)
    }
    return delay
  }

  /// Delay with full jitter: uniform between zero and the ceiling.
  /// - Parameter random: uniform in 0..<1; values outside are brought into the range.
  package func delay(afterAttempt attempt: Int, random: Double) -> Duration {
    let share = random.isFinite ? min(max(random, 0), 1) : 1
    return ceiling(afterAttempt: attempt) * share
  }

  private static let doublingsMax = 64
}
