// Definitions as shapes, and histories put together from pages.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct PipelineShapeTests {
  @Test func groupsLoneTasksAndMadeUpKeys() throws {
    let definition = try JSONValue(
      parsing: Array(
        """
        {"name": "P", "pipeline": {
          "load": {"name": "Load raw", "tasks": {
            "a": {"name": "Copy a"}, "b": {"dependsOn": ["a"]}}},
          "6b1f2a0e-0d52-4b5a-9a3c-111111111111": {"dependsOn": ["load"], "tasks": {"c": {}}},
          "lone": {"integration": "HTTP", "dependsOn": ["load"]},
          "odd": 7, "empty": {"tasks": {}}}}
        """.utf8))
    let shape = PipelineShape(definition: definition)
    #expect(shape.groups.map(\.name) == ["Load raw", "", "lone", "odd"])
    #expect(shape.groups[0].tasks.map(\.name) == ["Copy a", "b"])
    #expect(shape.groups[0].tasks[1].dependsOn == ["a"])
    #expect(shape.groups[1].dependsOn == ["load"])
    #expect(shape.groups[2].tasks.map(\.id) == ["lone"])
    #expect(shape.groups[2].tasks[0].dependsOn.isEmpty && shape.groups[2].dependsOn == ["load"])
    #expect(PipelineShape(definition: "none").groups.isEmpty)
  }
}

@Suite struct PipelineHistoryTests {
  private func task(_ run: Int, _ number: Int, at seconds: Int) -> TaskRun {
    TaskRun(
      id: TaskRun.ID("t\(run)-\(number)"), pipelineRunID: PipelineRun.ID("r\(run)"),
      pipelineID: "p", taskID: "task\(number)", status: .succeeded,
      createdAt: Fixture.epoch + .seconds(seconds))
  }

  private func run(_ number: Int, at seconds: Int) -> PipelineRun {
    PipelineRun(
      id: PipelineRun.ID("r\(number)"), pipelineID: "p", pipelineName: "P", status: .succeeded,
      createdAt: Fixture.epoch + .seconds(seconds))
  }

  private func page(_ number: Int, total: Int, _ items: [TaskRun]) -> Page<TaskRun> {
    Page(page: number, pageSize: 2, total: total, items: items)
  }

  @Test func aRunAtTheEndOfThePagesIsNotWhole() {
    var history = PipelineHistory()
    let wantsMore = history.join(
      page(1, total: 4, [task(2, 1, at: 60), task(1, 2, at: 1)]), number: 1)
    #expect(wantsMore && !history.isSettled)
    #expect(history.isWhole(run(2, at: 59)))
    #expect(!history.isWhole(run(1, at: 0)), "its first task is on the next page")
    #expect(!history.isWhole(run(3, at: 90)), "nothing of it is here")
    let rest = history.join(page(2, total: 4, [task(1, 1, at: 0), task(0, 1, at: -50)]), number: 2)
    #expect(!rest && history.isSettled && history.isComplete)
    #expect(history.isWhole(run(1, at: 0)) && history.isWhole(run(0, at: -50)))
  }

  @Test func newsReplaceRowsAndEndWhereTheyMeetWhatIsKnown() {
    var history = PipelineHistory()
    _ = history.join(page(1, total: 2, [task(1, 1, at: 0), task(1, 2, at: 0)]), number: 1)
    var changed = task(1, 1, at: 0)
    changed.status = .failed
    let wantsMore = history.join(page(1, total: 4, [task(2, 1, at: 60), changed]), number: 1)
    #expect(!wantsMore)
    #expect(history.runs["r1"]?.map(\.status) == [.failed, .succeeded])
    let gap = history.join(
      page(1, total: 9, [task(5, 1, at: 300), task(4, 1, at: 240)]), number: 1)
    #expect(gap, "between r4 and r2 there may be more")
  }

  @Test func thePagesAreBounded() {
    var history = PipelineHistory()
    var number = 1
    while history.join(page(number, total: 9999, [task(number, 1, at: -number)]), number: number) {
      number += 1
    }
    #expect(number == PipelineHistory.pagesMax)
    #expect(history.isSettled && !history.isComplete)
  }
}
