// Golden screens of a run, a task run, the pipelines and the requests.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct RunScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes

  @Test(arguments: sizes) func aFailedRun(_ size: Size) {
    let stage = Stage(size)
    stage.press("down", "enter")
    stage.expectGolden("run-failed")
  }

  @Test func aRunWhoseTasksAreLoading() {
    let stage = Stage()
    stage.press("enter")
    stage.expectGolden("run-loading")
  }

  @Test func aRunThatIsNotThere() {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.freshness[.run(Fixture.runID(77))] = .failing(
          Freshness.Failure(
            since: Fixture.now, lastGood: nil, cause: "404: no run of this id in the workspace",
            advice: "runs leave after some time; check the id", nextAttempt: nil))
      })
    stage.app.open(.run(Fixture.runID(77)))
    stage.expectGolden("run-unknown")
  }

  @Test func aRunWithoutTasks() {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.freshness[.run(Fixture.runID(4))] = .fresh(at: Fixture.now)
      })
    stage.app.open(.run(Fixture.runID(4)))
    stage.expectGolden("run-empty")
  }

  private func withFiles(_ snapshot: inout Snapshot) {
    let id = TaskRun.ID("task-2-3")
    snapshot.taskFiles[id] = TaskFiles(
      logs: LogFiles(files: [
        LogFiles.File(name: "1/load.log", attempt: 1),
        LogFiles.File(name: "2/load.log", attempt: 2, displayName: "second try"),
      ]),
      artifacts: ArtifactFiles(names: ["run_results.json", "結果.csv"]))
    snapshot.freshness[.taskFiles(Fixture.runID(2), id)] = .fresh(at: Fixture.now)
    let operations = [
      operation("stg_rates", "MATERIALISATION", "SUCCEEDED", 5000, nil),
      operation("stg_invoices", "MATERIALISATION", "REUSED", nil, nil),
      operation(
        "not_null_gl_id", "TEST", "FAILED", 312, "Got 312 results, configured to fail if != 0"),
    ]
    snapshot.depth.operations[id] = TaskOperations(items: operations, total: 24)
  }

  private func operation(
    _ name: String, _ type: String, _ status: String, _ rows: Int?, _ message: String?
  ) -> PodiumOperation {
    var operation = PodiumOperation(
      id: PodiumOperation.ID(name), pipelineRunID: Fixture.runID(2), type: type, status: status,
      insertedAt: Fixture.now)
    (operation.name, operation.rowsAffected, operation.message) = (name, rows, message)
    operation.durationSeconds = 0.41
    return operation
  }

  @Test func theWayUpAndDownTheGraph() {
    let stage = Stage(snapshot: Fixture.snapshot(change: withFiles))
    stage.press("down", "enter", "enter", "G", "enter")
    #expect(stage.app.stack.top.place == .task(Fixture.runID(2), "task-2-4"))
    stage.press("enter")
    #expect(stage.app.stack.top.place == .task(Fixture.runID(2), "task-2-3"), "waits for it")
  }

  @Test func anOperationSaysAllItHasToSay() {
    let stage = Stage(snapshot: Fixture.snapshot(change: withFiles))
    stage.press("down", "enter", "enter", "n", "enter")
    #expect(stage.lastRow.contains("not_null_gl_id: Got 312 results, configured to fail if != 0"))
  }

  @Test func noSecretIsShown() {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.runDetails[Fixture.runID(2)]?.tasks[2].taskParameters = [
          "statement": "CALL load_gl()", "api_key": "hunter2",
          "environment_variables": #"{"DB_PASSWORD": "hunter2", "TABLE": "gl"}"#,
        ]
      })
    stage.press("down", "enter", "enter")
    #expect(stage.rows.contains { $0.contains("TABLE") })
    #expect(!stage.rows.contains { $0.contains("hunter2") })
  }

  @Test(arguments: sizes) func aFailedTask(_ size: Size) {
    let stage = Stage(size, snapshot: Fixture.snapshot(change: withFiles))
    stage.press("down", "enter", "enter")
    stage.expectGolden("task-failed")
  }

  @Test func aTaskWithoutFiles() {
    let stage = Stage(snapshot: Fixture.snapshot())
    stage.press("down", "enter", "G", "enter")
    stage.expectGolden("task-loading")
  }

  @Test func aTaskWhoseServerIsGone() {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        let query = Query.taskFiles(Fixture.runID(2), TaskRun.ID("task-2-3"))
        $0.freshness[query] = .failing(
          Freshness.Failure(
            since: Fixture.now, lastGood: nil, cause: "503 from 127.0.0.1:8787",
            nextAttempt: Fixture.now + .seconds(8)))
      })
    stage.press("down", "enter", "enter")
    stage.expectGolden("task-failing")
  }

  @Test(arguments: sizes) func pipelines(_ size: Size) {
    let stage = Stage(size)
    stage.press("p")
    stage.expectGolden("pipelines-usual")
  }

  @Test func noPipelines() {
    let stage = Stage(snapshot: Fixture.snapshot { $0.workspace.pipelines = [] })
    stage.press("p")
    stage.expectGolden("pipelines-empty")
    let loading = Stage(snapshot: nil)
    loading.press("p")
    loading.expectGolden("pipelines-loading")
  }

  private func withRequests(_ snapshot: inout Snapshot) {
    func record(
      _ secondsAgo: Int, _ target: String, _ status: Int?, _ purpose: String,
      _ problem: String? = nil
    ) -> RequestRecord {
      var record = RequestRecord(
        at: Fixture.now - .seconds(secondsAgo), method: "GET",
        target: "/api/engine/public/\(target)", priority: "visible")
      (record.status, record.problem, record.purpose) = (status, problem, purpose)
      record.took = status == nil ? nil : .milliseconds(41)
      record.receivedBytes = status == nil ? nil : 54_300
      record.attempts = problem == nil ? 1 : 3
      return record
    }
    snapshot.traffic.requests = [
      record(
        1, "pipeline_runs?page=1&page_size=100&time_from=2026-11-14T03:12:00Z", nil, "newest runs"),
      record(
        4, "pipeline_runs/3b80c185-0000-4000-8000-000000000002/task_runs?page=1", 200,
        "tasks of a run"),
      record(9, "pipelines", 503, "pipelines", "503 after 3 attempts; next in 8 s"),
    ]
    snapshot.traffic.nextPoll = Fixture.now + .seconds(4)
  }

  @Test(arguments: sizes) func requests(_ size: Size) {
    let stage = Stage(size, snapshot: Fixture.snapshot(change: withRequests))
    stage.press("b")
    stage.expectGolden("requests-usual")
  }

  @Test func noRequests() {
    let stage = Stage()
    stage.press("b")
    stage.expectGolden("requests-empty")
  }
}
