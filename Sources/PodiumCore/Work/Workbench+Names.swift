// Names where ids are asked for: pipelines by id, alias or name, runs by id, its beginning, a link,
// "@latest" or "PIPELINE@latest". A vague name is an error that lists what it may mean.
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// The pipeline that a text names.
  func pipeline(_ text: String) async throws(WorkProblem) -> Pipeline {
    try Self.pipeline(text, in: try await call(ListPipelines(), "find a pipeline").pipelines)
  }

  /// The same among pipelines that are known.
  static func pipeline(
    _ text: String, in list: [Pipeline]
  ) throws(WorkProblem) -> Pipeline {
    let name = trimmed(text).lowercased()
    if let exact = list.first(where: { $0.id.text == text || $0.alias?.lowercased() == name }) {
      return exact
    }
    let named = list.filter { $0.name.lowercased() == name }
    if named.count == 1 { return named[0] }
    let near = named.isEmpty ? list.filter { $0.name.lowercased().contains(name) } : named
    if near.count == 1, !name.isEmpty { return near[0] }
    guard !near.isEmpty, !name.isEmpty else {
      let known = list.prefix(8).map { $0.alias ?? $0.name }.joined(separator: ", ")
      throw WorkProblem(
        .notFound,
        "there is no pipeline \"\(text.prefix(80))\" here: there are \(known)"
          + (list.count > 8 ? " and \(list.count - 8) more" : ""))
    }
    let choices = near.prefix(8).map { "\($0.name) (\($0.alias ?? $0.id.text))" }
    throw WorkProblem(
      .usage, "\"\(text.prefix(80))\" may mean \(choices.joined(separator: ", ")): name one")
  }

  /// The id of the run that a text names; a whole id is believed without asking.
  func runID(_ text: String) async throws(WorkProblem) -> PipelineRun.ID {
    let id = PipelineRun.ID(Self.trimmed(text))
    return id.isUUID ? id : try await run(text).id
  }

  /// The task of a run that is named by its id, its name or its task run; the newest of several.
  static func named(_ text: String, _ tasks: [TaskRun]) -> TaskRun? {
    let name = trimmed(text).lowercased()
    return tasks.last { $0.id.text == name || $0.taskID == text || $0.taskName == text }
      ?? tasks.last { $0.taskID.lowercased() == name || $0.taskName.lowercased() == name }
  }

  /// The names of tasks for a message.
  static func names(_ tasks: [TaskRun]) -> String {
    let names = tasks.prefix(12).map(\.taskName).joined(separator: ", ")
    return tasks.count > 12 ? "\(names) and \(tasks.count - 12) more" : names
  }

  /// The run that a text names.
  func run(_ text: String) async throws(WorkProblem) -> PipelineRun {
    let text = Self.trimmed(text)
    guard !text.isEmpty else { throw WorkProblem(.usage, "pipeline_run_id is empty") }
    if let at = text.firstRange(of: "@latest") {
      return try await latest(Self.trimmed(text[..<at.lowerBound]))
    }
    let pasted = RunLink.runID(in: text)?.text ?? RunLink.uuids(in: text).first
    let id = pasted ?? text
    if pasted == nil, id.count >= 4, id.count < 36, id.allSatisfy(Self.isIDPart) {
      let near = try await recent().filter { $0.id.text.hasPrefix(id.lowercased()) }
      if near.count == 1 { return near[0] }
      if near.count > 1 {
        let ids = near.prefix(8).map(\.id.text).joined(separator: ", ")
        throw WorkProblem(.usage, "several runs begin with \(id): \(ids)")
      }
    }
    if pasted == nil, !id.allSatisfy(Self.isIDPart), let named = try await named(id) {
      return try await latest(named)
    }
    return try await run(PipelineRun.ID(id))
  }

  /// The pipeline of exactly this name or alias; nil when there is none.
  private func named(_ text: String) async throws(WorkProblem) -> Pipeline? {
    let name = text.lowercased()
    let found = try await callIfOffered(ListPipelines(), "find a run")?.pipelines.filter {
      $0.name.lowercased() == name || $0.alias?.lowercased() == name
    }
    return found?.count == 1 ? found?.first : nil
  }

  /// Without white space around it; names may have some inside.
  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    let count = start.reversed().drop { $0.isWhitespace }.count
    return String(start.prefix(count))
  }

  /// A run by its id; by the list where the platform has no page of its own for it.
  func run(_ id: PipelineRun.ID) async throws(WorkProblem) -> PipelineRun {
    if let run = try await callIfOffered(GetPipelineRunStatus(runID: id), "show a run") {
      return run
    }
    var list = ListPipelineRuns(in: TimeWindow(endingAt: wall() + TimeWindow.lead))
    list.runIDs = [id]
    if let run = try await callIfOffered(list, "find a run")?.items.first { return run }
    throw WorkProblem(
      .notFound,
      "there is no run \(id.text) for this key: it may be older than seven days,"
        + " belong to another account or environment, or the id may be wrong")
  }

  private func latest(_ name: String) async throws(WorkProblem) -> PipelineRun {
    guard !name.isEmpty else {
      guard let run = try await recent(1).first else {
        throw WorkProblem(.notFound, "there is no run in the last seven days")
      }
      return run
    }
    return try await latest(try await pipeline(name))
  }

  private func latest(_ pipeline: Pipeline) async throws(WorkProblem) -> PipelineRun {
    if let latest = pipeline.latestRun { return try await run(latest.id) }
    throw WorkProblem(.notFound, "\(pipeline.name) has no run yet")
  }

  /// The newest runs.
  private func recent(
    _ count: Int = PageRequest.sizeMax
  ) async throws(WorkProblem) -> [PipelineRun] {
    let window = TimeWindow(endingAt: wall() + TimeWindow.lead)
    let page = PageRequest(page: 1, size: count)
    return try await call(ListPipelineRuns(in: window, page: page), "find a run").items
  }

  private static func isIDPart(_ character: Character) -> Bool {
    character.isHexDigit || character == "-"
  }
}
