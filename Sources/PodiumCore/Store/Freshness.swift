// How far a piece of remote state can be trusted. Reads never throw at a screen: they become this.
import Time

/// Where a query stands, beside the last good value.
package enum Freshness: Sendable, Equatable {
  /// Nothing has arrived yet.
  case loading
  /// Good as of then, and refreshed in time.
  case fresh(at: Timestamp)
  /// Good as of then and final: it cannot change any more and is never fetched again.
  case settled(at: Timestamp)
  /// Last good then; not refreshed since because nobody watches it or the budget is spent.
  case stale(since: Timestamp)
  /// The last attempts failed.
  case failing(Failure)

  /// Why there is no newer value.
  package struct Failure: Sendable, Equatable {
    /// First failure of the present row.
    package var since: Timestamp
    /// Age of the value that is still shown; nil when there is none.
    package var lastGood: Timestamp?
    /// A few words: "timed out", "401 key refused".
    package var cause: String
    /// One full line: which host, what happened, what to do; nil when the cause says it all.
    package var advice: String?
    /// When it is tried again; nil while an attempt is under way.
    package var nextAttempt: Timestamp?
    /// Failures in a row.
    package var attempts: Int
    /// The key is missing or was refused.
    package var isKeyRefused = false

    package init(
      since: Timestamp, lastGood: Timestamp?, cause: String, advice: String? = nil,
      nextAttempt: Timestamp?, attempts: Int = 1
    ) {
      self.since = since
      self.lastGood = lastGood
      self.cause = cause
      self.advice = advice
      self.nextAttempt = nextAttempt
      self.attempts = attempts
    }
  }

  /// When the shown value was good; nil when there is none.
  package var asOf: Timestamp? {
    switch self {
    case .loading: nil
    case .fresh(let at), .settled(let at): at
    case .stale(let since): since
    case .failing(let failure): failure.lastGood
    }
  }

  /// The failure, if it is failing.
  package var failure: Failure? {
    if case .failing(let failure) = self { failure } else { nil }
  }
}
