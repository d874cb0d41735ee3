// The state as screens see it.
import OrchestraAPI
import Time

extension StoreState {
  /// A consistent picture of this moment.
  package func snapshot(
    source: SourceLabel, traffic: Traffic, pace: Pace, at now: Moment
  ) -> Snapshot {
    var snapshot = Snapshot(source: source, takenAt: now.wall)
    snapshot.generation = generation
    snapshot.runs = ledger.table
    snapshot.coverage = coverage
    snapshot.coverage.loaded = ledger.table.count
    snapshot.notes = notes
    snapshot.runDetails = details
    snapshot.taskFiles = files
    snapshot.workspace = workspace
    snapshot.traffic = traffic
    for query in refresh.watched.union([.runs]) {
      snapshot.freshness[query] = freshness(of: query, at: now, pace: pace)
    }
    return snapshot
  }
}
