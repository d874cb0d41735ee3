// Starting and restarting: from a request (or a schedule) to a stored run that the runner drives.
import JSON
import OrchestraAPI
import Time

extension Engine {
  /// Starts a pipeline, or restarts parts of one.
  package func answer(_ endpoint: StartPipeline) async throws(APIProblem) -> StartedRun {
    guard let entry = await catalog.find(endpoint.pipeline) else {
      throw .notFound("Pipeline", endpoint.pipeline)
    }
    let order = StartOrder(entry, endpoint, trigger: TriggeredBy(type: "MANUAL"))
    return try await start(order)
  }

  func start(_ order: StartOrder) async throws(APIProblem) -> StartedRun {
    guard !order.entry.record.paused else {
      throw APIProblem(400, "Pipeline \(order.entry.record.name) is paused")
    }
    let version = order.request.versionNumber ?? order.entry.startVersion
    let definition = try await definition(order.entry, version: version)
    try refuseForeignTasks(definition)
    let record = try await newRecord(order, definition, version)
    let start = record.start ?? RunStart(workID: record.run.id)
    let values = RunValues(
      runID: record.run.id, inputs: start.inputs, environment: start.environment,
      now: record.run.createdAt)
    let blueprint: RunBlueprint
    do throws(PlanError) {
      blueprint = try RunBlueprint(
        definition, pipelineID: order.entry.record.id, values: values)
    } catch {
      throw APIProblem(400, "Pipeline \(definition.name) cannot be laid out: \(error)")
    }
    return try await begin(record, blueprint, order)
  }

  private func begin(
    _ record: RunRecord, _ blueprint: RunBlueprint, _ order: StartOrder
  ) async throws(APIProblem) -> StartedRun {
    var record = record
    let choice = try await choice(order, blueprint, &record)
    let machine = RunMachine(
      plan: blueprint.plan, presets: choice.presets, note: record.start?.note ?? "",
      at: record.run.createdAt)
    let tasks = taskRecords(record, blueprint)
    let driver = driver(machine, record, tasks, blueprint)
    do throws(EngineError) { try await driver.create() } catch { throw APIProblem(error) }
    await runner.add(record.run.id, driver)
    return StartedRun(
      id: order.entry.record.id.text, runID: record.run.id, message: choice.message)
  }

  // MARK: Checks

  private func definition(
    _ entry: CatalogEntry, version: Int
  ) async throws(APIProblem) -> PipelineDefinition {
    let found: PipelineDefinition?
    do throws(EngineError) {
      found = try await catalog.definition(of: entry.record.id, version: version)
    } catch {
      throw APIProblem(error)
    }
    guard let found else {
      throw .notFound("Pipeline version", "\(version) of \(entry.record.name)")
    }
    return found
  }

  private func refuseForeignTasks(_ definition: PipelineDefinition) throws(APIProblem) {
    let refusals = definition.tasks.compactMap {
      TaskKind.refusal(of: $0, simulates: options.simulates)
    }
    guard let first = refusals.first else { return }
    let more = refusals.count > 1 ? " (and \(refusals.count - 1) more tasks)" : ""
    throw APIProblem(400, "Pipeline \(definition.name) cannot run here: \(first)\(more)")
  }

  private func inputs(
    _ given: JSONObject, _ definition: PipelineDefinition
  ) throws(APIProblem) -> JSONObject {
    let problems = InputCheck.problems(given, definition.inputs)
    if let missing = problems.first(where: { $0.kind == .missing }) {
      throw APIProblem(400, missing.message)
    }
    guard problems.isEmpty else {
      throw APIProblem(
        fields: problems.map { problem in
          APIProblem.Field(
            path: ["body", "runInputs", problem.input],
            message: problem.suggestion.map { "\(problem.message); \($0)" } ?? problem.message,
            kind: problem.kind == .unknown ? "extra_forbidden" : "type_error")
        })
    }
    return InputCheck.completed(given, definition.inputs)
  }

  // MARK: Rows

  private func newRecord(
    _ order: StartOrder, _ definition: PipelineDefinition, _ version: Int
  ) async throws(APIProblem) -> RunRecord {
    let request = order.request
    let environments = await catalog.environments()
    guard let environment = environments.entry(request.environment) else {
      throw .notFound("Environment", request.environment ?? "")
    }
    var run = PipelineRun(
      id: parts.makeID(), pipelineID: order.entry.record.id, pipelineName: definition.name,
      status: .created, createdAt: options.clocks.now())
    run.accountID = account.id
    run.environmentID = environment.id
    run.environmentName = environment.name
    run.triggeredBy = [order.trigger]
    run.versionNumber = version
    run.branch = request.branch
    run.commit = request.commit
    var start = RunStart(workID: run.id)
    start.triggerDepth = order.triggerDepth
    start.inputs = try inputs(request.runInputs, definition)
    start.environment = provided
    for member in environment.values.members { start.environment[member.key] = member.value }
    for member in request.environmentOverrides.members {
      start.environment[member.key] = member.value["value"] ?? member.value
    }
    return RunRecord(run: run, start: start)
  }

  private func taskRecords(_ record: RunRecord, _ blueprint: RunBlueprint) -> [TaskRecord] {
    zip(blueprint.plan.tasks, blueprint.tasks).map { machine, known in
      var task = TaskRun(
        id: parts.makeID(), pipelineRunID: record.run.id, pipelineID: record.run.pipelineID,
        taskID: machine.id, status: .created, createdAt: record.run.createdAt)
      task.accountID = account.id
      // A repetition of a matrix has its value behind its name.
      task.taskName = known.definition.title + machine.id.dropFirst(known.definition.id.count)
      task.integration = known.definition.integration
      task.integrationJob = known.definition.integrationJob
      task.connectionID = known.definition.connection
      task.taskParameters = .object(known.definition.parameters)
      task.dependsOn = known.dependsOn
      return TaskRecord(task: task)
    }
  }
}
