// The workspace in which the gallery is shown: it has something of everything.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

@testable import PodiumTUI

enum GalleryWorkspace {
  static let pipeline = Pipeline.ID("pipe-JDE Account Balances + Forecast 2.0")
  private static let task = TaskRun.ID("task-2-3")

  /// A command of the user's own that asks first, and a saved view.
  static let configuration = """
    commands: {restart: {run: [restart, "{pipeline}"], key: f5, dangerous: true}}
    views: {broken: {filter: "status:failed"}, slow: {filter: "took>10m"}}
    """

  @UIActor static func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
    ProblemsScreenTests.snapshot {
      addFiles(to: &$0)
      addRequests(to: &$0)
      addHistory(to: &$0)
      $0.workspace.pipelines.append(Fixture.typed)
      change(&$0)
    }
  }

  /// The text that is read there.
  static func text(at place: Place) -> RemoteTextSource {
    let text = if case .results = place { results } else { TextScreenTests.log }
    let bytes = Array(text.utf8)
    return RemoteTextSource { offset, length in
      let end = min(offset + length, bytes.count)
      return TextChunk(
        bytes: Array(bytes[min(offset, end)..<end]), total: bytes.count, isComplete: true)
    }
  }

  private static let results = """
    {"metadata": {"dbt_version": "1.9.1"}, "elapsed_time": 21.5, "results": [
    {"unique_id": "model.shop.orders", "status": "success", "execution_time": 4.2,
     "message": "SELECT 1204"},
    {"unique_id": "test.shop.not_null_gl_id", "status": "fail", "execution_time": 0.4,
     "message": "Got 312 results, configured to fail if != 0", "failures": 312},
    {"unique_id": "model.shop.marts", "status": "skipped", "execution_time": 0, "message": null}]}
    """

  @UIActor private static func addFiles(to snapshot: inout Snapshot) {
    snapshot.taskFiles[task] = TaskFiles(
      logs: LogFiles(files: [LogFiles.File(name: "2/load.log", attempt: 2)]),
      artifacts: ArtifactFiles(names: ["run_results.json"]))
    snapshot.freshness[.taskFiles(Fixture.runID(2), task)] = .fresh(at: Fixture.now)
    let operations = [("stg_rates", "SUCCEEDED"), ("not_null_gl_id", "FAILED")].map {
      name, status in
      var operation = PodiumOperation(
        id: PodiumOperation.ID(name), pipelineRunID: Fixture.runID(2), type: "TEST",
        status: status, insertedAt: Fixture.now)
      (operation.name, operation.durationSeconds) = (name, 0.41)
      return operation
    }
    snapshot.depth.operations[task] = TaskOperations(items: operations, total: 2)
  }

  @UIActor private static func addRequests(to snapshot: inout Snapshot) {
    let answers: [(Int, Int, String?)] = [
      (4, 200, nil), (9, 503, "503 after 3 attempts; next in 8 s"),
    ]
    snapshot.traffic.requests = answers.map { seconds, status, problem in
      var record = RequestRecord(
        at: Fixture.now - .seconds(seconds), method: "GET",
        target: "/api/engine/public/pipeline_runs?page=1&page_size=100", priority: "visible")
      (record.status, record.problem) = (status, problem)
      (record.took, record.receivedBytes) = (.milliseconds(41), 54_300)
      return record
    }
  }

  /// The same five tasks in each run of one pipeline.
  @UIActor private static func addHistory(to snapshot: inout Snapshot) {
    let runs = ProblemsScreenTests.runs.filter { $0.pipelineID == pipeline }
    let tasks = runs.flatMap { run in
      Fixture.tasks.map { pattern in
        var task = TaskRun(
          id: TaskRun.ID("\(run.id.text)-\(pattern.taskID)"), pipelineRunID: run.id,
          pipelineID: pipeline, taskID: pattern.taskID,
          status: run.status == .succeeded ? .succeeded : pattern.status, createdAt: run.createdAt)
        (task.taskName, task.dependsOn) = (pattern.taskName, pattern.dependsOn)
        guard task.status != .skipped else { return task }
        task.startedAt = run.createdAt
        task.completedAt = run.createdAt + .seconds(60)
        return task
      }
    }
    var history = PipelineHistory()
    _ = history.join(
      Page(page: 1, pageSize: tasks.count, total: tasks.count, items: tasks), number: 1)
    snapshot.depth.histories[pipeline] = history
  }
}
