// What schedules start next, and which of them should have started something: tables of cases.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct UpcomingTests {
  /// Sat 2026-11-21 03:12:00 UTC.
  static let now = Timestamp(seconds: 1_795_230_720)

  private func pipeline(
    _ name: String, _ crons: [String], zone: String = "UTC",
    change: (inout Pipeline) -> Void = { _ in }
  ) -> Pipeline {
    let created = Self.now - .seconds(30 * 86_400)
    var pipeline = Pipeline(id: Pipeline.ID("id-\(name)"), name: name, createdAt: created)
    pipeline.schedule = .array(
      crons.map { ["cron": .string($0), "timezone": .string(zone)] as JSONValue })
    change(&pipeline)
    return pipeline
  }

  /// A run that a schedule has started.
  private func run(_ name: String, _ cron: String, minutesAgo: Int, schedule: String? = nil)
    -> PipelineRun
  {
    var cause = TriggeredBy(type: "SCHEDULED")
    (cause.scheduleCron, cause.scheduleName) = (cron, schedule)
    var run = PipelineRun(
      id: PipelineRun.ID("run-\(name)-\(cron)-\(minutesAgo)"),
      pipelineID: Pipeline.ID("id-\(name)"),
      pipelineName: name, status: .succeeded,
      createdAt: Self.now - .seconds(minutesAgo * 60))
    (run.startedAt, run.completedAt) = (run.createdAt, run.createdAt + .seconds(60))
    run.triggeredBy = [cause]
    return run
  }

  private func upcoming(
    _ pipelines: [Pipeline], _ runs: [PipelineRun] = [],
    change: (inout Snapshot) -> Void = { _ in }
  ) -> Upcoming {
    var snapshot = Snapshot(source: SourceLabel(profile: "acme", host: "h"), takenAt: Self.now)
    var ledger = RunLedger()
    ledger.merge(runs)
    snapshot.runs = ledger.table
    snapshot.workspace.pipelines = pipelines
    snapshot.workspace.zones.learn(pipelines.flatMap(\.schedules).compactMap(\.zone))
    snapshot.coverage.isComplete = true
    snapshot.coverage.from = Self.now - .seconds(7 * 86_400)
    snapshot.freshness[.runs] = .fresh(at: Self.now - .seconds(3))
    change(&snapshot)
    return Upcoming(Watched(snapshot, Insight(snapshot.runs)), now: Self.now)
  }

  private func minutes(_ runs: [PlannedRun]) -> [Int] {
    runs.map { Int(($0.at - Self.now).milliseconds / 60_000) }
  }

  @Test func theNextFiringsOfAllSchedulesAreInOrder() {
    let plan = upcoming([
      pipeline("often", ["*/15 * * * *"]), pipeline("hourly", ["20 * * * *"]),
      pipeline("by hand", []),
    ])
    #expect(plan.runs.map(\.pipeline.name).prefix(4) == ["often", "hourly", "often", "often"])
    #expect(minutes(plan.runs) == [3, 8, 18, 33, 68, 128])
  }

  @Test func aPausedPipelineIsListedAndNeverLate() {
    let plan = upcoming([pipeline("often", ["*/15 * * * *"]) { $0.paused = true }])
    #expect(plan.runs.count == Upcoming.perScheduleMax)
    #expect(plan.late.isEmpty)
  }

  @Test func timesAreThoseOfTheScheduleInItsZone() {
    let plan = upcoming([pipeline("daily", ["0 3 * * *"], zone: "Europe/Vienna")])
    // 03:00 in Vienna is 02:00 UTC in November: the next one is tomorrow.
    #expect(minutes(plan.runs).first == 24 * 60 - 72)
  }

  @Test func whatIsNotUnderstoodIsSaidInWords() throws {
    let plan = upcoming([
      pipeline("odd", ["61 * * * *"]), pipeline("far", ["0 3 * * *"], zone: "Mars/Olympus"),
    ])
    #expect(plan.runs.isEmpty)
    #expect(plan.unknown.map(\.pipeline.name) == ["odd", "far"])
    #expect(try #require(plan.unknown.first).problem.message.hasPrefix("61 * * * *: "))
    #expect(
      plan.unknown.last?.problem.message == "time zone Mars/Olympus is not known on this machine")
  }

  /// Every 15 minutes, at 03:12: 03:00 should have begun, 03:15 is to come.
  @Test(
    arguments: [
      // The run of 03:00 was seen.
      (12, nil), (11, nil),
      // The newest one is that of 02:45: that of 03:00 is missing.
      (27, -12),
      // Nothing for hours: late since the first one that is missing.
      (200, -192),
    ] as [(Int, Int?)])
  func aRunIsLateWhenNoneWasSeenSinceItWasDue(newest: Int, due: Int?) {
    let plan = upcoming(
      [pipeline("often", ["*/15 * * * *"])], [run("often", "*/15 * * * *", minutesAgo: newest)])
    #expect(minutes(plan.late) == [due].compactMap { $0 })
    #expect(plan.silence == nil)
  }

  @Test func aRunMayComeAFewMinutesLate() {
    func late(_ cron: String) -> Bool {
      !upcoming([pipeline("p", [cron])], [run("p", cron, minutesAgo: 60)]).late.isEmpty
    }
    // Due at 03:08, and at 03:06, with five minutes to come.
    #expect(!late("8 * * * *"))
    #expect(late("6 * * * *"))
  }

  @Test func nothingIsCalledLateThatTheDataWouldNotShow() {
    let often = [pipeline("often", ["*/15 * * * *"])]
    let partly = upcoming(often) { $0.coverage.isComplete = false }
    #expect(partly.late.isEmpty)
    #expect(partly.silence == "late runs are not told before all runs are loaded")
    let old = upcoming(often, [run("often", "*/15 * * * *", minutesAgo: 27)]) {
      $0.freshness[.runs] = .fresh(at: Self.now - .seconds(600))
    }
    #expect(old.late.isEmpty, "the newest data is older than the run that may have come")
    let changed = upcoming(
      [pipeline("often", ["*/15 * * * *"]) { $0.updatedAt = Self.now - .seconds(60) }])
    #expect(changed.late.isEmpty, "what was planned before the change is not known")
  }

  @Test func eachScheduleOfAPipelineIsJudgedByItsOwnRuns() {
    let both = pipeline("both", ["*/15 * * * *", "0 * * * *"])
    let plan = upcoming([both], [run("both", "*/15 * * * *", minutesAgo: 12)])
    #expect(plan.late.map(\.schedule.cron) == ["0 * * * *"])
    let all = upcoming(
      [both],
      [run("both", "*/15 * * * *", minutesAgo: 12), run("both", "0 * * * *", minutesAgo: 12)])
    #expect(all.late.isEmpty)
  }

  @Test func itsCostDoesNotDependOnTheRuns() {
    // The same schedules over none and over many runs of another pipeline plan the same.
    let pipelines = [pipeline("often", ["*/15 * * * *"])]
    let seen = run("often", "*/15 * * * *", minutesAgo: 12)
    let many = (13..<3000).map { run("other", "* * * * *", minutesAgo: $0) }
    #expect(
      upcoming(pipelines, [seen]).runs.map(\.id)
        == upcoming(pipelines, [seen] + many).runs.map(\.id))
  }

  @Test func schedulesOfOnePipelineAndAllFiringsHaveALimit() {
    let crons = (0..<60).map { "\($0) * * * *" }
    #expect(pipeline("many", crons).schedules.count == 50)
    let all = (0..<1200).map { pipeline("p\($0)", ["* * * * *"]) }
    #expect(upcoming(all).runs.count == Upcoming.runsMax)
  }
}
