// What has been asked, what came of it and what is wanted: the input of the refresh plan. A value;
// the rows themselves are not here.
import OrchestraAPI
import OrchestraClient
import Time

/// The store's memory of its requests.
package struct RefreshState: Sendable {
  package var records: [Fetch.Key: FetchRecord] = [:]
  /// What screens show now.
  package var watched: Set<Query> = [] {
    didSet { watchedInOrder = watched.sorted { "\($0)" < "\($1)" } }
  }
  /// The same in an order that does not change from plan to plan.
  private(set) var watchedInOrder: [Query] = []
  package var role = StoreRole.front
  package var head = Head()
  package var backfill = Backfill()
  /// Runs that have not ended, and when each was last seen in an answer.
  package var active: [PipelineRun.ID: Duration] = [:]
  /// Running runs that the server left out of its answers, and how often in a row.
  package var missed: [PipelineRun.ID: Int] = [:]
  /// After so many answers without it a run is gone.
  package static let missedMax = 3
  /// Runs among the watched ones whose row is not known.
  package var unknownRuns: Set<PipelineRun.ID> = []
  package var causes = CauseQueue()
  package var causeLogs = CauseLogs()
  package var outage: Outage?
  /// The last request for the progress of a run that is not open.
  package var progressAskedAt: Duration?
  /// What is known about the server.
  package var server = ServerTraits()

  package init() {}

  /// The newest page: the pulse of everything.
  package struct Head: Sendable, Equatable {
    /// Whether the first screen has arrived.
    package var isAnswered = false
    /// The next page that closes a gap between the newest page and what is known.
    package var catchUpPage: Int?
    /// Rows of the next newest page: enough for the runs that are running, few when all is quiet.
    package var rows = PageRequest.sizeMax
    /// Newest pages in a row that changed nothing while nothing was running.
    package var quietAnswers = 0
    /// Answers in a row that counted more runs than are known.
    package var shortfalls = 0

    /// Pages after which a gap is left to the next audit.
    package static let catchUpPagesMax = 40
    /// Fewest rows of the newest page.
    package static let rowsMin = 20
    /// Shortfalls that start an audit.
    package static let shortfallsMax = 3
  }

  /// Reading the window's past, newest page first.
  package struct Backfill: Sendable, Equatable {
    /// Stays the same for a whole pass, so that new runs shift no page.
    package var window: TimeWindow?
    package var nextPage = 2
    package var lastPage = 1
    /// Pages that failed and wait for their next attempt.
    package var retry: Set<Int> = []
    package var pass = 0
    /// What the server counted in the window when the pass began.
    package var total = 0
    /// Rows vanished while pages were read: those behind them moved up and may have been missed.
    package var isDisturbed = false
    package var finishedAt: Duration?

    /// Full passes in a row before a shortfall is believed.
    package static let passesMax = 3
    /// Pause between audits.
    package static let auditSeconds: Duration = .seconds(600)
    /// Pages under way at a time.
    package static let concurrentMax = 2

    package var isReading: Bool { window != nil && (nextPage <= lastPage || !retry.isEmpty) }
  }

  /// The service does not answer: only the newest page probes it.
  package struct Outage: Sendable, Equatable {
    package var since: Timestamp
    package var nextProbe: Duration
    package var failure: FetchFailure
    package var attempts: Int
  }

  /// Habits of the server that were found out.
  package struct ServerTraits: Sendable, Equatable {
    /// Whether the list can be asked for named runs; some servers ignore the filter.
    package var filtersRunIDs = true
    /// How far its clock is ahead of ours at least.
    package var ahead: Duration = .zero
    /// Whether failed task runs of all runs can be listed.
    package var listsTaskRuns = true

    package init() {}
  }
}

/// How one piece of remote state stands.
package struct FetchRecord: Sendable, Equatable {
  package var isInFlight = false
  /// When the last request left.
  package var askedAt: Duration?
  /// When the last good answer was applied.
  package var goodAt: Timestamp?
  /// Failures in a row, and the last of them.
  package var failures = 0
  package var failure: FetchFailure?
  package var failingSince: Timestamp?
  package var notBefore: Duration?
  /// Number of the last applied ticket.
  package var applied = 0
  /// It cannot change any more.
  package var isSettled = false
  /// The user asked just now: the interval does not matter.
  package var isAsked = false
  /// The next page of the same listing.
  package var nextPage: Int?
  /// Pages of the last whole listing: a long one is read less often.
  package var pages = 1
  /// Answers about something that has ended but still looked unfinished.
  package var unfinishedAnswers = 0

  /// After so many of them the last one is final.
  package static let unfinishedAnswersMax = 5

  package init() {}

  /// Whether nothing but its interval decides when it is due.
  var isPaced: Bool { failures == 0 && notBefore == nil && goodAt != nil }

  /// When the next request is due; nil while one is under way or none is needed.
  package func due(every interval: Duration) -> Duration? {
    let interval = interval * pages
    if isInFlight || isSettled { return nil }
    guard let askedAt else { return notBefore ?? .zero }
    if isAsked { return notBefore ?? .zero }
    if nextPage != nil, failures == 0 { return .zero }
    guard failures > 0 else { return max(askedAt + interval, notBefore ?? .zero) }
    let pause =
      failure?.kind == .permanent ? Pace.afterPermanentFailure : Pace.afterFailures(failures)
    return max(askedAt + max(pause, interval), notBefore ?? .zero)
  }
}
