// Reading the whole window: passes over its pages, and the audit that notices missing runs.
import OrchestraAPI
import OrchestraClient
import Time

extension StoreState {
  /// Starts reading the pages behind the newest one.
  mutating func startPass(_ window: TimeWindow, page: Page<PipelineRun>) {
    for key in refresh.records.keys where key.isBackfill { refresh.records[key] = nil }
    // The end is the last moment the answer knows of: no new run can slip in behind a vanished one.
    let known = page.items.map { $0.updatedAt ?? $0.createdAt }.max() ?? window.to
    refresh.backfill.window = TimeWindow(from: window.from, to: min(known, window.to))
    // A short page does not stand for the first one of the pass.
    refresh.backfill.nextPage = page.pageSize >= PageRequest.sizeMax ? 2 : 1
    refresh.backfill.lastPage = Self.pageCount(page.total)
    refresh.backfill.retry = []
    refresh.backfill.pass += 1
    refresh.backfill.total = page.total
    refresh.backfill.isDisturbed = false
    coverage.isComplete = false
    finishPassIfDone(at: nil)
  }

  mutating func finishPassIfDone(at now: Moment?) {
    guard !refresh.backfill.isReading,
      !refresh.records.contains(where: { $0.key.isBackfill && $0.value.isInFlight })
    else { return }
    refresh.backfill.finishedAt = now?.monotonic ?? refresh.backfill.finishedAt ?? .zero
    coverage.isComplete = true
  }

  /// Compares what the server counts with what is known; rows may have shifted between pages.
  mutating func audit(_ page: Page<PipelineRun>, window: TimeWindow, isGap: Bool, at now: Moment) {
    guard coverage.isComplete, !isGap else { return }
    let isDisturbed = refresh.backfill.isDisturbed
    if ledger.table.count >= page.total, !isDisturbed {
      refresh.backfill.pass = 0
      refresh.head.shortfalls = 0
      return
    }
    refresh.head.shortfalls += 1
    guard isDisturbed || refresh.head.shortfalls >= RefreshState.Head.shortfallsMax else { return }
    let isRested = refresh.backfill.finishedAt.map {
      now.monotonic - $0 >= RefreshState.Backfill.auditSeconds
    }
    guard refresh.backfill.pass < RefreshState.Backfill.passesMax || isRested == true else {
      return
    }
    refresh.head.shortfalls = 0
    startPass(window, page: page)
  }
}
