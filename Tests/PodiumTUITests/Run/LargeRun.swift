// A running run with many tasks: groups one after the other, some failed, some still to come.
import OrchestraAPI
import PodiumCore
import Time

@testable import PodiumTUI

enum LargeRun {
  static let id = Fixture.runID(3)

  /// Names of groups; each waits for the one before, and each task of a group for one of its own.
  private static let groups = ["extract", "stage", "check", "model", "publish"]

  /// - Parameter width: tasks of each group.
  static func tasks(width: Int) -> [TaskRun] {
    groups.indices.flatMap { group in
      (0..<width).map { number in task(group, number, width: width) }
    }
  }

  private static func key(_ group: Int, _ number: Int) -> String {
    "\(groups[group])_\(number < 10 ? "0" : "")\(number)"
  }

  private static func task(_ group: Int, _ number: Int, width: Int) -> TaskRun {
    let status: TaskStatus =
      switch group {
      case 0, 1: .succeeded
      case 2: number % 7 == 3 ? .failed : number % 5 == 1 ? .running : .succeeded
      default: .created
      }
    let begin = Fixture.now - .seconds(12 * 60)
    var task = TaskRun(
      id: TaskRun.ID("large-\(group)-\(number)"), pipelineRunID: id, pipelineID: "pipe",
      taskID: key(group, number), status: status, createdAt: begin)
    task.taskName = task.taskID
    task.integration = ["AIRBYTE_CLOUD", "SNOWFLAKE", "DBT_CORE", "DBT_CORE", "POWER_BI"][group]
    task.dependsOn =
      group == 0 ? [] : [key(group - 1, number), key(group - 1, (number * 3 + 1) % width)]
    guard status != .created else { return task }
    task.startedAt = begin + .seconds(group * 200 + number % 9 * 11 + 2)
    task.numberOfAttempts = number % 6 == 5 ? 3 : 1
    if status.isTerminal {
      task.completedAt = begin + .seconds(group * 200 + number % 9 * 11 + 60 + number % 13 * 7)
    }
    if status == .failed { task.externalMessage = "312 rows failed not_null(order_id)" }
    return task
  }

  static let shape = PipelineShape(
    groups: groups.enumerated().map { place, name in
      .init(
        id: name, name: name, dependsOn: place == 0 ? [] : [groups[place - 1]],
        tasks: (0..<80).map { .init(id: key(place, $0), name: key(place, $0)) })
    })

  static func snapshot(width: Int, hasGroups: Bool = true) -> Snapshot {
    Fixture.snapshot {
      guard let run = $0.run(id) else { return }
      let tasks = tasks(width: width)
      $0.runDetails[id] = RunDetail(run: run, tasks: tasks, tasksTotal: tasks.count)
      $0.notes.progress[id] = TaskProgress(tasks, total: tasks.count)
      $0.freshness[.run(id)] = .fresh(at: Fixture.now)
      if hasGroups { $0.depth.shapes[DefinitionKey(of: run)] = shape }
    }
  }
}
