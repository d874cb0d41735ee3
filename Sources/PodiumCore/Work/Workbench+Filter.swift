// Listings that pass a filter of the dashboard: pages are read, newest first, until there are enough rows.
// What was looked at is said; no row is looked at twice.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Rows of a window that are looked at for one answer.
  static let filteredRowsMax = 5_000

  /// A filter of runs as it was typed; what is not understood is refused. nil lets all pass.
  static func runFilter(_ text: String?) throws(WorkProblem) -> RunFilter? {
    let filter = RunFilter(text ?? "")
    if let problem = filter.problem { throw WorkProblem(.usage, "filter: \(problem.message)") }
    return filter.isEmpty ? nil : filter
  }

  /// The same for tasks.
  static func taskFilter(_ text: String?) throws(WorkProblem) -> RowFilter<TaskRun> {
    let filter = RowFilter(TaskRun.filterFields, text ?? "")
    if let problem = filter.problem { throw WorkProblem(.usage, "filter: \(problem.message)") }
    return filter
  }

  /// Pipelines that pass; runs of seven days are read where what they say is asked for.
  func pipelines(
    _ pipelines: [Pipeline], passing text: String?
  ) async throws(WorkProblem) -> [Pipeline] {
    var filter = RowFilter(PipelineLine.filterFields, text ?? "")
    if let problem = filter.problem { throw WorkProblem(.usage, "filter: \(problem.message)") }
    guard !filter.isEmpty else { return pipelines }
    let insight = filter.readsRuns ? try await insight() : Insight()
    let now = wall()
    var zones = ZoneBook()
    zones.learn(pipelines.flatMap(\.schedules).compactMap(\.zone))
    let lines = pipelines.map { PipelineLine($0, insight[$0.id], zones, now: now) }
    return filter.passing(lines, now: now).map(\.pipeline)
  }

  /// What the newest runs of seven days say together.
  private func insight() async throws(WorkProblem) -> Insight {
    var list = ListPipelineRuns(in: TimeWindow(endingAt: wall() + TimeWindow.lead))
    let found = try await RowSpan(limit: Self.filteredRowsMax).rows {
      (page) async throws(WorkProblem) in
      list.page = page
      return try await call(list, "what runs say")
    }
    var changes = MergeChanges()
    return Insight(Merge.merge(Merge.ordered(found.rows), into: .empty, changes: &changes))
  }

  /// Runs that pass, from the newest of the listing on.
  func listRuns(
    _ list: ListPipelineRuns, passing filter: RunFilter, _ span: RowSpan, window: WorkWindow
  ) async throws(WorkProblem) -> JSONObject {
    var list = list
    let causes = filter.query.readsCauses ? try await causes(in: window.window) : [:]
    return try await rows(span, window) { (page) async throws(WorkProblem) in
      list.page = page
      return try await call(list, "list runs")
    } passing: {
      filter.matches($0, cause: causes[$0.id], now: wall())
    }
  }

  /// Rows that pass as a listing.
  func rows<Row: Identifiable & JSONCodable & Sendable>(
    _ span: RowSpan, _ window: WorkWindow,
    _ fetch: (PageRequest) async throws(WorkProblem) -> Page<Row>, passing: (Row) -> Bool
  ) async throws(WorkProblem) -> JSONObject where Row.ID: Hashable {
    var found: [Row] = []
    var seen: Set<Row.ID> = []
    var total = 0
    var page = PageRequest(page: 1, size: PageRequest.sizeMax)
    while found.count < span.offset + span.limit, seen.count < Self.filteredRowsMax {
      let answer = try await fetch(page)
      total = answer.total
      for row in answer.items where seen.insert(row.id).inserted && passing(row) {
        found.append(row)
      }
      progress(Double(seen.count), Double(total), "\(found.count) of \(seen.count) rows pass")
      if answer.items.count < page.size { break }
      page.page += 1
    }
    let rows = found.dropFirst(span.offset).prefix(span.limit)
    var result = span.page(rows.map(Self.anyRow), total: found.count)
    result["lookedAt"] = .int(Int64(seen.count))
    result["inWindow"] = .int(Int64(total))
    // More may pass than were counted when the looking ended early.
    result["nextOffset"] = nil
    if seen.count < total || found.count > span.offset + rows.count {
      result["nextOffset"] = .int(Int64(span.offset + rows.count))
    }
    result["window"] = window.json
    return result
  }

  private static func anyRow<Row: JSONCodable>(_ row: Row) -> JSONValue {
    switch row {
    case let run as PipelineRun: self.row(run)
    case let task as TaskRun: self.row(task)
    default: .object(compact(row.jsonValue))
    }
  }

  /// The first failing task of each failing run of a window, where the platform lists tasks of all runs.
  private func causes(
    in window: TimeWindow
  ) async throws(WorkProblem) -> [PipelineRun.ID: FailureCause] {
    var list = ListTaskRuns(in: window)
    list.statuses = [.failed, .warning]
    var ranks: [PipelineRun.ID: CauseRank] = [:]
    var causes: [PipelineRun.ID: FailureCause] = [:]
    for number in 1...StoreState.failedTaskPagesMax {
      list.page = PageRequest(page: number, size: PageRequest.sizeMax)
      guard let page = try await callIfOffered(list, "why runs failed") else { return [:] }
      for task in page.items {
        guard let rank = CauseRank(task) else { continue }
        if let known = ranks[task.pipelineRunID], known <= rank { continue }
        ranks[task.pipelineRunID] = rank
        causes[task.pipelineRunID] = FailureCause(task)
      }
      if page.items.count < PageRequest.sizeMax { break }
    }
    return causes
  }
}
