// A workspace at a moment: the same for all tests of screens. Times are in UTC.
import Glibc
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

@testable import PodiumTUI

enum Fixture {
  /// Sat 2026-11-21 03:12:00 UTC.
  static let now: Timestamp = {
    setenv("TZ", "UTC", 1)
    tzset()
    return Timestamp(iso8601: "2026-11-21T03:12:00Z") ?? Timestamp(seconds: 0)
  }()

  static func runID(_ number: Int) -> PipelineRun.ID {
    let digits = String(number)
    let tail = String(repeating: "0", count: 12 - digits.count) + digits
    return PipelineRun.ID("3b80c185-0000-4000-8000-\(tail)")
  }

  static func run(
    _ number: Int, _ name: String, _ status: RunStatus, minutesAgo: Int, seconds: Int = 60,
    change: (inout PipelineRun) -> Void = { _ in }
  ) -> PipelineRun {
    let created = now - .seconds(minutesAgo * 60)
    var run = PipelineRun(
      id: runID(number), pipelineID: Pipeline.ID("pipe-\(name)"), pipelineName: name,
      status: status, createdAt: created)
    if status != .queued, status != .created { run.startedAt = created }
    if status.isTerminal { run.completedAt = created + .seconds(seconds) }
    run.updatedAt = run.completedAt ?? created
    run.environmentName = "prod"
    run.branch = "main"
    change(&run)
    return run
  }

  static func scheduled(_ cron: String) -> [TriggeredBy] {
    var cause = TriggeredBy(type: "SCHEDULED")
    cause.scheduleName = "Usual"
    cause.scheduleCron = cron
    cause.scheduleTimezone = "Europe/London"
    return [cause]
  }

  /// Runs of a usual night.
  static var runs: [PipelineRun] {
    [
      run(1, "Salesforce sync", .running, minutesAgo: 2) {
        $0.triggeredBy = [TriggeredBy(type: "WEBHOOK")]
      },
      run(2, "JDE Account Balances + Forecast 2.0", .failed, minutesAgo: 12, seconds: 203) {
        $0.triggeredBy = scheduled("*/15 * * * *")
        $0.message = "Pipeline failed - a task is in failed state."
        $0.commit = "a6dba8812345"
        $0.versionNumber = 12
      },
      run(3, "Nightly ELT", .running, minutesAgo: 12) { $0.triggeredBy = scheduled("0 3 * * *") },
      run(4, "Inventory", .queued, minutesAgo: 13) {
        $0.triggeredBy = [TriggeredBy(type: "MANUAL")]
        $0.message = "Waiting for a free slot"
      },
      run(5, "dbt finance", .failed, minutesAgo: 41, seconds: 58) {
        var cause = TriggeredBy(type: "TRIGGER_EVENT")
        cause.pipelineName = "JDE load"
        $0.triggeredBy = [cause]
        $0.environmentName = "staging"
        $0.branch = "feature/gl-ids"
        $0.message = "Pipeline failed - a task is in failed state."
      },
      run(6, "Freshness checks", .warning, minutesAgo: 60, seconds: 12) {
        $0.triggeredBy = scheduled("0 * * * *")
        $0.message = "2 checks are over their threshold"
      },
      run(7, "Nightly ELT", .succeeded, minutesAgo: 1452, seconds: 1804) {
        $0.triggeredBy = scheduled("0 3 * * *")
        $0.message = "All tasks have succeeded."
      },
      run(8, "Ad hoc export", .cancelled, minutesAgo: 1500, seconds: 95) {
        $0.triggeredBy = [TriggeredBy(type: "MANUAL")]
        $0.message = "Cancelled by ana"
      },
      run(9, "Salesforce sync", .skipped, minutesAgo: 2900, seconds: 0) {
        $0.message = "Replaced by a newer run."
      },
      run(10, "Warehouse vacuum", .succeeded, minutesAgo: 4000, seconds: 7384) {
        $0.triggeredBy = scheduled("0 8 * * SUN")
        $0.hasAnomalies = true
      },
    ]
  }

  static func task(
    _ number: Int, of run: Int, _ name: String, _ status: RunStatus, _ integration: String,
    change: (inout TaskRun) -> Void = { _ in }
  ) -> TaskRun {
    let start = now - .seconds(12 * 60 - number * 20)
    var task = TaskRun(
      id: TaskRun.ID("task-\(run)-\(number)"), pipelineRunID: runID(run),
      pipelineID: Pipeline.ID("pipe"), taskID: name, status: status, createdAt: start)
    task.taskName = name
    task.integration = integration
    task.integrationJob = "\(integration)_JOB"
    if status != .queued, status != .skipped, status != .created {
      task.startedAt = start + .seconds(number)
    }
    if status.isTerminal, task.startedAt != nil { task.completedAt = start + .seconds(40 + number) }
    change(&task)
    return task
  }

  static let errorText =
    "ORA-01555: snapshot too old: rollback segment number 12 with name \"_SYSSMU12$\" too small"

  static var tasks: [TaskRun] {
    [
      task(1, of: 2, "extract_jde", .succeeded, "AIRBYTE_CLOUD"),
      task(2, of: 2, "extract_fx", .succeeded, "HTTP"),
      task(3, of: 2, "load_gl", .failed, "SNOWFLAKE") {
        $0.numberOfAttempts = 2
        $0.message = "Task failed."
        $0.externalMessage = errorText
        $0.externalStatus = "FAILED_WITH_ERROR"
        $0.dependsOn = ["extract_jde", "extract_fx"]
        $0.platformLink = "https://app.snowflake.com/queries/01b2"
        $0.taskParameters = ["statement": "CALL load_gl()", "timeout": 900]
      },
      task(4, of: 2, "build_marts", .skipped, "DBT_CORE") { $0.dependsOn = ["load_gl"] },
      task(5, of: 2, "publish", .skipped, "POWER_BI") { $0.dependsOn = ["build_marts"] },
    ]
  }

  /// The groups of the pipeline of run 2.
  static let shape = PipelineShape(groups: [
    .init(
      id: "extract", name: "extract",
      tasks: [
        .init(id: "extract_jde", name: "extract_jde"), .init(id: "extract_fx", name: "extract_fx"),
      ]),
    .init(
      id: "load", name: "load", dependsOn: ["extract"],
      tasks: [.init(id: "load_gl", name: "load_gl")]),
    .init(
      id: "marts", name: "marts", dependsOn: ["load"],
      tasks: [
        .init(id: "build_marts", name: "build_marts"),
        .init(id: "publish", name: "publish", dependsOn: ["build_marts"]),
      ]),
  ])

  static var pipelines: [Pipeline] {
    func pipeline(
      _ name: String, _ cron: String?, _ run: PipelineRun?, change: (inout Pipeline) -> Void
    ) -> Pipeline {
      var pipeline = Pipeline(id: Pipeline.ID("pipe-\(name)"), name: name, createdAt: now)
      if let cron { pipeline.schedule = [["cron": .string(cron), "timezone": "UTC"]] }
      if let run {
        var latest = Pipeline.LatestRun(id: run.id, status: run.status)
        (latest.createdAt, latest.startedAt) = (run.createdAt, run.startedAt)
        (latest.completedAt, latest.message) = (run.completedAt, run.message)
        pipeline.latestRun = latest
      }
      change(&pipeline)
      return pipeline
    }
    let runs = runs
    return [
      pipeline("Nightly ELT", "0 3 * * *", runs[2]) { ($0.alias, $0.numTasks) = ("nightly", 9) },
      pipeline("JDE Account Balances + Forecast 2.0", "*/15 * * * *", runs[1]) {
        ($0.alias, $0.numTasks) = ("jde_balances", 5)
      },
      pipeline("dbt finance", nil, runs[4]) { ($0.alias, $0.numTasks) = ("dbt_finance", 21) },
      pipeline("Warehouse vacuum", "0 8 * * SUN", runs[9]) { $0.paused = true },
      pipeline("Load one table", nil, nil) {
        $0.defaultBranch = "main"
        $0.inputs = [
          "table": ["type": "string"],
          "rows": ["type": "number", "default": 1000],
          "dry_run": ["type": "boolean", "optional": true],
        ]
      },
    ]
  }

  /// A pipeline with an input of every type.
  static var typed: Pipeline {
    var pipeline = Pipeline(id: "pipe-typed", name: "Load with types", createdAt: now)
    pipeline.alias = "load_typed"
    pipeline.defaultBranch = "main"
    pipeline.latestVersionNumber = 14
    pipeline.inputs = [
      "table": ["type": "string"],
      "rows": ["type": "number", "default": 1000],
      "dry_run": ["type": "boolean", "optional": true],
      "regions": ["type": "list", "default": ["emea", "amer"]],
      "options": ["type": "dict", "optional": true],
      "mode": ["type": "string", "default": "incremental", "enum": ["incremental", "full"]],
      "db_password": ["type": "string", "optional": true],
    ]
    return pipeline
  }

  static func table(_ runs: [PipelineRun]) -> RunTable {
    var ledger = RunLedger()
    ledger.merge(runs)
    return ledger.table
  }

  /// A snapshot with the usual runs, all fresh.
  static func snapshot(
    _ runs: [PipelineRun] = Fixture.runs, generation: Int = 1,
    change: (inout Snapshot) -> Void = { _ in }
  ) -> Snapshot {
    var snapshot = Snapshot(source: SourceLabel(profile: "acme", host: "127.0.0.1"), takenAt: now)
    snapshot.generation = generation
    snapshot.runs = table(runs)
    snapshot.coverage.loaded = runs.count
    snapshot.coverage.total = runs.count
    snapshot.coverage.isComplete = true
    for query in [Query.runs, .pipelines, .environments, .run(runID(2))] {
      snapshot.freshness[query] = .fresh(at: now - .seconds(3))
    }
    snapshot.workspace.pipelines = pipelines
    snapshot.traffic.budget.perMinute = 50
    snapshot.traffic.budget.usedLastMinute = 12
    snapshot.notes.failureCauses = causes
    snapshot.notes.progress = [
      runID(1): TaskProgress(done: 1, total: 3, running: ["upsert_accounts"]),
      runID(2): TaskProgress(tasks, total: 5),
      runID(3): TaskProgress(done: 4, total: 9, running: ["load_orders", "load_lines"]),
    ]
    if let run = snapshot.run(runID(2)) {
      snapshot.runDetails[run.id] = RunDetail(run: run, tasks: tasks, tasksTotal: 5)
      snapshot.depth.shapes[DefinitionKey(of: run)] = shape
    }
    change(&snapshot)
    return snapshot
  }

  private static var causes: [PipelineRun.ID: FailureCause] {
    [
      runID(2): FailureCause(
        taskRunID: TaskRun.ID("task-2-3"), taskID: "load_gl", taskName: "load_gl",
        integration: "SNOWFLAKE", errorLine: errorText),
      runID(5): FailureCause(
        taskRunID: TaskRun.ID("task-5-1"), taskID: "test", taskName: "test not_null_gl_id",
        integration: "DBT_CORE", errorLine: "Got 312 results, configured to fail if != 0"),
    ]
  }
}
