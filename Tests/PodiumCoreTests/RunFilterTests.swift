// Filters by hand, and the cached index against the plain definition in a random world.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RunFilterTests {
  private var run: PipelineRun {
    var run = PipelineRun(
      id: "3b80c185-0000-4000-8000-000000000001", pipelineID: "p", pipelineName: "JDE Balances",
      status: .failed, message: "a task failed", createdAt: Fixture.epoch)
    run.branch = "main"
    run.environmentName = "Prod"
    var trigger = TriggeredBy(type: "SCHEDULED")
    trigger.scheduleName = "Every 15 mins"
    run.triggeredBy = [trigger]
    return run
  }

  private let cause = FailureCause(
    taskRunID: "t", taskID: "load_gl", taskName: "load_gl", integration: "SNOWFLAKE",
    errorLine: "ORA-01555: snapshot too old")

  @Test(arguments: [
    ("", true), ("jde", true), ("JDE fail", true), ("nightly", false), ("!nightly", true),
    ("!jde", false), ("status:failed,running", true), ("status:run", false),
    ("!status:succeeded", true), ("env:prod", true), ("branch:dev", false), ("id:3b80", true),
    ("15 mins", true), ("trigger:every", true), ("ora-01555", true), ("cause:snapshot", true),
    ("cause:timeout", false), ("\"15 mins\"", true), ("\"mins 15\"", false), ("status:", true),
    ("ORA-01555:", true), ("pipeline:jde,nightly status:failed !env:dev", true), ("!", false),
  ])
  func words(text: String, expected: Bool) {
    #expect(RunFilter(text).matches(run, cause: cause) == expected, "\(text)")
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func theIndexAgreesWithTheDefinition(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let runs = Fixture.runs(1_500, seed: seed)
    var ledger = RunLedger()
    var notes = Notes()
    var index = RunFilterIndex()
    let texts = [
      "pipeline 3", "status:failed", "!status:succeeded pipeline", "broke", "cause:broke",
      "status:fail,warn !\"pipeline 1\"", "succeeded", "",
    ]
    for _ in 0..<60 {
      let rows = (0..<50).compactMap { _ in runs.randomElement(using: &random) }
      ledger.merge(rows.map { Fixture.changed($0, using: &random) })
      if let failed = ledger.table.filter({ $0.status == .failed }).randomElement(using: &random) {
        notes.failureCauses[failed.id] = FailureCause(
          taskRunID: "t", taskID: "t", taskName: "t", integration: "", errorLine: "it broke")
        notes.causesVersion += 1
      }
      let filter = RunFilter(texts.randomElement(using: &random)!)
      let found = index.rows(passing: filter, in: ledger.table, notes: notes)
      let expected = ledger.table.filter {
        filter.matches($0, cause: notes.failureCauses[$0.id])
      }
      #expect(found.map(\.id) == expected.map(\.id), "seed \(seed) filter \(filter.text)")
      for (row, run) in expected.enumerated().prefix(20) {
        #expect(found.index(of: run.key) == row)
        #expect(found.index(of: run.id) == row)
      }
    }
  }
}
