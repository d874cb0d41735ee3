// Failures become freshness: the last good data stays, with its age, the cause and the next attempt.
import OrchestraAPI
import Time

extension StoreState {
  /// Notes that a fetch failed.
  package mutating func fail(_ failure: FetchFailure, for ticket: Ticket, at now: Moment) {
    let key = ticket.fetch.key
    guard var record = refresh.records[key], ticket.number > record.applied else { return }
    record.isInFlight = false
    if failure.kind == .cancelled {
      record.isAsked = true
    } else {
      record.failures += 1
      record.failure = failure
      record.failingSince = record.failingSince ?? now.wall
      record.notBefore = failure.notBefore
    }
    refresh.records[key] = record
    if case .backfill(let page, let window) = ticket.fetch {
      guard window == refresh.backfill.window else {
        refresh.records[key] = nil
        return
      }
      refresh.backfill.retry.insert(page)
    }
    switch ticket.fetch {
    case .causeFiles(let path), .causeTail(let path, _): refresh.causeLogs.noteFailure(of: path)
    default: break
    }
    if case .status(let id) = ticket.fetch, failure.kind == .permanent, refresh.active[id] != nil {
      noteMissing(id)
    }
    if case .tasks(let id, _) = ticket.fetch {
      // Pages of different moments do not belong together: the next attempt starts over.
      refresh.records[key]?.nextPage = nil
      taskPages[id] = nil
    }
    if case .operations = ticket.fetch { refresh.records[key]?.nextPage = nil }
    guard failure.kind != .cancelled else { return }
    if case .failedTasks = ticket.fetch, failure.kind == .permanent {
      refresh.server.listsTaskRuns = false
    }
    if case .runs = ticket.fetch, failure.kind == .permanent {
      refresh.server.filtersRunIDs = false
    }
    if failure.kind == .service || key == .newest { noteOutage(failure, at: now) }
    generation += 1
  }

  private mutating func noteOutage(_ failure: FetchFailure, at now: Moment) {
    let attempts = (refresh.outage?.attempts ?? 0) + 1
    let pause = now.monotonic + Pace.afterFailures(attempts)
    refresh.outage = RefreshState.Outage(
      since: refresh.outage?.since ?? now.wall,
      nextProbe: max(pause, failure.notBefore ?? .zero), failure: failure, attempts: attempts)
  }

  /// How far a query can be trusted.
  package func freshness(of query: Query, at now: Moment, pace: Pace) -> Freshness {
    let records = Self.keys(of: query).map { refresh.records[$0] ?? FetchRecord() }
    let goodAt = records.compactMap(\.goodAt).min()
    if query == .runs, let outage = refresh.outage {
      return .failing(describe(outage, lastGood: goodAt, at: now))
    }
    if let failing = records.first(where: { $0.failures > 0 }), let failure = failing.failure {
      let due = failing.due(every: .zero).map { now.wall(at: $0) }
      return .failing(
        Freshness.Failure(
          failure, since: failing.failingSince ?? now.wall, lastGood: goodAt, nextAttempt: due,
          attempts: failing.failures))
    }
    guard let goodAt, !records.contains(where: { $0.goodAt == nil }) else {
      return refresh.outage.map { .failing(describe($0, lastGood: nil, at: now)) } ?? .loading
    }
    if records.allSatisfy(\.isSettled) { return .settled(at: goodAt) }
    let patience = interval(of: query, pace: pace) * 3 + .seconds(5)
    let isLate = refresh.outage != nil || now.wall - goodAt > patience
    return isLate ? .stale(since: goodAt) : .fresh(at: goodAt)
  }

  private func describe(
    _ outage: RefreshState.Outage, lastGood: Timestamp?, at now: Moment
  ) -> Freshness.Failure {
    Freshness.Failure(
      outage.failure, since: outage.since, lastGood: lastGood,
      nextAttempt: now.wall(at: outage.nextProbe), attempts: outage.attempts)
  }

  private func interval(of query: Query, pace: Pace) -> Duration {
    switch query {
    case .runs: pace.newest
    case .run: pace.openRun
    case .taskFiles: pace.files
    case .pipelines: pace.pipelines
    case .environments, .definition: pace.pipelinesHidden
    case .operations: pace.files
    case .history: pace.history
    }
  }
}

extension Freshness.Failure {
  fileprivate init(
    _ failure: FetchFailure, since: Timestamp, lastGood: Timestamp?, nextAttempt: Timestamp?,
    attempts: Int
  ) {
    self.init(
      since: since, lastGood: lastGood, cause: failure.cause, advice: failure.advice,
      nextAttempt: nextAttempt, attempts: attempts)
    isKeyRefused = failure.isKeyRefused
  }
}
