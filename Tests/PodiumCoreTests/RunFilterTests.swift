// Filters of runs by hand, and the cached index against the plain definition in a random world.
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
    run.commit = "A6DBA88"
    run.versionNumber = 12
    run.startedAt = Fixture.epoch
    run.completedAt = Fixture.epoch + .seconds(203)
    var trigger = TriggeredBy(type: "SCHEDULED")
    trigger.scheduleName = "Every 15 mins"
    trigger.scheduleCron = "0 3 * * *"
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
    ("ORA-01555:", true), ("pipeline:jde,nightly status:failed !env:dev", true), ("!", true),
    ("03:00", true), ("\"daily 03:00\"", true), ("3b8", false), ("3b80", true), ("0004", false),
    ("commit:a6d", true), ("a6dba", false), ("message:task", true), ("version>=12", true),
    ("version>12", false), ("took>3m", true), ("duration>10m", false), ("duration:3m", true),
    ("age<2h", true), ("age>30m", true), ("!age>30m", false), ("/^jde b/", true),
    ("/^balances/", false), ("pipeline:/bal.*s$/", true), ("~jdbl", true), ("~zz", false),
    ("pipeline:~jbs", true), ("nightly | jde", true), ("nightly | dbt", false),
    ("status:failed nightly | status:failed", true), ("branch=main", true), ("branch=mai", false),
    ("branch!=main", false), ("branch:!dev", true), ("tasks>4", true), ("tasks>5", false),
  ])
  func words(text: String, expected: Bool) {
    let filter = RunFilter(text)
    #expect(filter.problem == nil)
    let progress = TaskProgress(done: 5, total: 5)
    let now = Fixture.epoch + .seconds(3600)
    #expect(
      filter.matches(run, cause: cause, progress: progress, now: now) == expected, "\(text)")
  }

  private static let texts = [
    "pipeline 3", "status:failed", "!status:succeeded pipeline", "broke", "cause:broke",
    "status:fail,warn !\"pipeline 1\"", "succeeded", "", "~ppl1", "/line 1[01]$/", "age<9h",
    "duration>2h", "pipeline:/^pipeline [0-4]$/ | broke", "main | dev", "branch:dev daily",
    "started>=10:00", "tasks>3 !dev", "id:4", "40", "8000", "trigger:nightly", "message:odd",
    "env=prod", "cause:~bok", "pipeline:\"line 7\",\"line 8\"", "!~pipe",
  ]

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func theIndexAgreesWithTheDefinition(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let runs = Fixture.runs(1_500, seed: seed).map { Self.dressed($0, using: &random) }
    var ledger = RunLedger()
    var snapshot = Snapshot(source: SourceLabel(profile: "p", host: "h"), takenAt: Fixture.epoch)
    var index = RunFilterIndex()
    var filter = RunFilter()
    var now = Fixture.epoch
    for _ in 0..<120 {
      let rows = (0..<50).compactMap { _ in runs.randomElement(using: &random) }
      ledger.merge(rows.map { Fixture.changed($0, using: &random) })
      snapshot.runs = ledger.table
      snapshot.generation += 1
      now = now + .seconds(Int64.random(in: 0...4_000, using: &random))
      if let failed = ledger.table.filter({ $0.status == .failed }).randomElement(using: &random) {
        snapshot.notes.failureCauses[failed.id] = FailureCause(
          taskRunID: "t", taskID: "t", taskName: "t", integration: "", errorLine: "it broke")
        snapshot.notes.causesVersion += 1
      }
      if let some = ledger.table.randomElement(using: &random) {
        let total = Int.random(in: 1...6, using: &random)
        snapshot.notes.progress[some.id] = TaskProgress(done: 0, total: total)
      }
      try filter.enter(#require(Self.texts.randomElement(using: &random)))
      let found = index.rows(passing: &filter, in: snapshot, now: now)
      #expect(filter.problem == nil)
      let expected = ledger.table.filter {
        filter.matches(
          $0, cause: snapshot.notes.failureCauses[$0.id],
          progress: snapshot.notes.progress[$0.id], now: now)
      }
      #expect(found.map(\.id) == expected.map(\.id), "seed \(seed) filter \(filter.text)")
      for (row, run) in expected.enumerated().prefix(20) {
        #expect(found.index(of: run.key) == row)
        #expect(found.index(of: run.id) == row)
      }
    }
  }

  private static func dressed(_ run: PipelineRun, using random: inout SplitMix) -> PipelineRun {
    var run = run
    run.branch = ["main", "dev", nil].randomElement(using: &random) ?? nil
    run.environmentName = random.chance(0.5) ? "PROD" : "staging äöü ÄÖÜ"
    run.message = random.chance(0.2) ? "odd\nlines" : "fine"
    run.startedAt = random.chance(0.9) ? run.createdAt + .seconds(30) : nil
    run.completedAt = random.chance(0.5) ? run.createdAt + .seconds(9_000) : nil
    var trigger = TriggeredBy(type: random.chance(0.7) ? "SCHEDULED" : "SENSOR")
    trigger.scheduleName = random.chance(0.5) ? "Nightly" : nil
    trigger.scheduleCron = random.chance(0.5) ? "0 3 * * *" : "*/15 * * * *"
    trigger.sensorName = random.chance(0.5) ? "a new file in the bucket" : nil
    run.triggeredBy = random.chance(0.8) ? [trigger] : []
    return run
  }
}
