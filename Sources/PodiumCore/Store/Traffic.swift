// The requests that were made and what they left of the budget, for the header and the Requests view.
import OrchestraAPI
import Resilience
import Time

/// Last calls, budget and what comes next.
package struct Traffic: Sendable, Equatable {
  /// Newest first, at most `requestsMax`.
  package var requests: [RequestRecord] = []
  package var budget = BudgetUse()
  /// When the store asks the server next; nil when it waits for nothing.
  package var nextPoll: Timestamp?

  package static let requestsMax = 200

  package init() {}

  /// What the requests of the last minute were for, the most frequent first.
  package func spent(at now: Timestamp) -> [(purpose: String, count: Int)] {
    let minute = requests.prefix { now - $0.at < .seconds(60) }
    let counts = Dictionary(grouping: minute) { $0.purpose.isEmpty ? "other" : $0.purpose }
    return counts.map { (purpose: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.purpose) < ($0.count, $1.purpose) }
  }
}

/// One call as it went.
package struct RequestRecord: Sendable, Equatable, Identifiable {
  /// A call has no number; its time tells it apart.
  package var id: Timestamp { at }
  package var at: Timestamp
  /// "GET".
  package var method: String
  /// Path and query, without host and credentials.
  package var target: String
  /// nil while it is under way and when no answer came.
  package var status: Int?
  package var took: Duration?
  package var receivedBytes: Int?
  /// Attempts so far, 1 without a retry.
  package var attempts: Int
  /// Why it was made: "asked", "visible", "background".
  package var priority: String
  /// What it was for: "newest runs".
  package var purpose: String = ""
  /// One line; nil when it went well.
  package var problem: String?

  package init(at: Timestamp, method: String, target: String, priority: String) {
    self.at = at
    self.method = method
    self.target = target
    self.priority = priority
    attempts = 1
  }
}

/// Requests of the last minute against what is allowed.
package struct BudgetUse: Sendable, Equatable {
  package var usedLastMinute: Int = 0
  /// nil means no limit.
  package var perMinute: Int?
  /// No request leaves before (the server said so); nil when nothing is blocked.
  package var blockedUntil: Timestamp?

  package init() {}

  init(_ usage: RateLimiter.Usage, at now: Moment) {
    usedLastMinute = usage.used
    perMinute = usage.limit
    blockedUntil = usage.blockedUntil.map { now.wall(at: $0) }
  }
}
