// Task runs of one run: pages are gathered and shown together; from them come progress and cause.
import OrchestraAPI
import Time

extension StoreState {
  mutating func applyTasks(
    _ page: Page<TaskRun>, number: Int, of id: PipelineRun.ID, at now: Moment
  ) {
    let gathered = Self.unique((taskPages[id] ?? []) + page.items)
    let isEnd =
      page.items.isEmpty || number * max(page.pageSize, 1) >= page.total
      || number >= Self.taskPagesMax
    taskPages[id] = isEnd ? nil : gathered
    refresh.records[.tasks(id)]?.nextPage = isEnd ? nil : number + 1
    let isFirst = details[id]?.tasks.isEmpty ?? false
    if isEnd || isFirst { show(gathered, total: page.total, of: id) }
    guard isEnd else { return }
    refresh.records[.tasks(id)]?.pages = max(1, number)
    noteCause(from: gathered, of: id)
    settleTasks(gathered, of: id)
  }

  private mutating func show(_ tasks: [TaskRun], total: Int, of id: PipelineRun.ID) {
    let sorted = tasks.sorted(by: Self.isEarlier)
    if details[id] != nil {
      details[id]?.tasks = sorted
      details[id]?.tasksTotal = total
    }
    if ledger.knows(id) { notes.progress[id] = TaskProgress(sorted, total: total) }
  }

  /// A run that has ended, with tasks that have ended, is never asked for again.
  private mutating func settleTasks(_ tasks: [TaskRun], of id: PipelineRun.ID) {
    guard let run = ledger[id] ?? details[id]?.run, run.status.isTerminal else { return }
    let isFinished = tasks.allSatisfy { $0.status.isTerminal }
    if !isFinished { refresh.records[.tasks(id)]?.unfinishedAnswers += 1 }
    let answers = refresh.records[.tasks(id)]?.unfinishedAnswers ?? 0
    if isFinished || answers >= FetchRecord.unfinishedAnswersMax {
      refresh.records[.tasks(id)]?.isSettled = true
    }
  }

  /// Files of a task that ended a while ago do not change any more.
  mutating func settleFiles(of path: TaskRunPath, at now: Moment) {
    guard let task = details[path.runID]?.tasks.first(where: { $0.id == path.taskRunID }),
      task.status.isTerminal,
      now.wall - (task.completedAt ?? task.updatedAt ?? task.createdAt) > Self.filesSettleSeconds
    else { return }
    if files[path.taskRunID]?.logs != nil {
      refresh.records[.logs(path.taskRunID)]?.isSettled = true
    }
    if files[path.taskRunID]?.artifacts != nil {
      refresh.records[.artifacts(path.taskRunID)]?.isSettled = true
    }
  }

  private static let filesSettleSeconds: Duration = .seconds(30)

  /// By start; tasks that have not started come last, in the order of their creation.
  static func isEarlier(_ a: TaskRun, _ b: TaskRun) -> Bool {
    switch (a.startedAt, b.startedAt) {
    case (let aStart?, let bStart?) where aStart != bStart: aStart < bStart
    case (_?, nil): true
    case (nil, _?): false
    default: (a.createdAt, a.taskID, a.id) < (b.createdAt, b.taskID, b.id)
    }
  }

  /// Later rows of a task win: they are newer.
  private static func unique(_ tasks: [TaskRun]) -> [TaskRun] {
    var positions: [TaskRun.ID: Int] = [:]
    var result: [TaskRun] = []
    for task in tasks {
      if let position = positions[task.id] {
        result[position] = task
      } else {
        positions[task.id] = result.count
        result.append(task)
      }
    }
    return result
  }
}
