// The plan by hand: what leaves, in which order, and what waits.
import OrchestraAPI
import OrchestraClient
import Resilience
import Testing
import Time

@testable import PodiumCore

@Suite struct RefreshPlanTests {
  private let start = Fixture.epoch

  private func moment(_ seconds: Double) -> Moment {
    Moment(monotonic: .seconds(seconds), wall: start + .seconds(seconds))
  }

  /// A state after the first screen and a finished window.
  private func settled(at seconds: Double = 0) -> RefreshState {
    var state = RefreshState()
    state.head.isAnswered = true
    state.records[.newest] = good(at: seconds)
    state.records[.pipelines] = good(at: seconds)
    return state
  }

  private func good(at seconds: Double) -> FetchRecord {
    var record = FetchRecord()
    record.askedAt = .seconds(seconds)
    record.goodAt = start + .seconds(seconds)
    return record
  }

  private func plan(
    _ state: RefreshState, at seconds: Double, perMinute: Int? = 50
  ) -> RefreshPlan {
    RefreshPlan.make(state, at: moment(seconds), budget: RateLimiter(perMinute: perMinute))
  }

  @Test func nothingButTheFirstPageLeavesAtFirst() {
    var state = RefreshState()
    state.watched = [.run("a"), .pipelines, .environments]
    let plan = plan(state, at: 0)
    #expect(plan.fetches.map(\.fetch.key) == [.newest])
    #expect(plan.fetches.map(\.priority) == [.asked])
  }

  @Test func theNewestPageComesEveryInterval() {
    #expect(plan(settled(), at: 4.9).fetches.isEmpty)
    #expect(plan(settled(), at: 4.9).wakeAt == .seconds(5))
    #expect(plan(settled(), at: 5).fetches.map(\.fetch.key) == [.newest])
    var quiet = settled()
    quiet.head.quietAnswers = Pace.quietAnswers
    #expect(plan(quiet, at: 3, perMinute: nil).wakeAt == .seconds(5))
    #expect(plan(settled(), at: 1, perMinute: nil).wakeAt == .seconds(2))
  }

  /// Each wake-up is a poll of its own otherwise, some milliseconds after the other, for ever.
  @Test func whatIsDueAMomentLaterLeavesWithItButNoPauseIsCutShort() {
    var state = settled()
    state.watched = [.pipelines]
    state.records[.pipelines] = good(at: 2.05)
    state.records[.newest] = good(at: 7)
    #expect(plan(state, at: 11.9, perMinute: nil).fetches.map(\.fetch.key) == [.newest])
    #expect(
      Set(plan(state, at: 12, perMinute: nil).fetches.map(\.fetch.key)) == [.newest, .pipelines])
    #expect(plan(state, at: 8.95, perMinute: nil).fetches.isEmpty, "nothing leaves by itself early")
    state.records[.pipelines]?.notBefore = .seconds(12.05)
    #expect(plan(state, at: 12, perMinute: nil).fetches.map(\.fetch.key) == [.newest])
    state.records[.pipelines] = good(at: 0)
    state.records[.pipelines]?.failures = 1
    state.records[.pipelines]?.askedAt = .seconds(2.05)
    #expect(plan(state, at: 12, perMinute: nil).fetches.map(\.fetch.key) == [.newest])
  }

  @Test func aRestingWorkspaceAsksForNothing() {
    var state = settled()
    state.role = .resting
    state.watched = [.run("a"), .pipelines]
    state.backfill.window = TimeWindow.week(at: start)
    #expect(plan(state, at: 1_000).fetches.isEmpty)
    #expect(plan(state, at: 1_000).wakeAt == nil)
  }

  @Test func aWorkspaceBesideKeepsItsRunsCompleteAtALowPace() {
    var state = settled()
    state.role = .beside
    state.active["r"] = .zero
    #expect(plan(state, at: 29.9).fetches.isEmpty)
    #expect(plan(state, at: 29.9).wakeAt == .seconds(30))
    // What runs is asked about, too: else it would seem to run for ever. Its tasks are not.
    #expect(plan(state, at: 61).fetches.map(\.fetch.key) == [.newest, .runs])
    var reading = settled()
    reading.role = .beside
    reading.backfill.window = TimeWindow.week(at: start)
    reading.backfill.lastPage = 9
    #expect(plan(reading, at: 1).fetches.contains { $0.fetch.key.isBackfill })
  }

  @Test func whatTheUserOpenedGoesFirstAndIsAsked() {
    var state = settled()
    state.watched = [.run("a")]
    state.backfill.window = TimeWindow.week(at: start)
    state.backfill.lastPage = 9
    let plan = plan(state, at: 1)
    #expect(plan.fetches.first?.fetch == .tasks("a", page: 1))
    #expect(plan.fetches.first?.priority == .asked)
    #expect(plan.fetches.dropFirst().map(\.fetch.key) == [.backfill(2), .backfill(3)])
  }

  @Test func backfillReadsTheNewestPageFirstAndRetriesFailedOnes() {
    var state = settled()
    state.backfill.window = TimeWindow.week(at: start)
    state.backfill.nextPage = 7
    state.backfill.lastPage = 7
    state.backfill.retry = [4]
    #expect(plan(state, at: 1).fetches.map(\.fetch.key) == [.backfill(4), .backfill(7)])
    state.records[.backfill(7)] = FetchRecord()
    state.records[.backfill(7)]?.isInFlight = true
    #expect(plan(state, at: 1).fetches.map(\.fetch.key) == [.backfill(4)])
  }

  @Test func theWindowAlwaysHasBothEndsWithinAWeek() {
    for ahead in [Duration.zero, .seconds(300)] {
      let window = TimeWindow.week(at: start, serverAhead: ahead)
      #expect(window.to - window.from < .seconds(168 * 3600))
      #expect(window.to >= start + ahead)
    }
  }

  @Test func runningRunsAreAskedForTogetherWhenNotSeenForLong() {
    var state = settled(at: 18)
    for index in 0..<80 { state.active[PipelineRun.ID("run-\(index)")] = .seconds(1) }
    state.progressAskedAt = .seconds(19)
    let plan = plan(state, at: 20)
    guard case .runs(let ids)? = plan.fetches.first?.fetch else {
      Issue.record("expected named runs, got \(plan.fetches)")
      return
    }
    #expect(ids.count == RefreshPlan.idsMax)
    state.server.filtersRunIDs = false
    let single = self.plan(state, at: 20)
    #expect(single.fetches.first?.fetch.key == .status("run-0"))
  }

  @Test func progressTakesTurns() {
    var state = settled(at: 100)
    for id in ["a", "b"] { state.active[PipelineRun.ID(id)] = .seconds(100) }
    state.records[.tasks("a")] = good(at: 90)
    #expect(plan(state, at: 101).fetches.map(\.fetch.key) == [.tasks("b")])
    state.progressAskedAt = .seconds(101)
    state.records[.tasks("b")] = good(at: 101)
    #expect(plan(state, at: 102).fetches.isEmpty)
  }

  @Test func aLongListingIsReadLessOften() {
    var state = settled(at: 100)
    state.watched = [.run("a")]
    state.records[.tasks("a")] = good(at: 100)
    #expect(plan(state, at: 103, perMinute: 50).wakeAt == .seconds(105))
    state.records[.tasks("a")]?.pages = 10
    state.records[.newest] = good(at: 140)
    #expect(plan(state, at: 144).fetches.isEmpty)
  }

  @Test func anOutageIsProbedByTheNewestPageAlone() {
    var state = settled()
    state.watched = [.run("a"), .pipelines]
    state.outage = RefreshState.Outage(
      since: start, nextProbe: .seconds(30), failure: FetchFailure(.service, cause: "x"),
      attempts: 3)
    #expect(plan(state, at: 10).fetches.isEmpty)
    #expect(plan(state, at: 10).wakeAt == .seconds(30))
    #expect(plan(state, at: 30).fetches.map(\.fetch.key) == [.newest])
    state.records[.newest]?.isAsked = true
    #expect(plan(state, at: 10).fetches.map(\.fetch.key) == [.newest])
  }

  @Test func aSpentBudgetWaitsForItsPlaceAndKeepsRoomForTheUser() {
    var budget = RateLimiter(perMinute: 10)
    for second in 0..<8 { _ = budget.take(.asked, at: .seconds(second)) }
    var state = settled()
    let waiting = RefreshPlan.make(state, at: moment(30), budget: budget)
    #expect(waiting.fetches.isEmpty)
    #expect(waiting.wakeAt.map { $0 > .seconds(30) } == true)
    state.watched = [.run("a")]
    let asked = RefreshPlan.make(state, at: moment(30), budget: budget)
    #expect(asked.fetches.map(\.fetch.key) == [.tasks("a")])
  }

  @Test func settledThingsAreNeverAskedForAgain() {
    var state = settled(at: 100)
    state.watched = [.run("a"), .taskFiles("a", "t")]
    for key in [Fetch.Key.tasks("a"), .logs("t"), .artifacts("t")] {
      state.records[key] = good(at: 1)
      state.records[key]?.isSettled = true
    }
    #expect(plan(state, at: 101).fetches.isEmpty)
  }

  @Test func failuresWaitLongerEachTime() {
    var record = good(at: 10)
    record.failure = FetchFailure(.request, cause: "500")
    var pauses: [Duration] = []
    for failures in 1...6 {
      record.failures = failures
      pauses.append((record.due(every: .seconds(1)) ?? .zero) - .seconds(10))
    }
    #expect(pauses == [4, 8, 16, 32, 60, 60].map { .seconds($0) })
    record.failure = FetchFailure(.permanent, cause: "404")
    #expect(record.due(every: .seconds(1)) == .seconds(310))
    record.notBefore = .seconds(900)
    #expect(record.due(every: .seconds(1)) == .seconds(900))
  }
}
