// The writes as agents know them. They bind the same requests as the dialogs; only names and what may be
// left out differ.
import JSON

extension OperationTable {
  static let agentWrites: [OperationSpec] = [
    writing(
      "trigger_pipeline", "Start a pipeline", "Starts a pipeline; id in the answer is the new run.",
      [
        OperationParameter("pipeline_id", .string, "Name, alias or id.", isRequired: true),
        OperationParameter("cause", .string, "Why, for the audit file."),
        OperationParameter("branch", .string, "Of git."),
        OperationParameter("commit", .string, "Of git."),
        OperationParameter("environment", .string, "Name or id."),
        OperationParameter("version", .integer, "Of the definition."),
        OperationParameter("run_inputs", .object, "The pipeline's inputs."),
      ], at: ("POST /pipelines/{pipeline_id}/start", "pipelines start", "start_pipeline")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.trigger(arguments) },
    writing(
      "rerun", "Run again",
      "Runs a run again: what failed and what comes after, unless told so.",
      [
        run, OperationParameter("scope", .oneOf(["from_failed", "all", "tasks"]), "What of it."),
        OperationParameter("task_ids", .strings, "The tasks of scope tasks."),
        OperationParameter("continue_downstream", .boolean, "Also what comes after them."),
      ], at: ("POST /pipeline_runs/{pipeline_run_id}/rerun", "runs rerun", "rerun_pipeline_run")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.rerun(arguments) },
  ]

  private static let run = OperationParameter(
    "pipeline_run_id", .string, "Id, @latest or PIPELINE@latest.",
    isRequired: true)

  private static func writing(
    _ name: String, _ title: String, _ summary: String, _ parameters: [OperationParameter],
    at face: (route: String, verb: String, twin: String), work: @escaping OperationSpec.Work
  ) -> OperationSpec {
    OperationSpec(
      name: name, summary: summary, parameters: parameters,
      effect: .write, capability: .startRuns, route: face.route, verb: face.verb, key: nil,
      twin: face.twin
    ).offered(as: title, work: work)
  }
}
