// The numbers of the second line that no table keeps: open problems and the failures of the last day.
// Kept from frame to frame, so that a key costs nothing.
import PodiumCore
import Time

/// Open problems, and how the last day went.
package struct WorkspacePulse: Sendable {
  private var trend = DayTrend()
  private var made: Made?
  /// nil before all runs were looked at.
  package private(set) var openProblems: Int?
  /// Those of the other watched workspaces, as far as they are known.
  package private(set) var problemsElsewhere = 0

  private struct Made: Equatable {
    var generation: Int
    var runs: Int
    var minute: Int64
    var acknowledgements: [String: Acknowledgement]
    var others: [Int]
  }

  package init() {}

  /// Failed runs of each of the last 24 hours; the last one is still going on.
  package var failures: [Int] { trend.hours.map(\.failed) }

  /// Adapts to the snapshot and the minute.
  package mutating func settle(_ context: ViewContext) {
    let snapshot = context.snapshot
    let insight = context.insight
    let now = Made(
      generation: snapshot.generation, runs: insight.runs, minute: context.now.seconds / 60,
      acknowledgements: context.memory.acknowledgements,
      others: context.workspaces.dropFirst().flatMap { [$0.snapshot.generation, $0.insight.runs] })
    guard made != now else { return }
    made = now
    trend.count(snapshot.runs, now: context.now)
    openProblems =
      insight.isComplete && !snapshot.runs.isEmpty ? context.openProblems.total : nil
    problemsElsewhere = context.workspaces.dropFirst().reduce(0) {
      $0 + OpenProblems($1, acknowledgements: now.acknowledgements, now: context.now).total
    }
  }
}
