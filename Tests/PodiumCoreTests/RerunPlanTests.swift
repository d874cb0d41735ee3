// What a rerun runs and skips, and what makes one doubtful.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RerunPlanTests {
  private func task(
    _ id: String, _ status: TaskStatus, after: [String] = []
  ) -> TaskRun {
    var task = TaskRun(
      id: TaskRun.ID("run-\(id)"), pipelineRunID: "r", pipelineID: "p", taskID: id,
      status: status, createdAt: Fixture.epoch)
    task.dependsOn = after
    return task
  }

  /// a → b (failed) → c → d;  a → e;  f was skipped by a condition.
  private var tasks: [TaskRun] {
    [
      task("a", .succeeded), task("b", .failed, after: ["a"]), task("c", .skipped, after: ["b"]),
      task("d", .skipped, after: ["c", "e"]), task("e", .warning, after: ["a"]),
      task("f", .skipped, after: ["a"]),
    ]
  }

  private func runs(_ scope: RerunScope) -> [String] { RerunPlan(tasks, scope).runs }

  @Test func eachScopeTakesItsTasks() {
    #expect(runs(.all) == ["a", "b", "c", "d", "e", "f"])
    #expect(runs(.fromFailed) == ["b", "c", "d"])
    #expect(RerunPlan(tasks, .fromFailed).skips == ["a", "e", "f"])
    #expect(runs(.tasks(["e"], downstream: false)) == ["e"])
    #expect(runs(.tasks(["e"], downstream: true)) == ["d", "e"])
    #expect(runs(.tasks(["unknown"], downstream: true)) == [])
  }

  @Test func loopsEndAndEveryTaskIsOnOneSide() {
    let loop = [
      task("a", .failed, after: ["b"]), task("b", .skipped, after: ["a"]), task("c", .succeeded),
    ]
    let plan = RerunPlan(loop, .fromFailed)
    #expect(plan.runs == ["a", "b"] && plan.skips == ["c"])
  }

  @Test func withoutAGraphItSaysSo() {
    let bare = [task("a", .failed), task("b", .skipped)]
    #expect(!RerunPlan(bare, .fromFailed).isExact)
    #expect(!RerunPlan(bare, .tasks(["a"], downstream: true)).isExact)
    #expect(RerunPlan(bare, .tasks(["a"], downstream: false)).isExact)
    #expect(RerunPlan(bare, .all).isExact && RerunPlan(tasks, .fromFailed).isExact)
  }
}

@Suite struct SupersessionTests {
  private func run(
    _ id: PipelineRun.ID, _ status: RunStatus, minute: Int, environment: String? = "prod",
    branch: String? = "main", pipeline: Pipeline.ID = "p"
  ) -> PipelineRun {
    var run = PipelineRun(
      id: id, pipelineID: pipeline, pipelineName: "P", status: status,
      createdAt: Fixture.epoch + .seconds(minute * 60))
    run.environmentName = environment
    run.branch = branch
    return run
  }

  private func newer(_ others: [PipelineRun]) -> PipelineRun.ID? {
    let old = run("old", .failed, minute: 0)
    var ledger = RunLedger()
    ledger.merge([old] + others)
    return Supersession(of: old, in: ledger.table)?.run.id
  }

  @Test func aNewerSuccessOrRunUnderWaySupersedes() {
    #expect(newer([]) == nil)
    #expect(newer([run("x", .succeeded, minute: 1)]) == "x")
    #expect(newer([run("x", .warning, minute: 1)]) == "x")
    #expect(newer([run("x", .queued, minute: 1)]) == "x")
    #expect(newer([run("x", .failed, minute: 1)]) == nil)
    #expect(newer([run("x", .succeeded, minute: -1)]) == nil)
    #expect(newer([run("x", .succeeded, minute: 1), run("y", .running, minute: 2)]) == "y")
  }

  @Test func onlyTheSameWorkCounts() {
    #expect(newer([run("x", .succeeded, minute: 1, environment: "dev")]) == nil)
    #expect(newer([run("x", .succeeded, minute: 1, branch: "fix")]) == nil)
    #expect(newer([run("x", .succeeded, minute: 1, pipeline: "q")]) == nil)
  }
}
