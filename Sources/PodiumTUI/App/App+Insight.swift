// Keeps what the runs of each watched workspace say, in slices: keys get their turn in between.
import PodiumCore

extension App {
  /// Chunks looked through between two looks at the keys: some thousand runs, a few milliseconds.
  static let chunksPerTurnMax = 40

  /// Every watched workspace with what is known of its runs, this one first.
  var workspaces: [Watched] {
    ([snapshot] + others).map { snapshot in
      Watched(snapshot, insights[snapshot.source.profile]?.insight ?? Insight())
    }
  }

  /// Whether runs are left to look through.
  var hasMoreRuns: Bool { workspaces.contains { !$0.insight.isComplete } }

  /// Looks at what has changed since the last time, a slice at most.
  func lookThroughRuns() {
    for snapshot in [snapshot] + others {
      _ = insights[snapshot.source.profile, default: InsightIndex()].insight(
        of: snapshot.runs, chunksMax: Self.chunksPerTurnMax)
    }
  }
}
