// Pure: what to fetch next, in which order, and when to look again. Knows no rows, no clock and no
// client; the budget it is given decides how much may leave.
import OrchestraAPI
import OrchestraClient
import Resilience
import Time

/// The next requests and the next moment of thought.
package struct RefreshPlan: Sendable, Equatable {
  /// Leave now, most important first.
  package var fetches: [Planned]
  /// When to plan again if nothing happens before; nil when only an event can change anything.
  package var wakeAt: Duration?

  /// A request with its place in the budget.
  package struct Planned: Sendable, Equatable {
    package let fetch: Fetch
    package let priority: RateLimiter.Priority
  }

  /// Requests under way at a time.
  package static let concurrentMax = 4
  /// Runs that are asked for by id in one request.
  package static let idsMax = 50

  /// - Parameter budget: a copy of the client's limiter; planned requests are taken from it.
  package static func make(
    _ state: RefreshState, at now: Moment, budget: RateLimiter
  ) -> RefreshPlan {
    var budget = budget
    var plan = RefreshPlan(fetches: [], wakeAt: nil)
    var room = concurrentMax - state.records.values.count { $0.isInFlight }
    let candidates = candidates(state, at: now, perMinute: budget.perMinute)
    let isAwake = candidates.contains { $0.dueAt <= now.monotonic }
    for candidate in candidates {
      let isNear = isAwake && candidate.mayGoEarly && candidate.dueAt <= now.monotonic + together
      if candidate.dueAt > now.monotonic, !isNear {
        plan.wake(at: candidate.dueAt)
        continue
      }
      // Whoever comes back makes room; no timer is needed.
      guard room > 0 else { continue }
      // Without a limit nothing needs to be counted, and the budget is not copied.
      let isLimited = budget.room(for: candidate.priority) != nil
      let verdict =
        isLimited
        ? budget.take(candidate.priority, at: now.monotonic)
        : budget.verdict(candidate.priority, at: now.monotonic)
      switch verdict {
      case .now:
        plan.fetches.append(Planned(fetch: candidate.fetch, priority: candidate.priority))
        room -= 1
      case .wait(let until): plan.wake(at: max(until, now.monotonic + soonest))
      }
    }
    return plan
  }

  /// What is due so soon after something else leaves with it: one wake-up instead of two.
  static let together: Duration = .milliseconds(100)
  /// Shortest time between two thoughts without an event.
  private static let soonest: Duration = .milliseconds(20)

  private mutating func wake(at time: Duration) { wakeAt = min(wakeAt ?? time, time) }
}

/// Something that could be fetched and from when on.
struct Candidate: Equatable {
  var fetch: Fetch
  var priority: RateLimiter.Priority
  var dueAt: Duration
  /// Whether its interval alone decides when it is due: a pause that a server asked for, or that
  /// follows failures, is never cut short.
  var mayGoEarly = false
}

extension RefreshPlan {
  /// Everything worth fetching, most important first.
  static func candidates(
    _ state: RefreshState, at now: Moment, perMinute: Int?
  ) -> [Candidate] {
    let pace = Pace(perMinute: perMinute)
    guard state.role != .resting else { return [] }
    let head = headCandidates(state, at: now, pace: pace)
    // The first screen needs one request, and an outage one probe: nothing else leaves meanwhile.
    guard state.head.isAnswered, state.outage == nil else { return head }
    // Problems of a workspace beside the shown one count like its own; only screens need the rest.
    let isFront = state.role == .front
    let all =
      head + openCandidates(state, at: now, pace: pace) + activeCandidates(state, pace: pace)
      + (isFront ? progressCandidates(state, pace: pace) : [])
      + causeCandidates(state, at: now, pace: pace)
      + causeLogCandidates(state, pace: pace) + backfillCandidates(state)
      + (isFront ? hiddenCandidates(state, pace: pace) : [])
    return all.enumerated()
      .sorted {
        ($1.element.priority, $0.offset) < ($0.element.priority, $1.offset)
      }
      .map(\.element)
  }

  private static func headCandidates(
    _ state: RefreshState, at now: Moment, pace: Pace
  ) -> [Candidate] {
    let record = state.records[.newest] ?? FetchRecord()
    let window = TimeWindow.week(at: now.wall, serverAhead: state.server.ahead)
    if let outage = state.outage {
      guard !record.isInFlight else { return [] }
      let due = record.isAsked ? record.notBefore ?? .zero : outage.nextProbe
      return [Candidate(fetch: .newest(PageRequest(), window), priority: .asked, dueAt: due)]
    }
    if let page = state.head.catchUpPage, let due = record.due(every: .zero) {
      let fetch = Fetch.newest(PageRequest(page: page), window)
      return [Candidate(fetch: fetch, priority: .visible, dueAt: due)]
    }
    guard let due = record.due(every: state.interval(pace)) else { return [] }
    let isUrgent = record.isAsked || !state.head.isAnswered
    let fetch = Fetch.newest(PageRequest(size: state.head.rows), window)
    return [
      Candidate(
        fetch: fetch, priority: isUrgent ? .asked : .visible, dueAt: due,
        mayGoEarly: record.isPaced)
    ]
  }

  /// What screens have open.
  private static func openCandidates(
    _ state: RefreshState, at now: Moment, pace: Pace
  ) -> [Candidate] {
    var result: [Candidate] = []
    func add(_ fetch: Fetch, every interval: Duration) {
      let record = state.records[fetch.key] ?? FetchRecord()
      guard let due = record.due(every: interval) else { return }
      let isFirst = record.goodAt == nil && record.failures == 0
      result.append(
        Candidate(
          fetch: fetch, priority: isFirst || record.isAsked ? .asked : .visible, dueAt: due,
          mayGoEarly: record.isPaced))
    }
    for query in state.watchedInOrder {
      switch query {
      case .runs: break
      case .run(let id):
        if state.unknownRuns.contains(id) { add(.status(id), every: pace.openRun) }
        let page = state.records[.tasks(id)]?.nextPage ?? 1
        add(.tasks(id, page: page), every: pace.openRun)
      case .taskFiles(let run, let task):
        let path = TaskRunPath(runID: run, taskRunID: task)
        add(.logs(path), every: pace.files)
        add(.artifacts(path), every: pace.files)
      case .pipelines: add(.pipelines, every: pace.pipelines)
      case .environments: add(.environments, every: pace.pipelinesHidden)
      case .definition(let key): add(.definition(key), every: pace.pipelinesHidden)
      case .operations(let run, let task):
        let path = TaskRunPath(runID: run, taskRunID: task)
        let page = state.records[.operations(task)]?.nextPage ?? 1
        add(.operations(path, page: page), every: pace.files)
      case .history(let id): result += historyCandidates(of: id, state, at: now, pace: pace)
      }
    }
    return result
  }

  /// The newest page of a history matters at once, those of the past when there is room.
  private static func historyCandidates(
    of id: Pipeline.ID, _ state: RefreshState, at now: Moment, pace: Pace
  ) -> [Candidate] {
    let record = state.records[.history(id)] ?? FetchRecord()
    guard let due = record.due(every: pace.history) else { return [] }
    let page = record.nextPage ?? 1
    let window = TimeWindow.week(at: now.wall, serverAhead: state.server.ahead)
    return [
      Candidate(
        fetch: .history(id, page: page, window), priority: page == 1 ? .visible : .background,
        dueAt: due)
    ]
  }

  /// Running runs that the newest page did not show for a while.
  private static func activeCandidates(_ state: RefreshState, pace: Pace) -> [Candidate] {
    guard !state.active.isEmpty else { return [] }
    let patience = state.role == .front ? pace.active : pace.beside * 2
    let due = state.active.map { id, seenAt in
      let isOpen = state.watched.contains(.run(id))
      return (id: id, at: seenAt + (isOpen ? max(pace.openRun, pace.newest * 2) : patience))
    }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    if state.server.filtersRunIDs {
      guard let next = (state.records[.runs] ?? FetchRecord()).due(every: pace.active / 2)
      else { return [] }
      let ids = due.prefix(idsMax).map(\.id)
      return [Candidate(fetch: .runs(ids), priority: .visible, dueAt: max(due[0].at, next))]
    }
    for (id, at) in due.prefix(idsMax) {
      guard let next = (state.records[.status(id)] ?? FetchRecord()).due(every: pace.active)
      else { continue }
      return [Candidate(fetch: .status(id), priority: .visible, dueAt: max(at, next))]
    }
    return []
  }

  /// Tasks of running runs, one run after the other.
  private static func progressCandidates(_ state: RefreshState, pace: Pace) -> [Candidate] {
    let pause = state.progressAskedAt.map { $0 + pace.progress * 2 / 3 } ?? .zero
    let next = state.active.keys.filter { !state.watched.contains(.run($0)) }
      .compactMap { id -> (id: PipelineRun.ID, page: Int, at: Duration)? in
        let record = state.records[.tasks(id)] ?? FetchRecord()
        guard let due = record.due(every: pace.progress) else { return nil }
        return (id, record.nextPage ?? 1, max(due, pause))
      }
      .min { ($0.at, $0.id) < ($1.at, $1.id) }
    guard let next else { return [] }
    return [
      Candidate(fetch: .tasks(next.id, page: next.page), priority: .visible, dueAt: next.at)
    ]
  }

  /// Why runs failed: one page of failed task runs explains many of them.
  private static func causeCandidates(
    _ state: RefreshState, at now: Moment, pace: Pace
  ) -> [Candidate] {
    guard state.server.listsTaskRuns else { return nestedCauseCandidates(state, pace: pace) }
    let record = state.records[.failedTasks] ?? FetchRecord()
    guard let due = record.due(every: pace.causes) else { return [] }
    // The first screen's failures matter at once; those of the past wait until they make a page.
    let isFirst = record.goodAt == nil
    let isRecent = !state.backfill.isReading
    if !isFirst, !isRecent, state.causes.count < PageRequest.sizeMax { return [] }
    let end = now.wall + TimeWindow.lead + state.server.ahead
    // The window is looked for only when the request may leave.
    let window =
      due > now.monotonic ? TimeWindow.week(at: now.wall) : state.causes.nextWindow(to: end)
    guard let window, !state.causes.isEmpty || state.causes.window != nil else { return [] }
    let page = state.causes.nextPage
    return [
      Candidate(
        fetch: .failedTasks(page: page, window),
        priority: isFirst || isRecent ? .visible : .background, dueAt: due)
    ]
  }

  /// Without that listing: the newest failed runs one by one.
  private static func nestedCauseCandidates(_ state: RefreshState, pace: Pace) -> [Candidate] {
    let next = state.causes.newestFirst.filter { state.active[$0.id] == nil }.prefix(idsMax)
      .compactMap { entry -> Candidate? in
        let record = state.records[.tasks(entry.id)] ?? FetchRecord()
        guard let due = record.due(every: pace.progress) else { return nil }
        let fetch = Fetch.tasks(entry.id, page: record.nextPage ?? 1)
        return Candidate(fetch: fetch, priority: .background, dueAt: due)
      }
    return Array(next.prefix(1))
  }

  /// The end of a failing task's log, for the newest failures that no message explains.
  private static func causeLogCandidates(_ state: RefreshState, pace: Pace) -> [Candidate] {
    guard let entry = state.causeLogs.next,
      let due = (state.records[.causeLog] ?? FetchRecord()).due(every: pace.causes)
    else { return [] }
    let fetch =
      entry.filename.map { Fetch.causeTail(entry.path, filename: $0) } ?? .causeFiles(entry.path)
    return [Candidate(fetch: fetch, priority: .background, dueAt: due)]
  }

  private static func backfillCandidates(_ state: RefreshState) -> [Candidate] {
    let backfill = state.backfill
    guard let window = backfill.window else { return [] }
    var result: [Candidate] = []
    func add(_ page: Int) {
      let record = state.records[.backfill(page)] ?? FetchRecord()
      guard let due = record.due(every: .zero) else { return }
      result.append(
        Candidate(fetch: .backfill(page: page, window), priority: .background, dueAt: due))
    }
    for page in backfill.retry.sorted() { add(page) }
    let inFlight = state.records.count { $0.value.isInFlight && $0.key.isBackfill }
    var page = backfill.nextPage
    while page <= backfill.lastPage, result.count + inFlight < RefreshState.Backfill.concurrentMax {
      add(page)
      page += 1
    }
    return Array(result.prefix(max(0, RefreshState.Backfill.concurrentMax - inFlight)))
  }

  /// What no screen shows but the palette and the next screen will want.
  private static func hiddenCandidates(_ state: RefreshState, pace: Pace) -> [Candidate] {
    guard !state.watched.contains(.pipelines), !state.backfill.isReading,
      let due = (state.records[.pipelines] ?? FetchRecord()).due(every: pace.pipelinesHidden)
    else { return [] }
    return [Candidate(fetch: .pipelines, priority: .background, dueAt: due)]
  }
}

extension RefreshState {
  /// Pause between two newest pages.
  func interval(_ pace: Pace) -> Duration { role == .front ? head.interval(pace) : pace.beside }
}

extension RefreshState.Head {
  /// Pause between two newest pages.
  func interval(_ pace: Pace) -> Duration {
    quietAnswers >= Pace.quietAnswers ? pace.quiet : pace.newest
  }
}

extension Fetch.Key {
  var isBackfill: Bool { if case .backfill = self { true } else { false } }
}
