// Writes for scripts and agents: the same requests, the same gate and the same audit file as the
// dashboard's. Nothing is sent that could not be recorded where that is insisted on.
import Glibc
import JSON
import OrchestraAPI
import OrchestraClient

extension Workbench {
  /// Starts a pipeline. `cause` stays on this machine: the platform's start has no such field.
  func trigger(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let pipeline = try await pipeline(arguments.required("pipeline_id"))
    var options = JSONObject()
    for name in ["branch", "commit", "environment", "version"] {
      options[name] = arguments.values[name]
    }
    let inputs = try Self.typed(arguments.object("run_inputs"), of: pipeline)
    if !inputs.isEmpty { options["run_inputs"] = .object(inputs) }
    let context = try await context(pipeline: { _ in pipeline })
    var request = try prepared { () throws(OperationProblem) in
      try OperationTable.standard.start(pipeline.id.text, options: options, in: context)
    }
    request.cause = arguments.text("cause") ?? "Triggered by Orchestra MCP"
    var result = try await perform(request)
    result["cause"] = request.cause.map { .string($0) }
    return result
  }

  /// Runs a run again: all of it, what failed, or some tasks.
  func rerun(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let pipeline = try await callIfOffered(ListPipelines(), "find a pipeline")?.pipelines
      .first { $0.id == run.pipelineID }
    let context = try await context(run: { _ in run }, pipeline: { _ in pipeline })
    let scope: RerunScope
    switch arguments.text("scope") {
    case nil, "from_failed":
      if let latest = pipeline?.latestRun?.id, latest != run.id {
        throw WorkProblem(
          .refused,
          "from_failed would retry the latest run, \(latest.text), not \(run.id.text): name that one,"
            + " or use scope all")
      }
      scope = .fromFailed
    case "tasks":
      scope = .tasks(
        try await taskIDs(arguments.texts("task_ids"), of: run),
        downstream: arguments.flag("continue_downstream") ?? false)
    default: scope = .all
    }
    return try await perform(
      try prepared { () throws(OperationProblem) in
        try OperationTable.standard.rerun(run.id, scope, in: context)
      })
  }

  /// Ids of tasks that are named by name, id or task run.
  private func taskIDs(
    _ names: [String], of run: PipelineRun
  ) async throws(WorkProblem) -> [String] {
    let tasks = try await tasks(of: run.id)
    var ids: [String] = []
    for name in names {
      guard let found = Self.named(name, tasks) else {
        throw WorkProblem(
          .notFound,
          "run \(run.id.text) has no task \"\(name.prefix(60))\": it has \(Self.names(tasks))")
      }
      ids.append(found.taskID)
    }
    return ids
  }

  /// Asks a run to stop.
  func cancel(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let context = try await context(run: { _ in run })
    return try await perform(
      try prepared { () throws(OperationProblem) in
        try OperationTable.standard.cancel(
          run.id, force: arguments.flag("force") ?? false, in: context)
      })
  }

  /// What is known when a request is made. Environments matter where some of them are production.
  private func context(
    run: @escaping @Sendable (PipelineRun.ID) -> PipelineRun? = { _ in nil },
    pipeline: @escaping @Sendable (String) -> Pipeline? = { _ in nil }
  ) async throws(WorkProblem) -> OperationContext {
    var context = OperationContext(run: run, pipeline: pipeline)
    context.source = source
    if !source.productionEnvironments.isEmpty {
      context.environments = try await callIfOffered(ListEnvironments(), "find environments") ?? []
    }
    return context
  }

  /// Texts for inputs of other types become values of these, as in the dashboard's form.
  private static func typed(
    _ given: JSONObject, of pipeline: Pipeline
  ) throws(WorkProblem) -> JSONObject {
    var inputs = given
    for input in PipelineInput.all(of: pipeline) {
      guard let text = given[input.name]?.string else { continue }
      do throws(InputProblem) {
        inputs[input.name] = try input.read(text) ?? .string(text)
      } catch {
        throw WorkProblem(.usage, "input \(input.name) must be \(error.expected)")
      }
    }
    return inputs
  }

  private func prepared(
    _ make: () throws(OperationProblem) -> OperationRequest
  ) throws(WorkProblem) -> OperationRequest {
    do throws(OperationProblem) { return try make() } catch { throw WorkProblem(error) }
  }

  /// Passes the gate, which records it, and is sent once.
  private func perform(_ request: OperationRequest) async throws(WorkProblem) -> JSONObject {
    if let readOnly = source.readOnly { throw WorkProblem(.refused, readOnly.reason) }
    let passage = await WriteGate(client, source, audit: audit, wall: wall)
      .send(try await agree(request))
    switch passage.result {
    case .success(let done):
      var result = Self.result(done)
      let notes = request.preview.notes
      if !notes.isEmpty { result["notes"] = .array(notes.map { .string($0) }) }
      if let problem = passage.notRecorded { result["notRecorded"] = .string(problem) }
      return result
    case .failure(.barrier(let barrier)): throw WorkProblem(.refused, barrier.reason)
    case .failure(.client(let error)): throw WorkProblem(error)
    }
  }

  /// `id` is the new run, as older clients read it; the platform's own answer stands beside it.
  private static func result(_ done: OperationResult) -> JSONObject {
    var result: JSONObject = ["message": .string(done.message)]
    if let run = done.startedRun {
      result["id"] = .string(run.text)
      result["pipelineRunId"] = .string(run.text)
    }
    if done.value.object?.isEmpty == false { result["answer"] = done.value }
    return result
  }
}
