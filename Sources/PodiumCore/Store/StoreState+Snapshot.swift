// The state as screens see it.
import OrchestraAPI
import Time

extension StoreState {
  /// Counts a change that no answer brought.
  mutating func touch() { generation += 1 }

  /// When the newest page is asked for next; nil while a request for it is under way.
  func nextPoll(pace: Pace) -> Duration? {
    let record = refresh.records[.newest] ?? FetchRecord()
    guard !record.isInFlight, refresh.role != .resting else { return nil }
    return refresh.outage?.nextProbe ?? record.due(every: refresh.interval(pace))
  }

  /// What the client knows about the server's clock.
  mutating func noteClockSkew(_ skew: Duration?) {
    guard let skew else { return }
    refresh.server.ahead = max(skew, .zero)
  }

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
    snapshot.depth = depth
    snapshot.traffic = traffic
    for query in refresh.watched.union([.runs]) {
      snapshot.freshness[query] = freshness(of: query, at: now, pace: pace)
    }
    return snapshot
  }
}
