// Why a pipeline has not run: tables of cases against a fixed clock.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct LatenessTests {
  /// Sat 2026-11-21 03:12:00 UTC.
  static let now = Timestamp(seconds: 1_795_230_720)

  private func pipeline(
    _ crons: [String] = ["0 * * * *"], change: (inout Pipeline) -> Void = { _ in }
  ) -> Pipeline {
    var pipeline = Pipeline(id: "p", name: "P", createdAt: Self.now - .seconds(30 * 86_400))
    pipeline.schedule = .array(crons.map { ["cron": .string($0)] as JSONValue })
    change(&pipeline)
    return pipeline
  }

  private func run(
    _ status: RunStatus = .succeeded, minutesAgo: Int, cron: String? = "0 * * * *"
  ) -> PipelineRun {
    var run = PipelineRun(
      id: PipelineRun.ID("run-\(minutesAgo)"), pipelineID: "p", pipelineName: "P", status: status,
      createdAt: Self.now - .seconds(minutesAgo * 60))
    run.startedAt = status == .queued ? nil : run.createdAt
    if status.isTerminal { run.completedAt = run.createdAt + .seconds(60) }
    var cause = TriggeredBy(type: cron == nil ? "MANUAL" : "SCHEDULED")
    cause.scheduleCron = cron
    run.triggeredBy = [cause]
    return run
  }

  private func lateness(
    _ pipeline: Pipeline, _ runs: [PipelineRun], among others: [Pipeline] = []
  ) -> Lateness {
    Lateness(
      pipeline, among: others + [pipeline], runs: runs, from: Self.now - .seconds(7 * 86_400),
      now: Self.now)
  }

  @Test func whatRanAtItsLastTimeIsNotDue() {
    let found = lateness(pipeline(), [run(minutesAgo: 12)])
    #expect(found.verdict == .notDue)
    #expect(
      found.reasons == [
        "nothing is missing: it is due next at 2026-11-21T04:00:00Z, in 48 min"
      ])
    #expect(found.schedules[0].times?.last?.iso8601Seconds == "2026-11-21T03:00:00Z")
  }

  @Test func missedFiringsAreCountedFromTheFirst() {
    let found = lateness(pipeline(), [run(minutesAgo: 132)])
    #expect(found.verdict == .late)
    #expect(found.schedules[0].times?.missed == 2)
    #expect(found.schedules[0].times?.missedSince?.iso8601Seconds == "2026-11-21T02:00:00Z")
    #expect(found.reasons[0].contains("1 h 12 min ago"))
    #expect(found.reasons[0].contains("2 firings missed"))
  }

  /// A run may begin some minutes after its time.
  @Test func aFiringOfAMinuteAgoIsNotMissed() {
    let found = lateness(pipeline(["11 * * * *"]), [run(minutesAgo: 61, cron: "11 * * * *")])
    #expect(found.verdict == .notDue)
  }

  /// A run by hand says that the pipeline works, not that its schedule does.
  @Test func runsByHandExcuseNoSchedule() {
    let found = lateness(pipeline(), [run(minutesAgo: 3, cron: nil), run(minutesAgo: 132)])
    #expect(found.verdict == .late)
  }

  @Test func aPausedPipelineIsPausedAndNothingElse() {
    let found = lateness(pipeline { $0.paused = true }, [run(minutesAgo: 500)])
    #expect(found.verdict == .paused)
    #expect(found.reasons.count == 1)
  }

  @Test func whatStillRunsComesBeforeWhatIsMissed() {
    let usual = (1...6).map { run(minutesAgo: 300 + $0) }
    let found = lateness(pipeline(), [run(.running, minutesAgo: 132)] + usual)
    #expect(found.verdict == .running)
    #expect(found.reasons[0].contains("run run-132 is RUNNING for 2 h 12 min"))
    #expect(found.reasons[0].contains("it may be stuck"))
    #expect(found.reasons[1].contains("firings missed"))
  }

  @Test func aQueuedRunNamesTheOneBeforeIt() {
    let found = lateness(
      pipeline(), [run(.queued, minutesAgo: 12), run(.running, minutesAgo: 72)])
    #expect(found.verdict == .waiting)
    #expect(found.reasons[0].contains("it waits behind run run-72"))
  }

  @Test func aFollowerWaitsForWhatFailed() {
    let follower = pipeline([]) {
      $0.triggerEvents = [["pipelineId": "up", "statuses": ["SUCCEEDED"]]]
    }
    var up = Pipeline(id: "up", name: "Up", createdAt: Self.now)
    up.latestRun = Pipeline.LatestRun(id: "u1", status: .failed)
    let blocked = lateness(follower, [run(minutesAgo: 900, cron: nil)], among: [up])
    #expect(blocked.verdict == .blocked)
    #expect(blocked.reasons == ["it starts after Up, whose latest run u1 ended FAILED"])
    up.latestRun?.status = .running
    #expect(lateness(follower, [], among: [up]).verdict == .waiting)
  }

  @Test func withoutAScheduleSomebodyStartsIt() {
    let found = lateness(pipeline([]), [run(minutesAgo: 900, cron: nil)])
    #expect(found.verdict == .noSchedule)
    let never = lateness(pipeline([]), [])
    #expect(never.reasons.last == "it has not run in the last seven days")
  }

  @Test func aScheduleThatIsNotUnderstoodSaysSo() {
    let found = lateness(pipeline(["not a cron"]), [run(minutesAgo: 12)])
    #expect(found.verdict == .unknown)
    #expect(found.schedules[0].problem != nil && found.schedules[0].times == nil)
  }

  /// What was planned before the last change of the pipeline is not known.
  @Test func aChangedPipelineIsJudgedFromItsChange() {
    let changed = pipeline { $0.updatedAt = Self.now - .seconds(600) }
    #expect(lateness(changed, [run(minutesAgo: 500)]).verdict == .notDue)
  }
}
