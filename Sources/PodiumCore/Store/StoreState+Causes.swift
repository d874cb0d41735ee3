// Why runs failed: the first task that failed in time, not the followers that were skipped.
import OrchestraAPI
import Time

/// Order of the failing tasks of one run: real failures first, then the earliest.
struct CauseRank: Sendable, Comparable {
  var isWarning: Bool
  var at: Timestamp

  init?(_ task: TaskRun) {
    guard task.status == .failed || task.status == .warning else { return nil }
    isWarning = task.status == .warning
    at = task.completedAt ?? task.startedAt ?? task.createdAt
  }

  static func < (a: CauseRank, b: CauseRank) -> Bool {
    a.isWarning == b.isWarning ? a.at < b.at : !a.isWarning
  }
}

extension StoreState {
  /// Pages of failed task runs read in one listing.
  static let failedTaskPagesMax = 40

  mutating func applyFailedTasks(_ page: Page<TaskRun>, number: Int) {
    for task in page.items { consider(task) }
    let isEnd =
      page.items.isEmpty || number * max(page.pageSize, 1) >= page.total
      || number >= Self.failedTaskPagesMax
    let oldest = page.items.lazy.map { $0.createdAt }.min()
    for id in refresh.causes.notePage(oldest: oldest, total: page.total) { tentative[id] = nil }
    if isEnd || refresh.causes.isEmpty {
      let causes = notes.failureCauses
      refresh.causes.finishListing { causes[$0] != nil }
      tentative = [:]
    } else {
      refresh.causes.nextPage = number + 1
    }
  }

  /// The cause as the run's own tasks tell it: better than any listing.
  mutating func noteCause(from tasks: [TaskRun], of id: PipelineRun.ID) {
    let failing = tasks.compactMap { task in CauseRank(task).map { (rank: $0, task: task) } }
    // Tasks as they were before the end explain nothing.
    if tasks.allSatisfy({ $0.status.isTerminal }) { refresh.causes.remove(id) }
    guard let first = failing.min(by: { $0.rank < $1.rank }),
      let run = ledger[id], run.status != .succeeded
    else { return }
    set(FailureCause(first.task), for: id)
  }

  /// Whether nothing better can be learnt.
  func isCauseFinal(_ id: PipelineRun.ID) -> Bool {
    notes.failureCauses[id] != nil && refresh.records[.tasks(id)]?.isSettled == true
  }

  private mutating func consider(_ task: TaskRun) {
    let id = task.pipelineRunID
    guard let rank = CauseRank(task), let run = ledger[id], run.status != .succeeded,
      refresh.records[.tasks(id)]?.isSettled != true
    else { return }
    if let known = tentative[id], known <= rank { return }
    tentative[id] = rank
    set(FailureCause(task), for: id)
  }

  private mutating func set(_ cause: FailureCause, for id: PipelineRun.ID) {
    if let known = notes.failureCauses[id] {
      // A line from the log says more than the message it replaced.
      guard known != cause, !(known.isFromLog && known.taskRunID == cause.taskRunID) else { return }
    }
    notes.failureCauses[id] = cause
    notes.causesVersion += 1
    guard ErrorLine.isGeneric(cause.errorLine), let run = ledger[id], run.status == .failed
    else { return }
    refresh.causeLogs.add(
      TaskRunPath(runID: id, taskRunID: cause.taskRunID), createdAt: run.createdAt)
  }

  /// The newest attempt's first log.
  mutating func applyCauseFiles(_ logs: LogFiles, of path: TaskRunPath) {
    let newest = logs.files.map(\.attempt).max()
    if let file = logs.files.first(where: { $0.attempt == newest }) {
      refresh.causeLogs.setFilename(file.name, of: path)
    } else {
      refresh.causeLogs.finish(path)
    }
  }

  mutating func applyCauseTail(_ chunk: FileChunk, of path: TaskRunPath) {
    refresh.causeLogs.finish(path)
    let line = ErrorLine.extract(fromLog: chunk.bytes, isWhole: chunk.offset == 0)
    guard !line.isEmpty, var cause = notes.failureCauses[path.runID],
      cause.taskRunID == path.taskRunID
    else { return }
    cause.errorLine = line
    cause.isFromLog = true
    notes.failureCauses[path.runID] = cause
    notes.causesVersion += 1
  }
}

extension FailureCause {
  /// The cause that a failing task is.
  package init(_ task: TaskRun) {
    self.init(
      taskRunID: task.id, taskID: task.taskID, taskName: task.taskName,
      integration: task.integration, errorLine: ErrorLine.extract(from: task))
  }
}
