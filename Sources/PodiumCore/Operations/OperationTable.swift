// Everything a user can do, in one list. Whatever offers operations (keys, verbs, tools, routes) walks
// this table; nothing else builds requests that change something.
import JSON
import OrchestraAPI

/// The operations by name.
package struct OperationTable: Sendable {
  package let specs: [OperationSpec]

  /// All of them: writes first.
  package static let standard = OperationTable(specs: writes + agentWrites + triage + lists + reads)

  /// The operation with this name.
  package subscript(name: String) -> OperationSpec? { specs.first { $0.name == name } }

  /// Checks the arguments, freezes the targets and builds the exact request. Sends nothing.
  package func prepare(
    _ name: String, _ arguments: JSONObject, in context: OperationContext
  ) throws(OperationProblem) -> OperationRequest {
    guard let spec = self[name] else { throw OperationProblem("there is no operation \(name)") }
    let checked = try OperationArguments(arguments, of: spec)
    let bound = try spec.bind(checked, context)
    return OperationRequest(
      name: spec.name, effect: spec.effect, arguments: arguments,
      preview: OperationPreview(
        title: bound.title, method: bound.method, path: bound.path, body: bound.body,
        notes: bound.notes),
      subject: bound.subject, source: context.source, target: bound.target, mark: bound.mark,
      send: bound.send)
  }
}

/// Which part of a run is run again.
package enum RerunScope: Sendable, Equatable {
  case all
  /// What failed and what comes after it.
  case fromFailed
  /// These tasks, with or without what comes after them.
  case tasks([String], downstream: Bool)

  /// The values of the parameters, by name.
  package var arguments: JSONObject {
    switch self {
    case .all: ["scope": "all"]
    case .fromFailed: ["scope": "from_failed"]
    case .tasks(let ids, let downstream):
      [
        "scope": "tasks", "task_ids": .array(ids.map { .string($0) }),
        "continue_downstream": .bool(downstream),
      ]
    }
  }
}

extension OperationTable {
  /// Cancelling a run; `force` only for one that is stuck in CANCELLING.
  package func cancel(
    _ id: PipelineRun.ID, force: Bool = false, in context: OperationContext
  ) throws(OperationProblem) -> OperationRequest {
    var arguments: JSONObject = ["pipeline_run_id": .string(id.text)]
    if force { arguments["force"] = true }
    return try prepare("cancel_pipeline_run", arguments, in: context)
  }

  /// Running a run again with its branch, commit and environment.
  package func rerun(
    _ id: PipelineRun.ID, _ scope: RerunScope, in context: OperationContext
  ) throws(OperationProblem) -> OperationRequest {
    var arguments = scope.arguments
    arguments["pipeline_run_id"] = .string(id.text)
    return try prepare("rerun_pipeline_run", arguments, in: context)
  }

  /// Starting a pipeline by id or alias.
  /// - Parameter options: any of branch, commit, environment, version, run_inputs.
  package func start(
    _ pipeline: String, options: JSONObject = JSONObject(), in context: OperationContext
  ) throws(OperationProblem) -> OperationRequest {
    var arguments = options
    arguments["pipeline"] = .string(pipeline)
    return try prepare("start_pipeline", arguments, in: context)
  }
}
