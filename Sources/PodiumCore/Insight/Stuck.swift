// Runs that do not come to an end. The rule is stated with its numbers wherever it speaks: nobody has
// to believe it.
import OrchestraAPI
import Time

/// Why a run counts as stuck.
package struct Stuck: Sendable, Equatable {
  /// What it does for too long.
  package enum Reason: Sendable, Equatable {
    /// Running, far beyond what is usual.
    case running(Baseline)
    case cancelling
    /// Created or queued.
    case waiting
  }

  package let reason: Reason
  /// For how long already, as far as the data goes.
  package let lasting: Duration
  /// The limit that was passed.
  package let limit: Duration

  /// A run that takes longer than this many medians, and more than `beyondP90` longer than nine of
  /// ten, is stuck.
  package static let mediansMax = 3
  package static let beyondP90: Duration = .seconds(300)
  /// Longest cancelling, counted from the last change of the run.
  package static let cancellingMax: Duration = .seconds(600)
  /// Longest time before the start.
  package static let waitingMax: Duration = .seconds(1800)

  /// - Parameters:
  ///   - baseline: of the run's pipeline; without one nothing is said about how long it runs.
  ///   - at: when the data was good: what happened since is not known.
  package init?(_ run: PipelineRun, usual baseline: Baseline?, at: Timestamp) {
    switch run.status {
    case .running:
      guard let baseline else { return nil }
      limit = max(baseline.median * Self.mediansMax, baseline.p90 + Self.beyondP90)
      lasting = at - (run.startedAt ?? run.createdAt)
      reason = .running(baseline)
    case .cancelling:
      (limit, reason) = (Self.cancellingMax, .cancelling)
      lasting = at - (run.updatedAt ?? run.startedAt ?? run.createdAt)
    case .created, .queued:
      (limit, reason) = (Self.waitingMax, .waiting)
      lasting = at - run.createdAt
    default: return nil
    }
    if lasting <= limit { return nil }
  }
}
