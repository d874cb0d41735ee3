// What the loaded runs say together: what is broken and since when, what was fixed, what is usual.
// A value of one table; knows no causes, no clock and no acknowledgements: those are ProblemList's.
import OrchestraAPI
import Time

/// Problem runs of one line between two good ones.
package struct ProblemSpan: Sendable {
  package let line: RunLine
  /// The worst of its runs decides.
  package internal(set) var outcome: Outcome
  /// Runs that ended so; the others of the span are not counted.
  package internal(set) var count: Int
  package internal(set) var newest: RunRef
  package internal(set) var oldest: RunRef
  /// The run that was well again; nil while it is open.
  package let resolver: RunRef?
}

/// What is known of a pipeline from its runs.
package struct PipelineFacts: Sendable {
  /// How the newest runs stand, the newest first; at most `recentMax`.
  package internal(set) var recent: [Outcome] = []
  /// Runs that ended by themselves, and those of them that ended well (warnings are well).
  package internal(set) var ended = 0
  package internal(set) var endedWell = 0
  /// Of the newest runs that succeeded; at most `Baseline.nMax`.
  var milliseconds: [Int64] = []
  /// The newest start of each schedule.
  package internal(set) var starts: [ScheduledStart] = []

  package static let recentMax = 20

  /// Of a pipeline without runs.
  package init() {}

  /// The usual duration; nil when too few runs succeeded.
  package var baseline: Baseline? { Baseline(milliseconds: milliseconds) }
}

/// The sum of all loaded runs.
package struct Insight: Sendable {
  /// What nothing has fixed yet, in the order of the newest run of each, newest first.
  package private(set) var open: [ProblemSpan] = []
  /// What a later run has fixed, in the same order.
  package private(set) var resolved: [ProblemSpan] = []
  private var facts: [PipelineFacts] = []
  private var places: [Pipeline.ID: Int] = [:]
  /// Runs that were looked at.
  package private(set) var runs = 0
  /// Whether all loaded runs were; if not, ask the index again.
  package internal(set) var isComplete = true

  /// Before any run.
  package init() {}

  /// Everything about a table at once; where it is asked for often, keep an `InsightIndex`.
  package init(_ table: RunTable) {
    var index = InsightIndex()
    self = index.insight(of: table)
  }

  /// What a reading has come to so far.
  init(_ reading: InsightReading) {
    for span in reading.spans where span.resolver == nil { open.append(span) }
    for span in reading.spans where span.resolver != nil { resolved.append(span) }
    (facts, places, runs) = (reading.facts, reading.places, reading.runs)
  }

  /// The problem that a run is a part of; nil when it ended well, or has not ended.
  package func span(of run: PipelineRun) -> ProblemSpan? {
    guard Outcome(run.status).severity > 0 else { return nil }
    let line = RunLine(run)
    func holds(_ span: ProblemSpan) -> Bool {
      span.line == line && !(run.key < span.newest.run.key) && !(span.oldest.run.key < run.key)
    }
    return open.first(where: holds) ?? resolved.first(where: holds)
  }

  /// What is known of a pipeline; nil when none of its runs is loaded.
  package subscript(pipeline: Pipeline.ID) -> PipelineFacts? {
    places[pipeline].map { facts[$0] }
  }
}

extension Outcome {
  /// How bad it is for whoever is on call.
  var severity: Int {
    switch self {
    case .failed: 3
    case .warning: 2
    case .cancelled: 1
    case .active, .succeeded, .neutral: 0
    }
  }
}
