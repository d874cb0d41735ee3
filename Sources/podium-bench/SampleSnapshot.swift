// A snapshot of a large and varied workspace: 200 pipelines, schedules, branches, failures with causes.
// Made without a server: only what is done with it is measured.
import OrchestraAPI
import PodiumCore
import Time

enum SampleSnapshot {
  private static let subjects = [
    "orders", "customers", "invoices", "inventory", "payments", "forecast", "returns", "prices",
    "shipments", "ledger",
  ]
  private static let kinds = ["Nightly load of", "Hourly sync of", "dbt models for", "Checks of"]

  static func make(_ count: Int) -> Snapshot {
    var random = SampleRandom(seed: 28)
    let pipelines: [(id: Pipeline.ID, name: String)] = (0..<200).map { index in
      let name = "\(kinds[index % 4]) \(subjects[index / 4 % 10]) \(index / 40)"
      return (.random(using: &random), name)
    }
    let crons = (0..<40).map { "\($0) \($0 % 24) * * *" }
    var snapshot = Snapshot(
      source: SourceLabel(profile: "bench", host: "none"), takenAt: SampleRuns.newest)
    snapshot.generation = 1
    var ledger = RunLedger()
    let step = Duration.seconds(7 * 86_400) / count
    let page = 10_000
    for start in stride(from: 0, to: count, by: page) {
      let runs = (start..<min(start + page, count)).map { index in
        let kind = Int.random(in: 0..<pipelines.count, using: &random)
        return run(
          pipelines[kind], crons[kind % crons.count], SampleRuns.newest - step * index, &random)
      }
      for run in runs where run.status == .failed && snapshot.notes.failureCauses.count < 2_000 {
        snapshot.notes.failureCauses[run.id] = FailureCause(
          taskRunID: "t", taskID: "load", taskName: "load_step", integration: "SNOWFLAKE",
          errorLine: "ORA-01555: snapshot too old: segment \(run.id.short)")
      }
      ledger.merge(runs)
    }
    snapshot.notes.causesVersion = 1
    snapshot.runs = ledger.table
    return snapshot
  }

  private static func run(
    _ pipeline: (id: Pipeline.ID, name: String), _ cron: String, _ createdAt: Timestamp,
    _ random: inout SampleRandom
  ) -> PipelineRun {
    let dice = Int.random(in: 0..<20, using: &random)
    let status: RunStatus = dice == 0 ? .failed : dice == 1 ? .warning : .succeeded
    var run = PipelineRun(
      id: .random(using: &random), pipelineID: pipeline.id, pipelineName: pipeline.name,
      status: status, message: status == .failed ? "load_step_\(dice) failed, 3 tasks skipped" : "",
      createdAt: createdAt)
    run.startedAt = createdAt + .seconds(2)
    run.updatedAt = createdAt + .seconds(Int.random(in: 5..<600, using: &random))
    run.completedAt = run.updatedAt
    run.branch = dice < 16 ? "main" : "feature/gl-\(dice)"
    run.environmentName = dice.isMultiple(of: 3) ? "Staging" : "Production"
    run.commit = "a6dba88"
    var trigger = TriggeredBy(type: dice < 15 ? "SCHEDULED" : "MANUAL")
    trigger.scheduleCron = cron
    trigger.scheduleName = "Usual"
    run.triggeredBy = [trigger]
    return run
  }
}
