// Answers become state. Synchronous and total: whatever arrives, in whatever order, the rows stay
// unique and never go back in time.
import OrchestraAPI
import OrchestraClient
import Time

extension StoreState {
  /// Joins an answer.
  /// - Returns: whether it was used; a late one is not.
  @discardableResult
  package mutating func apply(_ answer: FetchAnswer, for ticket: Ticket, at now: Moment) -> Bool {
    guard accept(ticket, at: now) else { return false }
    switch (answer, ticket.fetch) {
    case (.runs(let page), .newest(let request, let window)):
      applyNewest(page, request, window: window, at: now)
    case (.runs(let page), .backfill(let number, let window)):
      applyBackfill(page, number: number, window: window, at: now)
    case (.runs(let page), .runs(let ids)): applyNamed(page, ids: ids, at: now)
    case (.run(let run), .status(let id)): applyStatus(run, id: id, at: now)
    case (.tasks(let page), .tasks(let id, let number)):
      applyTasks(page, number: number, of: id, at: now)
    case (.tasks(let page), .failedTasks(let number, _)): applyFailedTasks(page, number: number)
    case (.logs(let logs), .causeFiles(let path)): applyCauseFiles(logs, of: path)
    case (.text(let chunk), .causeTail(let path, _)): applyCauseTail(chunk, of: path)
    case (.logs(let logs), .logs(let path)):
      files[path.taskRunID, default: TaskFiles()].logs = logs
      settleFiles(of: path, at: now)
    case (.artifacts(let artifacts), .artifacts(let path)):
      files[path.taskRunID, default: TaskFiles()].artifacts = artifacts
      settleFiles(of: path, at: now)
    case (.pipelines(let pipelines), .pipelines):
      workspace.pipelines = pipelines
      workspace.zones.learn(pipelines.flatMap(\.schedules).compactMap(\.zone))
    case (.environments(let environments), .environments): workspace.environments = environments
    case (.definition(let shape), .definition(let key)):
      depth.shapes[key] = shape
      // A version does not change any more.
      refresh.records[.definition(key)]?.isSettled = key.version != nil
    case (.operations(let page), .operations(let path, let number)):
      applyOperations(page, number: number, of: path)
    case (.tasks(let page), .history(let id, let number, _)):
      let isMoreWanted = depth.histories[id, default: PipelineHistory()]
        .join(page, number: number)
      refresh.records[.history(id)]?.nextPage = isMoreWanted ? number + 1 : nil
    default: preconditionFailure("the answer does not belong to the fetch")
    }
    generation += 1
    return true
  }

  /// Notes a good answer, unless a newer one of the same key was applied before.
  private mutating func accept(_ ticket: Ticket, at now: Moment) -> Bool {
    let key = ticket.fetch.key
    if case .backfill(_, let window) = ticket.fetch, window != refresh.backfill.window {
      return false
    }
    var record = refresh.records[key] ?? FetchRecord()
    guard ticket.number > record.applied else { return false }
    record.applied = ticket.number
    record.isInFlight = false
    record.goodAt = now.wall
    record.failures = 0
    record.failure = nil
    record.failingSince = nil
    record.notBefore = nil
    refresh.records[key] = record
    return true
  }

  private mutating func applyNewest(
    _ page: Page<PipelineRun>, _ request: PageRequest, window: TimeWindow, at now: Moment
  ) {
    let number = request.page
    let isFirst = !refresh.head.isAnswered
    let isConnected = page.items.last.map { ledger.knows($0.id) } ?? true
    refresh.head.isAnswered = true
    refresh.outage = nil
    let changes = join(page.items, at: now)
    let isQuiet = changes.isEmpty && refresh.active.isEmpty
    refresh.head.quietAnswers = isQuiet ? refresh.head.quietAnswers + 1 : 0
    let isEnd = page.items.count < page.pageSize || number * page.pageSize >= page.total
    let isGap = !isFirst && !isConnected && !isEnd
    // After a small page a gap is closed with full ones, from the top.
    let next = request.size < PageRequest.sizeMax ? 1 : number + 1
    refresh.head.catchUpPage = isGap ? next : nil
    refresh.head.rows = rowsForActive()
    if isGap, number >= RefreshState.Head.catchUpPagesMax {
      refresh.head.catchUpPage = nil
      startPass(window, page: page)
    }
    if number == 1 {
      coverage.total = page.total
      ledger.reserve(min(page.total, RunLedger.reserveMax))
      coverage.from = window.from
      coverage.to = window.to
      dropRuns(before: window.from)
      if isFirst { startPass(window, page: page) }
      audit(page, window: window, isGap: isGap, at: now)
    }
    learnClock(from: changes, at: now)
  }

  /// As many rows as it takes to see all running runs among the newest, and a few more.
  private func rowsForActive() -> Int {
    var rows = RefreshState.Head.rowsMin
    guard !refresh.active.isEmpty else { return rows }
    for (row, run) in ledger.table.prefix(PageRequest.sizeMax).enumerated()
    where !run.status.isTerminal {
      rows = row + 1 + RefreshState.Head.rowsMin / 2
    }
    // In steps, so that servers and caches see few different requests.
    let step = RefreshState.Head.rowsMin
    return min((rows + step - 1) / step * step, PageRequest.sizeMax)
  }

  private mutating func applyBackfill(
    _ page: Page<PipelineRun>, number: Int, window: TimeWindow, at now: Moment
  ) {
    refresh.records[.backfill(number)] = nil
    join(page.items, at: now)
    let pages = Self.pageCount(page.total)
    if page.total < refresh.backfill.total { refresh.backfill.isDisturbed = true }
    // Rows may have come or gone meanwhile; an empty page is the end whatever the total says.
    refresh.backfill.lastPage =
      page.items.isEmpty ? min(refresh.backfill.lastPage, number) : max(pages, number)
    finishPassIfDone(at: now)
  }

  private mutating func applyNamed(
    _ page: Page<PipelineRun>, ids: [PipelineRun.ID], at now: Moment
  ) {
    let named = Set(ids)
    let answered = page.items.filter { named.contains($0.id) }
    // A server that ignores the filter answers with the newest runs instead.
    if answered.count < page.items.count { refresh.server.filtersRunIDs = false }
    join(page.items, at: now)
    let missing = named.subtracting(answered.map { $0.id })
    for run in answered { refresh.missed[run.id] = nil }
    guard refresh.server.filtersRunIDs else { return }
    for id in missing {
      refresh.active[id] = now.monotonic
      noteMissing(id)
    }
  }

  /// A run that the server does not know any more; after a few answers it is believed.
  mutating func noteMissing(_ id: PipelineRun.ID) {
    refresh.missed[id, default: 0] += 1
    guard refresh.missed[id] ?? 0 >= RefreshState.missedMax else { return }
    refresh.missed[id] = nil
    ledger.remove(id)
    forget(id)
  }

  private mutating func applyStatus(_ run: PipelineRun, id: PipelineRun.ID, at now: Moment) {
    guard run.id == id else { return }
    if ledger.knows(id) || coverage.from.map({ run.createdAt >= $0 }) ?? false {
      join([run], at: now)
    } else {
      details[id] = RunDetail(
        run: run, tasks: details[id]?.tasks ?? [], tasksTotal: details[id]?.tasksTotal)
    }
    if details[id] == nil, refresh.watched.contains(.run(id)) {
      details[id] = RunDetail(run: run)
    }
    if run.status.isTerminal || ledger.knows(id) { refresh.unknownRuns.remove(id) }
    if run.status.isTerminal { refresh.records[.status(id)]?.isSettled = true }
  }

  /// Rows into the list, and everything that follows from rows.
  @discardableResult
  mutating func join(_ rows: [PipelineRun], at now: Moment) -> MergeChanges {
    let changes = ledger.merge(rows)
    let areNew = changes.added.count == rows.count
    rows.withUnsafeBufferPointer { rows in
      for row in rows.indices {
        // The known row may be newer than this answer.
        if !rows[row].status.isTerminal, ledger[rows[row].id]?.status.isTerminal == false {
          refresh.active[rows[row].id] = now.monotonic
        }
        if areNew { noteChange(of: rows[row]) }
      }
    }
    if !areNew {
      for id in changes.added + changes.updated {
        if let run = ledger[id] { noteChange(of: run) }
      }
    }
    for id in changes.ended { noteEnd(of: id) }
    for id in refresh.unknownRuns where ledger.knows(id) {
      refresh.unknownRuns.remove(id)
      if let run = ledger[id], details[id] == nil { details[id] = RunDetail(run: run) }
    }
    return changes
  }

  private mutating func noteChange(of run: PipelineRun) {
    if run.status.isTerminal {
      if !refresh.active.isEmpty { refresh.active[run.id] = nil }
      let hasCause = run.status == .failed || run.status == .warning
      if hasCause, !isCauseFinal(run.id) { refresh.causes.add(run) }
    }
    if !details.isEmpty, details[run.id] != nil { details[run.id]?.run = run }
    if !notes.marks.isEmpty { confirmMark(of: run) }
  }

  private mutating func noteEnd(of id: PipelineRun.ID) {
    refresh.records[.status(id)] = nil
    if details[id] == nil {
      refresh.records[.tasks(id)] = nil
      taskPages[id] = nil
    } else {
      // The tasks as they ended are still to be read.
      refresh.records[.tasks(id)]?.isAsked = true
    }
    if ledger[id]?.status == .succeeded, notes.failureCauses.removeValue(forKey: id) != nil {
      notes.causesVersion += 1
    }
    if let progress = notes.progress[id], ledger[id]?.status == .succeeded {
      notes.progress[id] = TaskProgress(done: progress.total, total: progress.total)
    } else if details[id] == nil {
      notes.progress[id] = nil
    }
  }

  private mutating func dropRuns(before limit: Timestamp) {
    for id in ledger.drop(before: limit) { forget(id) }
  }

  /// What was known about a run that left the list.
  private mutating func forget(_ id: PipelineRun.ID) {
    refresh.active[id] = nil
    refresh.causes.remove(id)
    refresh.causeLogs.forget(id)
    notes.progress[id] = nil
    notes.marks[id] = nil
    tentative[id] = nil
    if notes.failureCauses.removeValue(forKey: id) != nil { notes.causesVersion += 1 }
  }

  private mutating func learnClock(from changes: MergeChanges, at now: Moment) {
    for id in changes.added + changes.updated {
      guard let updatedAt = ledger[id]?.updatedAt else { continue }
      let ahead = updatedAt - now.wall
      if ahead > refresh.server.ahead, ahead < .seconds(3600) { refresh.server.ahead = ahead }
    }
  }

  /// Full pages that hold so many runs.
  static func pageCount(_ total: Int) -> Int {
    (total + PageRequest.sizeMax - 1) / PageRequest.sizeMax
  }
}
