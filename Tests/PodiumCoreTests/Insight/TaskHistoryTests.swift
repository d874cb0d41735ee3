// Tasks by runs: order, what is known, what is usual; and the runs of one pipeline among many.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct TaskHistoryTests {
  private func run(_ number: Int) -> PipelineRun {
    PipelineRun(
      id: PipelineRun.ID("r\(number)"), pipelineID: "p", pipelineName: "P", status: .succeeded,
      createdAt: Fixture.epoch + .seconds(number * 100))
  }

  private func task(
    _ run: Int, _ key: String, _ status: TaskStatus = .succeeded, seconds: Int = 10,
    after: [String] = []
  ) -> TaskRun {
    var task = TaskRun(
      id: TaskRun.ID("\(run)-\(key)"), pipelineRunID: PipelineRun.ID("r\(run)"), pipelineID: "p",
      taskID: key, status: status, createdAt: Fixture.epoch + .seconds(run * 100))
    task.startedAt = task.createdAt
    task.completedAt = task.createdAt + .seconds(seconds)
    task.dependsOn = after
    return task
  }

  private func history(_ tasks: [TaskRun], total: Int? = nil) -> PipelineHistory {
    var history = PipelineHistory()
    _ = history.join(
      Page(page: 1, pageSize: 500, total: total ?? tasks.count, items: tasks), number: 1)
    return history
  }

  @Test func rowsFollowDependenciesAndOldTasksComeLast() {
    let tasks = [
      task(2, "load", after: ["extract"]), task(2, "extract"),
      task(1, "load"), task(1, "gone"), task(1, "extract"),
    ]
    let grid = TaskHistory(of: [run(2), run(1)], history(tasks))
    #expect(grid.rows.map(\.key) == ["extract", "load", "gone"])
    #expect(grid.columns.map(\.run.id) == ["r1", "r2"], "the newest at the right")
    #expect(grid.rows[2].cells.map { $0?.id } == ["1-gone", nil])
    #expect(grid.wholeColumns == 2)
  }

  @Test func whatIsUsualComesFromWhatSucceeded() {
    let slow = task(9, "a", seconds: 40)
    let tasks =
      [slow] + (0..<6).map { task($0, "a", seconds: 10 + $0) } + [task(7, "a", .failed, seconds: 1)]
      + (0..<4).map { task($0, "b", seconds: 5) }
    let grid = TaskHistory(of: (0..<10).reversed().map(run), history(tasks))
    let a = grid.rows[0]
    #expect(a.succeeded == 7 && a.baseline?.n == 7 && a.baseline?.median == .seconds(13))
    #expect(a.baseline?.factor(of: .seconds(26)) == 2)
    #expect(grid.rows[1].baseline == nil && grid.rows[1].succeeded == 4, "nothing under five")
  }

  @Test func runsThatAreNotLoadedSaySo() {
    let grid = TaskHistory(of: [run(2), run(1)], history([task(2, "a")], total: 9999))
    #expect(grid.columns.map(\.isWhole) == [false, false], "the page may end within r2")
    let none = TaskHistory(of: [run(2), run(1)], nil)
    #expect(none.rows.isEmpty && none.wholeColumns == 0)
  }

  @Test(arguments: 0..<12) func theNewestRunsOfAPipelineAreFoundAmongAll(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var ledger = RunLedger()
    var runs = PipelineRuns()
    let all = Fixture.runs(2000, seed: seed)
    for _ in 0..<5 {
      ledger.merge(Array(all.shuffled(using: &random).prefix(700)))
      let id = Pipeline.ID("pipeline-\(Int.random(in: 0..<12, using: &random))")
      let count = Int.random(in: 1...80, using: &random)
      runs = PipelineRuns()
      let found = runs.newest(count, of: id, in: ledger.table)
      let again = runs.newest(count, of: id, in: ledger.table)
      let expected = ledger.table.filter { $0.pipelineID == id }.prefix(count)
      #expect(found.map(\.id) == expected.map(\.id), "seed \(seed)")
      #expect(again == found)
    }
  }
}
