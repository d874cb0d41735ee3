// Several runs at once: who is left out and why, and how a bulk goes and ends.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct BulkPlanTests {
  static func run(
    _ number: Int, _ status: RunStatus = .failed, pipeline: String? = nil,
    environment: String = "prod"
  ) -> PipelineRun {
    var run = PipelineRun(
      id: PipelineRun.ID("run-\(number)"), pipelineID: Pipeline.ID(pipeline ?? "p\(number)"),
      pipelineName: pipeline ?? "P\(number)", status: status,
      createdAt: Fixture.epoch + .seconds(number * 60))
    run.environmentName = environment
    return run
  }

  static func snapshot(
    _ runs: [PipelineRun], change: (inout Snapshot) -> Void = { _ in }
  ) -> Snapshot {
    var ledger = RunLedger()
    ledger.merge(runs)
    var snapshot = Snapshot(
      source: SourceLabel(profile: "acme", host: "h"), takenAt: Fixture.epoch)
    snapshot.runs = ledger.table
    change(&snapshot)
    return snapshot
  }

  private func reasons(
    _ action: BulkPlan.Action, _ runs: [PipelineRun], change: (inout Snapshot) -> Void = { _ in }
  ) -> [String: String] {
    let plan = BulkPlan(action, runs.map(\.id), Self.snapshot(runs, change: change))
    var reasons: [String: String] = [:]
    for item in plan.items {
      if case .failure(let problem) = item.request { reasons[item.runID.text] = problem.message }
    }
    return reasons
  }

  @Test func whatRunsOrDidItsWorkIsLeftOut() {
    let reasons = reasons(
      .rerunFailed,
      [
        Self.run(1), Self.run(2, .running), Self.run(3, .succeeded), Self.run(4, pipeline: "a"),
        Self.run(5, .succeeded, pipeline: "a"), Self.run(6, .skipped),
      ])
    #expect(
      reasons == [
        "run-2": "has not ended (RUNNING)", "run-3": "nothing failed in it (SUCCEEDED)",
        "run-4": "a newer run has succeeded already: run-5",
        "run-5": "nothing failed in it (SUCCEEDED)", "run-6": "nothing failed in it (SKIPPED)",
      ])
  }

  @Test func thePlatformRetriesOnlyTheLatestRunOfAPipeline() {
    let runs = [Self.run(2, pipeline: "a", environment: "dev"), Self.run(1, pipeline: "a")]
    let latest = runs[0].id
    let reasons = reasons(.rerunFailed, runs) { snapshot in
      var pipeline = Pipeline(id: "a", name: "A", createdAt: Fixture.epoch)
      pipeline.latestRun = Pipeline.LatestRun(id: latest, status: .failed)
      snapshot.workspace.pipelines = [pipeline]
    }
    #expect(reasons == ["run-1": "from failed would retry the latest run, run-2"])
  }

  @Test func theSameWorkIsDoneOnce() {
    let twice = [Self.run(2, pipeline: "a"), Self.run(1, pipeline: "a")]
    #expect(
      reasons(.rerunAll, twice) == [
        "run-1": "another marked run of the same pipeline is run again"
      ])
    let plan = BulkPlan(.rerunAll, ["run-1", "run-1", "gone"], Self.snapshot(twice))
    #expect(plan.items.map(\.runID) == ["run-1", "gone"])
    #expect(plan.count == 1)
  }

  @Test func onlyWhatHasNotEndedIsCancelled() {
    let runs = [Self.run(1, .running), Self.run(2, .cancelling), Self.run(3), Self.run(4, .queued)]
    let reasons = reasons(.cancel, runs) {
      $0.notes.marks["run-4"] = PendingMark(.cancelling, since: Fixture.epoch)
    }
    #expect(
      reasons == [
        "run-2": "is CANCELLING already", "run-3": "run run-3 has ended already (FAILED)",
        "run-4": "cancel requested already",
      ])
  }

  @Test func moreThanOneNeedsItsNumberAndProductionItsName() {
    func confirmation(_ count: Int, change: (inout Snapshot) -> Void = { _ in }) -> String? {
      let runs = (0..<count).map { Self.run($0) }
      return BulkPlan(.rerunAll, runs.map(\.id), Self.snapshot(runs, change: change)).confirmation
    }
    #expect(confirmation(1) == nil)
    #expect(confirmation(3) == "3")
    #expect(confirmation(3) { $0.source.isProduction = true } == "acme 3")
    #expect(confirmation(1) { $0.source.productionEnvironments = ["Prod"] } == "acme 1")
    #expect(confirmation(1) { $0.source.productionEnvironments = ["other"] } == nil)
  }

  @Test func thePauseKeepsTheBudget() {
    func pause(_ perMinute: Int?) -> Duration {
      BulkPlan(.cancel, [], Self.snapshot([]) { $0.traffic.budget.perMinute = perMinute }).pause
    }
    #expect(pause(nil) == .milliseconds(250))
    #expect(pause(50) == .milliseconds(1800))
    #expect(pause(100_000) == .milliseconds(250))
  }

  @Test func hundredsOfTargetsAreAPlanWithALimit() {
    let runs = (0..<BulkPlan.targetsMax + 5).map { Self.run($0) }
    let plan = BulkPlan(.rerunAll, runs.map(\.id), Self.snapshot(runs))
    #expect(plan.count == BulkPlan.targetsMax)
    #expect(plan.items.count == BulkPlan.targetsMax + 5)
  }
}

@Suite struct BulkRunTests {
  private func bulk(_ count: Int) -> BulkRun {
    let runs = (0..<count).map { BulkPlanTests.run($0) }
    let plan = BulkPlan(.rerunAll, runs.map(\.id), BulkPlanTests.snapshot(runs))
    return BulkRun(plan, WriteConsent(at: Fixture.epoch))
  }

  private static let done = OperationOutcome.done(
    OperationResult(value: .null, message: "started run x"))

  /// Sends until the end; the outcome of each by its number.
  private func send(_ bulk: inout BulkRun, _ outcome: (Int) -> OperationOutcome) -> Int {
    var sent = 0
    while let next = bulk.next() {
      #expect(next.request.consent == bulk.consent)
      bulk.note(outcome(sent), of: next.index)
      sent += 1
    }
    return sent
  }

  @Test func everyItemIsSentOnceAndHasItsResult() {
    var bulk = bulk(5)
    #expect(send(&bulk) { $0 == 2 ? .failed("no") : Self.done } == 5)
    #expect(bulk.end == .all)
    #expect(bulk.summary == "rerun all tasks: 4 done, 1 failed")
    #expect(bulk.next() == nil)
    #expect(bulk.report.contains("- P2 run-2: failed: no"))
  }

  @Test func threeInARowThatDoNotWorkStopIt() {
    var bulk = bulk(6)
    #expect(send(&bulk) { $0 == 0 ? Self.done : .unknown("no answer") } == 4)
    #expect(bulk.end == .failures(3))
    #expect(
      bulk.summary
        == "rerun all tasks: 1 done, 3 unknown, 2 not sent; stopped by itself after 3 in a row did not work"
    )
  }

  @Test func aBarrierStopsItAtOnce() {
    var bulk = bulk(4)
    #expect(send(&bulk) { _ in .refused(.notArmed) } == 1)
    #expect(bulk.end == .barrier(.notArmed))
    #expect(bulk.counts.left == 3)
  }

  @Test func itStopsBetweenTwoRequests() {
    var bulk = bulk(4)
    let first = bulk.next()
    bulk.stop()
    #expect(bulk.end == nil)
    bulk.note(Self.done, of: first?.index ?? 0)
    #expect(bulk.end == .stopped)
    #expect(bulk.next() == nil)
    #expect(bulk.summary == "rerun all tasks: 1 done, 3 not sent; stopped")
  }
}
