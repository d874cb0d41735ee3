// Answers about pipelines and their definitions.
import JSON
import OrchestraAPI

extension Engine {
  /// All pipelines by name, each with its latest run.
  package func answer(_ endpoint: ListPipelines) async throws(APIProblem) -> PipelineList {
    var entries = await catalog.list()
    if let name = endpoint.name?.lowercased(), !name.isEmpty {
      entries = entries.filter { $0.record.name.lowercased().contains(name) }
    }
    guard let page = endpoint.page else {
      return PipelineList(pipelines: try await withLatestRuns(entries))
    }
    let skipped = (page.page - 1).multipliedReportingOverflow(by: page.size)
    let shown = entries.dropFirst(skipped.overflow ? entries.count : skipped.partialValue)
    return PipelineList(
      pipelines: try await withLatestRuns(Array(shown.prefix(page.size))),
      envelope: PipelineList.Envelope(
        page: page.page, pageSize: page.size, total: entries.count))
  }

  /// One pipeline with its latest run.
  package func answer(_ endpoint: GetPipeline) async throws(APIProblem) -> Pipeline {
    let entry = try await catalog.find(endpoint.selector)
    _ = try await model(entry, version: endpoint.version)
    return try await withLatestRuns([entry])[0]
  }

  /// A version of a definition as the camelCase model.
  package func answer(_ endpoint: GetPipelineDefinition) async throws(APIProblem) -> JSONValue {
    let entry = try await catalog.find(endpoint.pipeline.selector)
    return try await model(entry, version: endpoint.pipeline.version)
  }

  /// Adds a pipeline; 409 when its alias is taken.
  package func answer(_ endpoint: CreatePipeline) async throws(APIProblem) -> SavedPipeline {
    let definition = try definition(endpoint.definition, below: ["body", "data"])
    return saved(
      try await catalog.create(
        definition, alias: endpoint.alias, published: endpoint.published))
  }

  /// Saves a version; 400 for pipelines that come from files.
  package func answer(_ endpoint: UpdatePipeline) async throws(APIProblem) -> SavedPipeline {
    let entry = try await catalog.find(endpoint.selector)
    let definition = try definition(endpoint.definition, below: ["body", "data"])
    return saved(
      try await catalog.update(entry.record.id, definition, published: endpoint.published))
  }

  /// Forgets a pipeline; 400 for pipelines that come from files.
  package func answer(_ endpoint: DeletePipeline) async throws(APIProblem) -> Nothing {
    let entry = try await catalog.find(endpoint.selector)
    try await catalog.delete(entry.record.id)
    return Nothing()
  }

  /// Checks a definition; 422 names every problem.
  package func answer(_ endpoint: ValidatePipeline) async throws(APIProblem) -> JSONValue {
    let definition = try definition(endpoint.definition, below: [])
    var answer: JSONObject = ["message": "Pipeline schema is valid"]
    if endpoint.canonicalize { answer["pipeline"] = definition.json }
    return .object(answer)
  }

  /// Pauses or resumes a pipeline: its schedules, trigger events and starts.
  package func setPaused(_ paused: Bool, _ selector: PipelineSelector) async throws(APIProblem) {
    let entry = try await catalog.find(selector)
    try await catalog.setPaused(paused, entry.record.id)
  }

  // MARK: Parts

  /// A posted definition, or 422 with all of its problems.
  /// - Parameter prefix: where the definition stands in the body. The check of a schema names places
  ///   from the definition's own root: the official command line looks them up in the file.
  private func definition(
    _ json: JSONValue, below prefix: [String]
  ) throws(APIProblem) -> PipelineDefinition {
    let loaded = DefinitionLoader.load(json: json)
    guard let definition = loaded.definition else {
      throw APIProblem(
        fields: loaded.problems.map { problem in
          let path = (problem.fieldPath.array ?? []).map(\.plainText)
          return APIProblem.Field(path: prefix + path, message: problem.sentence)
        })
    }
    return definition
  }

  private func model(_ entry: CatalogEntry, version: Int?) async throws(APIProblem) -> JSONValue {
    guard let version, version != entry.record.latestVersion else { return entry.model }
    let found: PipelineDefinition?
    do throws(EngineError) {
      found = try await catalog.definition(of: entry.record.id, version: version)
    } catch {
      throw APIProblem(error)
    }
    guard let found else {
      throw .notFound("Pipeline version", "\(version) of \(entry.record.name)")
    }
    return found.json
  }

  private func saved(_ entry: CatalogEntry) -> SavedPipeline {
    SavedPipeline(
      pipeline: entry.pipeline, definition: entry.model,
      versionNumber: entry.record.latestVersion)
  }

  private func withLatestRuns(_ entries: [CatalogEntry]) async throws(APIProblem) -> [Pipeline] {
    try await read { (archive) async throws(EngineError) in
      var pipelines: [Pipeline] = []
      for entry in entries {
        var pipeline = entry.pipeline
        pipeline.latestRun = try await archive.latestRun(of: entry.record.id).map {
          Pipeline.LatestRun($0.run)
        }
        pipelines.append(pipeline)
      }
      return pipelines
    }
  }
}

extension Pipeline.LatestRun {
  fileprivate init(_ run: PipelineRun) {
    self.init(id: run.id, status: run.status)
    message = run.message
    createdAt = run.createdAt
    startedAt = run.startedAt
    completedAt = run.completedAt
  }
}
