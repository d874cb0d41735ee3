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
    for name in ["branch", "commit", "environment", "run_inputs"] {
      options[name] = arguments.values[name]
    }
    let context = OperationContext(pipeline: { _ in pipeline })
    let request = try prepared { () throws(OperationProblem) in
      try OperationTable.standard.start(
        pipeline.alias ?? pipeline.id.text, options: options, in: context)
    }
    var result = try await perform(request)
    result["cause"] = .string(arguments.text("cause") ?? "Triggered by Orchestra MCP")
    return result
  }

  /// Runs a run again: all of it, what failed, or some tasks.
  func rerun(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let pipeline = try await callIfOffered(ListPipelines(), "find a pipeline")?.pipelines
      .first { $0.id == run.pipelineID }
    let context = OperationContext(run: { _ in run }, pipeline: { _ in pipeline })
    let scope: RerunScope
    switch arguments.text("scope") {
    case nil, "from_failed": scope = .fromFailed
    case "tasks":
      scope = .tasks(
        arguments.texts("task_ids"), downstream: arguments.flag("continue_downstream") ?? false)
    default: scope = .all
    }
    return try await perform(
      try prepared { () throws(OperationProblem) in
        try OperationTable.standard.rerun(run.id, scope, in: context)
      })
  }

  /// Asks a run to stop.
  func cancel(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let context = OperationContext(run: { _ in run })
    return try await perform(
      try prepared { () throws(OperationProblem) in
        try OperationTable.standard.cancel(
          run.id, force: arguments.flag("force") ?? false, in: context)
      })
  }

  private func prepared(
    _ make: () throws(OperationProblem) -> OperationRequest
  ) throws(WorkProblem) -> OperationRequest {
    do throws(OperationProblem) { return try make() } catch { throw WorkProblem(error) }
  }

  /// Passes the gate, which records it, and is sent once.
  private func perform(_ request: OperationRequest) async throws(WorkProblem) -> JSONObject {
    switch await WriteGate(client, source, audit: audit, wall: wall).send(request).result {
    case .success(let done): return Self.result(done)
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
