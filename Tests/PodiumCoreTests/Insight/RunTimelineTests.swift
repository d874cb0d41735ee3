// Bars: waiting for a task is no queue, being ready is; running ones grow to now.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RunTimelineTests {
  private func at(_ seconds: Int) -> Timestamp { Fixture.epoch + .seconds(seconds) }

  private func timeline(
    _ tasks: [TaskRun], _ status: RunStatus = .succeeded, now: Int = 1000, end: Int? = nil
  ) -> (graph: TaskGraph, line: RunTimeline) {
    var run = PipelineRun(
      id: "r", pipelineID: "p", pipelineName: "P", status: status, createdAt: Fixture.epoch)
    run.startedAt = Fixture.epoch
    run.completedAt = end.map { at($0) }
    let graph = TaskGraph(of: tasks)
    return (graph, RunTimeline(graph, tasks: tasks, run: run, now: at(now)))
  }

  @Test func queuedMeansReadyButNotBegun() {
    let tasks = [
      taskRun("a", from: 1, to: 41),
      taskRun("b", from: 44, to: 100, after: ["a"]),
    ]
    let (graph, line) = timeline(tasks, end: 101)
    #expect(line.bars.map(\.queued) == [.seconds(1), .seconds(3)])
    #expect(line.bars.map(\.ran) == [.seconds(40), .seconds(56)])
    #expect(line.duration == .seconds(101))
    let path = line.criticalPath(of: graph)
    #expect(path.nodes == [0, 1])
    #expect(path.length == .seconds(100))
  }

  @Test func aRunningTaskGrowsAndWhatWaitsForItHasNoBar() {
    let tasks = [
      taskRun("a", .running, from: 2), taskRun("b", .created, after: ["a"]),
      taskRun("c", .queued),
    ]
    let (graph, line) = timeline(tasks, .running, now: 60)
    #expect(line.isOpen && line.end == at(60))
    #expect(line.bars[0].ran == .seconds(58) && line.bars[0].isOpen)
    #expect(graph.keys == ["a", "c", "b"])
    #expect(line.bars[1].queued == .seconds(60) && line.bars[1].ran == nil)
    #expect(line.bars[2].queued == nil && line.bars[2].ran == nil)
  }

  @Test func skippedTasksHaveNoBar() {
    let tasks = [
      taskRun("a", .failed, from: 0, to: 5), taskRun("b", .skipped, to: 5, after: ["a"]),
    ]
    let (_, line) = timeline(tasks, .failed, end: 6)
    #expect(line.bars[1].ran == nil && line.bars[1].queued == nil)
    #expect(line.end == at(6))
  }

  @Test func clocksThatDisagreeGiveNoNegativeTimes() {
    let tasks = [taskRun("a", from: 10, to: 8), taskRun("b", from: 3, to: 9, after: ["a"])]
    let (_, line) = timeline(tasks, end: 5)
    #expect(line.bars.allSatisfy { ($0.queued ?? .zero) >= .zero && ($0.ran ?? .zero) >= .zero })
    #expect(line.end >= line.start)
  }
}
