// All remote state of one workspace and every rule about it, as a value: tickets go out, answers and
// failures come in, snapshots come out. No I/O and no clock here; `Store` is the thin shell around it.
import OrchestraAPI
import Resilience
import Time

/// What the store knows.
package struct StoreState: Sendable {
  package internal(set) var ledger = RunLedger()
  package internal(set) var refresh = RefreshState()
  package internal(set) var notes = Notes()
  package internal(set) var coverage = Coverage()
  package internal(set) var details: [PipelineRun.ID: RunDetail] = [:]
  package internal(set) var files: [TaskRun.ID: TaskFiles] = [:]
  package internal(set) var workspace = Workspace()
  package internal(set) var depth = Depth()
  /// Grows with every change that a frame could show.
  package internal(set) var generation = 0

  var ticketCount = 0
  /// Pages of task runs until the last one arrives.
  var taskPages: [PipelineRun.ID: [TaskRun]] = [:]
  /// The same of operations.
  var operationPages: [TaskRun.ID: [Operation]] = [:]
  /// The best failing task so far of runs whose listing is not finished.
  var tentative: [PipelineRun.ID: CauseRank] = [:]

  /// Opened runs that are kept.
  package static let detailsMax = 32
  /// Pages of task runs read for one run.
  static let taskPagesMax = 40

  package init() {}

  /// What to send now. The tickets count as under way from here on.
  package mutating func plan(
    at now: Moment, budget: RateLimiter
  ) -> (tickets: [Ticket], wakeAt: Duration?) {
    let plan = RefreshPlan.make(refresh, at: now, budget: budget)
    let tickets = plan.fetches.map { planned in
      ticketCount += 1
      return Ticket(number: ticketCount, fetch: planned.fetch, priority: planned.priority)
    }
    for ticket in tickets { noteDeparture(of: ticket, at: now) }
    return (tickets, plan.wakeAt)
  }

  /// What screens show now. Opened runs that nobody watches stay until there are too many.
  package mutating func watch(_ queries: Set<Query>) {
    guard queries != refresh.watched else { return }
    refresh.watched = queries
    refresh.unknownRuns = []
    for case .run(let id) in queries {
      if let run = ledger[id] {
        if details[id] == nil { details[id] = RunDetail(run: run) }
      } else if details[id]?.run.status.isTerminal != true {
        refresh.unknownRuns.insert(id)
      }
    }
    forgetOldDetails()
    forgetOldDepth()
  }

  /// How much may be asked for from now on. Who comes to the front is asked at once.
  package mutating func setRole(_ role: StoreRole) {
    guard role != refresh.role else { return }
    refresh.role = role
    if role == .front { refreshNow() }
  }

  /// Fetches the newest page and what is watched as soon as the budget allows.
  package mutating func refreshNow() {
    for key in [.newest] + refresh.watched.flatMap(Self.keys) {
      guard refresh.records[key]?.isSettled != true else { continue }
      refresh.records[key, default: FetchRecord()].isAsked = true
    }
  }

  /// The fetches behind a query.
  static func keys(of query: Query) -> [Fetch.Key] {
    switch query {
    case .runs: [.newest]
    case .run(let id): [.tasks(id)]
    case .taskFiles(_, let task): [.logs(task), .artifacts(task)]
    case .pipelines: [.pipelines]
    case .environments: [.environments]
    case .definition(let key): [.definition(key)]
    case .operations(_, let task): [.operations(task)]
    case .history(let id): [.history(id)]
    }
  }

  private mutating func noteDeparture(of ticket: Ticket, at now: Moment) {
    let key = ticket.fetch.key
    refresh.records[key, default: FetchRecord()].isInFlight = true
    refresh.records[key]?.askedAt = now.monotonic
    refresh.records[key]?.isAsked = false
    switch ticket.fetch {
    case .backfill(let page, _):
      refresh.backfill.retry.remove(page)
      refresh.backfill.nextPage = max(refresh.backfill.nextPage, page + 1)
    case .tasks(let id, let page):
      if page == 1 { taskPages[id] = [] }
      if !refresh.watched.contains(.run(id)) { refresh.progressAskedAt = now.monotonic }
    case .operations(let path, 1): operationPages[path.taskRunID] = []
    case .failedTasks(_, let window): refresh.causes.beginPage(of: window)
    default: break
    }
  }

  private mutating func forgetOldDetails() {
    let open = Set(
      refresh.watched.compactMap { query -> PipelineRun.ID? in
        switch query {
        case .run(let id), .taskFiles(let id, _), .operations(let id, _): id
        default: nil
        }
      })
    guard details.count > Self.detailsMax else { return }
    for id in details.keys where !open.contains(id) {
      for task in details[id]?.tasks ?? [] {
        files[task.id] = nil
        refresh.records[.logs(task.id)] = nil
        refresh.records[.artifacts(task.id)] = nil
        depth.operations[task.id] = nil
        refresh.records[.operations(task.id)] = nil
      }
      details[id] = nil
      refresh.records[.tasks(id)] = nil
      refresh.records[.status(id)] = nil
      if details.count <= Self.detailsMax / 2 { break }
    }
  }
}
