// How a bulk goes: one request at a time, each with its result. A value that is told what happens and
// says whether to go on; sending is somebody else's work.
import OrchestraAPI
import Time

/// A bulk under way or ended.
package struct BulkRun: Sendable {
  /// Where one item is.
  package enum Result: Sendable, Equatable {
    case waiting
    case sending
    case ended(OperationOutcome)
    /// The bulk ended before its turn.
    case notSent
  }

  /// Why no further request is sent.
  package enum End: Sendable, Equatable {
    case all
    case stopped
    /// So many in a row did not work.
    case failures(Int)
    case barrier(WriteBarrier)
  }

  /// Requests in a row that may fail before the rest is kept back.
  package static let failuresInRowMax = 3

  package let plan: BulkPlan
  /// Given once, for all requests.
  package let consent: WriteConsent
  /// By the place in the plan's items; those that were left out have none.
  package private(set) var results: [Int: Result]
  package private(set) var end: End?
  package private(set) var isStopping = false
  private var failuresInRow = 0

  package init(_ plan: BulkPlan, _ consent: WriteConsent) {
    self.plan = plan
    self.consent = consent
    results = Dictionary(uniqueKeysWithValues: plan.requests.map { ($0.index, .waiting) })
  }

  /// The next item to send; nil ends the bulk.
  package mutating func next() -> (index: Int, request: OperationRequest)? {
    guard end == nil else { return nil }
    let waiting = plan.requests.first { results[$0.index] == .waiting }
    guard !isStopping, let waiting else {
      finish(isStopping ? .stopped : .all)
      return nil
    }
    results[waiting.index] = .sending
    return (waiting.index, waiting.request.agreed(consent))
  }

  /// How an item ended.
  package mutating func note(_ outcome: OperationOutcome, of index: Int) {
    results[index] = .ended(outcome)
    switch outcome {
    case .done: failuresInRow = 0
    case .refused(let barrier): return finish(.barrier(barrier))
    case .failed, .unknown: failuresInRow += 1
    }
    let isLeft = results.values.contains(.waiting)
    if failuresInRow >= Self.failuresInRowMax, isLeft { return finish(.failures(failuresInRow)) }
    if !isLeft { finish(.all) } else if isStopping { finish(.stopped) }
  }

  /// No further request after the one under way.
  package mutating func stop() {
    isStopping = true
    if end == nil, !results.values.contains(.sending) { finish(.stopped) }
  }

  private mutating func finish(_ end: End) {
    guard self.end == nil else { return }
    self.end = end
    for (index, result) in results where result == .waiting { results[index] = .notSent }
  }
}

extension BulkRun {
  /// How many items ended in which way.
  package struct Counts: Sendable, Equatable {
    package var done = 0
    package var failed = 0
    package var unknown = 0
    package var refused = 0
    /// Waiting, or kept back at the end.
    package var left = 0
    package var sending = 0
  }

  /// How it stands now.
  package var counts: Counts {
    results.values.reduce(into: Counts()) { counts, result in
      switch result {
      case .waiting, .notSent: counts.left += 1
      case .sending: counts.sending += 1
      case .ended(.done): counts.done += 1
      case .ended(.failed): counts.failed += 1
      case .ended(.unknown): counts.unknown += 1
      case .ended(.refused): counts.refused += 1
      }
    }
  }

  /// "rerun from failed: 10 done, 1 failed, 1 unknown, 2 not sent".
  package var summary: String {
    let counts = counts
    let parts = [
      (counts.done, "done"), (counts.failed, "failed"), (counts.unknown, "unknown"),
      (counts.refused, "refused"), (counts.left, end == nil ? "to come" : "not sent"),
    ]
    let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let what = words.isEmpty ? "nothing to send" : words.joined(separator: ", ")
    return "\(plan.action.words): \(what)\(endWords)"
  }

  private var endWords: String {
    switch end {
    case nil, .all: ""
    case .stopped: "; stopped"
    case .failures(let count): "; stopped by itself after \(count) in a row did not work"
    case .barrier(let barrier): "; \(barrier.reason)"
    }
  }

  /// Everything, for the clipboard: a line for each target.
  package var report: String {
    var lines = [
      "\(plan.source.profile) (\(plan.source.host)), \(consent.at.iso8601Seconds)", summary, "",
    ]
    for (index, item) in plan.items.enumerated() {
      lines.append("- \(item.name): \(words(of: index))")
    }
    return lines.joined(separator: "\n")
  }

  /// What is to be said of an item.
  package func words(of index: Int) -> String {
    switch results[index] {
    case nil:
      if case .failure(let problem) = plan.items[index].request {
        "left out: \(problem.message)"
      } else {
        ""
      }
    case .waiting: "waits"
    case .sending: "is being sent"
    case .notSent: "not sent"
    case .ended(.done(let result)): result.message
    case .ended(.failed(let message)): "failed: \(message)"
    case .ended(.unknown(let message)): "unknown: \(message)"
    case .ended(.refused(let barrier)): "refused: \(barrier.reason)"
    }
  }
}
