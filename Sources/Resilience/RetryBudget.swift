// Token bucket that stops retry storms: over time, retries stay below a share of first attempts.

/// Tokens that retries cost and first attempts earn.
package struct RetryBudget: Sendable, Equatable {
  /// Tokens earned by one first attempt: 0.2 allows one retry for five calls.
  package let share: Double
  /// Most tokens that can be saved up; also what a new budget starts with.
  package let tokensMax: Double
  /// Tokens left.
  package private(set) var tokens: Double

  /// - Parameters: negative values act as zero.
  package init(share: Double = 0.2, tokensMax: Double = 10) {
    self.share = max(0, share)
    self.tokensMax = max(0, tokensMax)
    tokens = max(0, tokensMax)
  }

  /// Notes a first attempt.
  package mutating func earn() {
    tokens = min(tokensMax, tokens + share)
  }

  /// Pays for one retry; false when there is nothing left and the call must not be repeated.
  package mutating func spend() -> Bool {
    // Five times 0.2 is a little less than one in binary fractions.
    guard tokens >= 1 - 1e-9 else { return false }
    tokens = max(0, tokens - 1)
    return true
  }
}
