// One row of the problems: what is broken on one line of runs, since when, how often, and who has
// seen it.
import OrchestraAPI
import Time

/// Something that is or was broken.
package struct Problem: Sendable, Identifiable {
  /// What is wrong, the worst first.
  package enum Kind: Int, Sendable, CaseIterable {
    case failed, stuck, warning, cancelled
  }

  /// The same problem in a later snapshot has the same id.
  package struct ID: Sendable, Hashable {
    package var profile: String
    package var line: RunLine
    /// The run that is stuck, or that fixed it; nil while a line is broken.
    package var run: PipelineRun.ID?
  }

  package let id: ID
  package let kind: Kind
  /// The newest run with this problem.
  package let run: PipelineRun
  /// Runs of the line that ended so since it was last well.
  package let count: Int
  /// When it began: the end of the first of them, or when a stuck run began to wait or to run.
  package let since: Timestamp
  /// The newest run's first task that failed in time.
  package let cause: FailureCause?
  package let isProduction: Bool
  package let stuck: Stuck?
  /// The run that was well again; nil while it is open.
  package let resolver: PipelineRun?
  /// What somebody has said about it, and whether that still counts.
  package internal(set) var acknowledgement: Acknowledgement?
  package internal(set) var isSeen = false

  package var profile: String { id.profile }
  package var line: RunLine { id.line }

  /// When it was last seen to be so, by the server's clock: another failure is later.
  package var lastAt: Timestamp { stuck == nil ? run.endedAt : run.createdAt }

  /// From its beginning to the end of the run that fixed it; nil while it is open.
  package var brokenFor: Duration? { resolver.map { $0.endedAt - since } }

  /// Where what is said about it is kept.
  package var key: String {
    Acknowledgement.key(profile: profile, line: line, task: cause?.taskID)
  }

  /// The same, and where it was kept while the failing task was not known yet.
  package var keys: [String] {
    let early = Acknowledgement.key(profile: profile, line: line, task: nil)
    return key == early ? [key] : [key, early]
  }
}

extension Problem {
  init(_ span: ProblemSpan, _ snapshot: Snapshot) {
    let run = span.newest.run
    let resolver = span.resolver?.run
    id = ID(profile: snapshot.source.profile, line: span.line, run: resolver?.id)
    kind =
      switch span.outcome {
      case .failed: .failed
      case .warning: .warning
      default: .cancelled
      }
    self.run = run
    count = span.count
    since = span.oldest.run.endedAt
    cause = snapshot.failureCauses[run.id]
    isProduction = snapshot.source.isProduction(span.line.environment)
    stuck = nil
    self.resolver = resolver
  }

  init(_ run: PipelineRun, _ stuck: Stuck, _ snapshot: Snapshot) {
    let line = RunLine(run)
    id = ID(profile: snapshot.source.profile, line: line, run: run.id)
    kind = .stuck
    self.run = run
    count = 1
    since = run.startedAt ?? run.createdAt
    cause = nil
    isProduction = snapshot.source.isProduction(line.environment)
    self.stuck = stuck
    resolver = nil
  }

  /// Whether a person should look at `a` first: production, then the worst kind, then what happened
  /// last, then what has been broken for longest.
  package static func isWorse(_ a: Problem, _ b: Problem) -> Bool {
    if a.isProduction != b.isProduction { return a.isProduction }
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    if a.lastAt != b.lastAt { return a.lastAt > b.lastAt }
    if a.since != b.since { return a.since < b.since }
    return (a.profile, a.run.id.text) < (b.profile, b.run.id.text)
  }
}

extension PipelineRun {
  /// When it ended, as far as it says so.
  package var endedAt: Timestamp { completedAt ?? updatedAt ?? createdAt }
}

extension SourceLabel {
  /// Whether runs in an environment count as production: a name that the profile lists, or every
  /// one where the whole profile is production and lists none.
  package func isProduction(_ environment: String?) -> Bool {
    guard !productionEnvironments.isEmpty else { return isProduction }
    guard let environment = environment?.lowercased() else { return false }
    return productionEnvironments.contains { $0.lowercased() == environment }
  }
}

extension Acknowledgement {
  /// The name of a problem that stays the same while the same task fails on the same line.
  package static func key(profile: String, line: RunLine, task: String?) -> String {
    [profile, line.pipeline.text, line.branch ?? "", line.environment ?? "", task ?? ""]
      .joined(separator: "\t")
  }
}
