// The task runs of many runs of one pipeline, as far as they are loaded: the cells of a history.
import OrchestraAPI
import Time

/// Task runs of a pipeline by run. Parts of it may be missing, and it says which.
package struct PipelineHistory: Sendable, Equatable {
  /// One task run, without its texts.
  package struct Entry: Sendable, Equatable {
    package var id: TaskRun.ID
    package var taskID: String
    package var taskName: String
    package var status: TaskStatus
    package var dependsOn: [String]
    package var attempts: Int
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var completedAt: Timestamp?

    package init(_ task: TaskRun) {
      id = task.id
      taskID = task.taskID
      taskName = task.taskName
      status = task.status
      dependsOn = task.dependsOn
      attempts = task.numberOfAttempts
      createdAt = task.createdAt
      startedAt = task.startedAt
      completedAt = task.completedAt
    }

    /// Time from the start to the end; nil unless both are known.
    package var took: Duration? {
      guard let startedAt, let completedAt else { return nil }
      return completedAt - startedAt
    }
  }

  /// Pages of a hundred task runs that are read for one pipeline.
  package static let pagesMax = 12

  package private(set) var runs: [PipelineRun.ID: [Entry]] = [:]
  /// Task runs that the server counts in the window; nil before the first answer.
  package private(set) var total: Int?
  /// Whether the pages were read to the end or to the limit; until then more is on its way.
  package private(set) var isSettled = false
  /// Whether all that the server has is here.
  package private(set) var isComplete = false
  /// Creation of the oldest task run here: listings are in this order, so nothing newer is missing.
  package private(set) var oldest: Timestamp?
  /// Grows with every change.
  package private(set) var version = 0

  package init() {}

  /// Joins a page, the newest first.
  /// - Returns: whether the next page is wanted.
  package mutating func join(_ page: Page<TaskRun>, number: Int) -> Bool {
    version += 1
    total = page.total
    let isOverlapping = page.items.contains { runs[$0.pipelineRunID] != nil }
    for task in page.items {
      put(Entry(task), of: task.pipelineRunID)
      oldest = min(oldest ?? task.createdAt, task.createdAt)
    }
    let isEnd = page.items.isEmpty || number * max(page.pageSize, 1) >= page.total
    if isSettled {
      // Only news since the last look are wanted: a page that meets what is known ends it.
      return !isOverlapping && !isEnd && number < Self.pagesMax
    }
    isComplete = isEnd
    isSettled = isEnd || number >= Self.pagesMax
    return !isSettled
  }

  private mutating func put(_ entry: Entry, of run: PipelineRun.ID) {
    if let place = runs[run]?.firstIndex(where: { $0.id == entry.id }) {
      runs[run]?[place] = entry
    } else {
      runs[run, default: []].append(entry)
    }
  }

  /// Whether all tasks of a run are here: they are never older than the run itself.
  package func isWhole(_ run: PipelineRun) -> Bool {
    guard runs[run.id] != nil else { return false }
    return isComplete || oldest.map { $0 < run.createdAt } ?? false
  }
}
