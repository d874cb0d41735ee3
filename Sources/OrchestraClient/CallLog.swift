// The last few hundred calls, for the Requests screen and bug reports. Holds neither headers nor bodies.
import Resilience
import Time

/// One attempt of one call.
package struct CallRecord: Sendable, Equatable, Identifiable {
  /// Counts up from 1.
  package var id: Int
  /// By this machine's clock.
  package var began: Timestamp
  /// "GET /pipeline_runs/{}/status".
  package var endpoint: String
  /// Path and query as sent.
  package var target: String
  /// Why the call was made, in the words of the caller.
  package var purpose: String
  package var priority: RateLimiter.Priority
  /// From 1; higher numbers are retries.
  package var attempt: Int
  /// nil while the call is under way.
  package var ended: Ended?

  /// How the attempt ended.
  package struct Ended: Sendable, Equatable {
    package var duration: Duration
    /// The status of the answer; nil when there was none.
    package var status: Int?
    package var bodyBytes: Int
    /// The error in a few words; nil for a success.
    package var problem: String?
  }
}

/// The calls, oldest first.
struct CallLog: Sendable {
  /// Calls kept.
  static let callsMax = 300
  private static let targetCharactersMax = 400

  private(set) var calls: [CallRecord] = []
  private var lastID = 0

  /// Adds a call that begins now and answers with its id.
  mutating func begin(_ record: CallRecord) -> Int {
    lastID += 1
    var record = record
    record.id = lastID
    if record.target.utf8.count > Self.targetCharactersMax {
      record.target = String(record.target.prefix(Self.targetCharactersMax))
    }
    if calls.count >= Self.callsMax { calls.removeFirst(calls.count - Self.callsMax + 1) }
    calls.append(record)
    return lastID
  }

  /// Calls that have left the log are ignored.
  mutating func end(_ id: Int, _ ended: CallRecord.Ended) {
    guard let first = calls.first?.id, id >= first, id - first < calls.count else { return }
    calls[id - first].ended = ended
  }
}
