// Answers about pipeline runs and task runs. Listings are newest first; whoever gives no window and
// no ids gets the last seven days.
import JSON
import OrchestraAPI
import Time

extension Engine {
  static let windowMax = Duration.seconds(168 * 3600)

  /// One page of runs.
  package func answer(
    _ endpoint: ListPipelineRuns
  ) async throws(APIProblem) -> Page<PipelineRun> {
    try checkPage(endpoint.page)
    var filter = RunArchive.Filter()
    try window(
      "created_at", endpoint.from, endpoint.to, namesIDs: !endpoint.runIDs.isEmpty, &filter)
    try add("status", endpoint.statuses.map(\.word), "status", &filter)
    try add("pipeline_id", endpoint.pipelineIDs.map(\.text), "pipeline_ids", &filter)
    try add("id", endpoint.runIDs.map(\.text), "pipeline_run_ids", &filter)
    try add("environment_id", endpoint.environmentIDs.map(\.text), "environments", &filter)
    return try await read { (archive) async throws(EngineError) in
      try await archive.runs(filter, page: endpoint.page)
    }
  }

  /// How a run stands.
  package func answer(
    _ endpoint: GetPipelineRunStatus
  ) async throws(APIProblem) -> PipelineRun {
    try await record(endpoint.runID).run
  }

  /// The run with its definition as it ran.
  package func answer(_ endpoint: GetPipelineRun) async throws(APIProblem) -> PipelineRun {
    var run = try await record(endpoint.runID).run
    if let version = run.versionNumber,
      let definition = try? await catalog.definition(of: run.pipelineID, version: version)
    {
      run.definition = Boxed(definition.json)
    }
    return run
  }

  /// Asks a run to stop; 400 when it has ended, or for force before it is CANCELLING.
  package func answer(_ endpoint: CancelPipelineRun) async throws(APIProblem) -> Nothing {
    let id = endpoint.runID
    guard let driver = await runner.driver(id) else {
      let status = try await record(id).run.status.word
      throw APIProblem(400, "Pipeline run \(id) has ended (\(status)): nothing to cancel")
    }
    do throws(RunRefusal) {
      try await driver.send(endpoint.force ? .forceCancel : .cancel)
    } catch {
      // A second cancel of the same run changes nothing, and is no mistake.
      if !endpoint.force, await runner.driver(id) != nil { return Nothing() }
      throw APIProblem(400, "Pipeline run \(id) cannot be cancelled: \(error.reason)")
    }
    return Nothing()
  }

  /// The task runs of a run in the order of its definition.
  package func answer(_ endpoint: ListRunTaskRuns) async throws(APIProblem) -> Page<TaskRun> {
    guard endpoint.page.size <= PageRequest.nestedSizeMax else {
      throw .invalid(
        "query", "page_size",
        message: "Input should be between 1 and \(PageRequest.nestedSizeMax)",
        kind: "less_than_equal")
    }
    try checkPage(endpoint.page)
    _ = try await record(endpoint.runID)
    return try await read { (archive) async throws(EngineError) in
      let total = try await archive.taskCount(of: endpoint.runID)
      let items = try await archive.tasks(of: endpoint.runID, page: endpoint.page)
      return Page(
        page: endpoint.page.page, pageSize: endpoint.page.size, total: total,
        items: items.map(\.task))
    }
  }

  /// One page of task runs of all pipelines.
  package func answer(_ endpoint: ListTaskRuns) async throws(APIProblem) -> Page<TaskRun> {
    try checkPage(endpoint.page)
    var filter = RunArchive.Filter()
    try window(
      "t.created_at", endpoint.from, endpoint.to, namesIDs: !endpoint.taskRunIDs.isEmpty, &filter)
    try add("t.status", endpoint.statuses.map(\.word), "status", &filter)
    try add("r.pipeline_id", endpoint.pipelineIDs.map(\.text), "pipeline_ids", &filter)
    try add("t.integration", endpoint.integrations, "integration", &filter)
    try add("t.id", endpoint.taskRunIDs.map(\.text), "task_run_ids", &filter)
    return try await read { (archive) async throws(EngineError) in
      try await archive.tasks(filter, page: endpoint.page)
    }
  }

  // MARK: Parts

  func record(_ id: PipelineRun.ID) async throws(APIProblem) -> RunRecord {
    let found = try await read { (archive) async throws(EngineError) in
      try await archive.run(id)
    }
    guard let found else { throw .notFound("Pipeline run", id.text) }
    return found
  }

  func read<Value: Sendable>(
    _ body: (RunArchive) async throws(EngineError) -> Value
  ) async throws(APIProblem) -> Value {
    do throws(EngineError) { return try await body(archive) } catch { throw APIProblem(error) }
  }

  private func checkPage(_ page: PageRequest) throws(APIProblem) {
    guard page.page >= 1, (1...PageRequest.sizeMax).contains(page.size) else {
      throw .invalid(
        "query", "page_size", message: "Input should be between 1 and \(PageRequest.sizeMax)",
        kind: "less_than_equal")
    }
  }

  private func window(
    _ column: String, _ from: Timestamp?, _ to: Timestamp?, namesIDs: Bool,
    _ filter: inout RunArchive.Filter
  ) throws(APIProblem) {
    if namesIDs, from == nil, to == nil { return }
    let window = try window(from, to)
    filter.add(column, from: window.start, to: window.end)
  }

  /// One end alone means seven days from or up to it.
  func window(
    _ from: Timestamp?, _ to: Timestamp?
  ) throws(APIProblem) -> (start: Timestamp, end: Timestamp) {
    let end = to ?? from.map { $0 + Self.windowMax } ?? options.clocks.now()
    let start = from ?? end - Self.windowMax
    guard start <= end, end - start <= Self.windowMax else {
      throw .invalid(
        "query", "time_from", message: "The window from time_from to time_to is at most 7 days")
    }
    return (start, end)
  }

  private func add(
    _ column: String, _ values: [String], _ parameter: String,
    _ filter: inout RunArchive.Filter
  ) throws(APIProblem) {
    guard values.count <= RunArchive.Filter.valuesMax else {
      throw .invalid(
        "query", parameter, message: "At most \(RunArchive.Filter.valuesMax) values")
    }
    filter.add(column, in: values)
  }
}
