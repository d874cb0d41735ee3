// What is said about the runs around one run, and about the last day.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct DayTrendTests {
  private func run(
    _ number: Int, _ status: RunStatus, minutesAgo: Int, pipeline: Pipeline.ID = "p"
  ) -> PipelineRun {
    var run = PipelineRun(
      id: PipelineRun.ID("run-\(number)"), pipelineID: pipeline, pipelineName: pipeline.text,
      status: status, createdAt: Fixture.epoch - .seconds(60 * minutesAgo))
    run.completedAt = run.createdAt + .seconds(30)
    return run
  }

  private func table(_ runs: [PipelineRun]) -> RunTable {
    var ledger = RunLedger()
    ledger.merge(runs)
    return ledger.table
  }

  @Test func hoursAreThoseOfTheClockAndOlderRunsDoNotCount() {
    // Twenty minutes into an hour.
    let now = Timestamp(seconds: Fixture.epoch.seconds / 3600 * 3600 + 1_200)
    let shift = Int((Fixture.epoch - now).inSeconds / 60)
    var trend = DayTrend()
    trend.count(
      table([
        run(1, .failed, minutesAgo: shift + 5), run(2, .succeeded, minutesAgo: shift + 19),
        run(3, .failed, minutesAgo: shift + 21), run(4, .failed, minutesAgo: shift + 23 * 60),
        run(5, .failed, minutesAgo: shift + 24 * 60),
      ]), now: now)
    #expect(trend.hours.count == 24)
    #expect(trend.hours[23] == DayTrend.Hour(runs: 2, failed: 1))
    #expect(trend.hours[22] == DayTrend.Hour(runs: 1, failed: 1))
    #expect(trend.hours[0] == DayTrend.Hour(runs: 1, failed: 1))
    #expect(trend.hours.reduce(0) { $0 + $1.runs } == 4)
  }

  @Test func theTrendOfAGrowingListIsThatOfTheWhole() {
    var ledger = RunLedger()
    var trend = DayTrend()
    for part in 0..<20 {
      ledger.merge(
        (0..<100).map {
          run(part * 100 + $0, $0 % 3 == 0 ? .failed : .succeeded, minutesAgo: part * 60 + $0)
        })
      trend.count(ledger.table, now: Fixture.epoch)
    }
    var fresh = DayTrend()
    fresh.count(ledger.table, now: Fixture.epoch)
    #expect(trend.hours == fresh.hours)
    #expect(trend.hours.reduce(0) { $0 + $1.runs } == 2_000)
  }

  @Test func theLastGoodRunIsOfTheSameLine() {
    var staging = run(3, .succeeded, minutesAgo: 20)
    staging.environmentName = "staging"
    let runs = [
      run(1, .succeeded, minutesAgo: 1), run(2, .failed, minutesAgo: 10), staging,
      run(4, .succeeded, minutesAgo: 30, pipeline: "q"), run(5, .warning, minutesAgo: 40),
      run(6, .succeeded, minutesAgo: 50), run(7, .succeeded, minutesAgo: 60),
    ]
    guard case .run(let good) = LastGood(before: runs[1], in: table(runs)) else {
      Issue.record("there is one")
      return
    }
    #expect(good.id == "run-6")
    guard case .none = LastGood(before: runs[6], in: table(runs)) else {
      Issue.record("it is the oldest")
      return
    }
  }

  @Test func onlySoManyRunsAreLookedAtForIt() {
    let many = (1...5_000).map { run($0, .succeeded, minutesAgo: $0, pipeline: "q") }
    let table = table(many + [run(9_001, .failed, minutesAgo: 0)])
    guard
      case .notFound(let looked) = LastGood(before: run(9_001, .failed, minutesAgo: 0), in: table)
    else {
      Issue.record("it looked further than it may")
      return
    }
    #expect(looked == LastGood.rowsMax)
  }

  @Test func aRunKnowsTheProblemThatItIsAPartOf() {
    let runs = [
      run(1, .failed, minutesAgo: 1), run(2, .failed, minutesAgo: 10),
      run(3, .succeeded, minutesAgo: 20), run(4, .failed, minutesAgo: 30),
    ]
    let insight = Insight(table(runs))
    #expect(insight.span(of: runs[1])?.count == 2)
    #expect(insight.span(of: runs[1])?.resolver == nil)
    #expect(insight.span(of: runs[3])?.resolver?.run.id == "run-3")
    #expect(insight.span(of: runs[2]) == nil)
  }

  @Test func whatStartsAfterAPipelineIsBlockedByItsFailure() {
    func pipeline(_ name: String, after: String?, statuses: [String]?) -> Pipeline {
      var pipeline = Pipeline(id: Pipeline.ID(name), name: name, createdAt: Fixture.epoch)
      if let after {
        var event: JSONObject = ["type": "pipeline", "pipelineId": .string(after)]
        if let statuses { event["statuses"] = .array(statuses.map { .string($0) }) }
        pipeline.triggerEvents = .array([.object(event)])
      }
      return pipeline
    }
    var snapshot = Snapshot(
      source: SourceLabel(profile: "p", host: "h"), takenAt: Fixture.epoch)
    var paused = pipeline("paused", after: "p", statuses: nil)
    paused.paused = true
    var failed = pipeline("p", after: nil, statuses: nil)
    failed.alias = "short"
    snapshot.workspace.pipelines = [
      failed, pipeline("mart", after: "p", statuses: nil), paused,
      pipeline("report", after: "short", statuses: ["SUCCEEDED"]),
      pipeline("alarm", after: "p", statuses: ["FAILED"]),
      pipeline("other", after: "q", statuses: nil),
      pipeline("always", after: "*", statuses: ["SUCCEEDED", "FAILED"]),
    ]
    #expect(snapshot.blocked(by: run(1, .failed, minutesAgo: 1)) == ["mart", "report"])
    #expect(snapshot.blocked(by: run(1, .warning, minutesAgo: 1)) == ["report", "always"])
  }
}
