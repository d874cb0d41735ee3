// The writes as agents know them. They bind the same requests as the dialogs; only names and what may be
// left out differ.
import JSON

extension OperationTable {
  static let agentWrites: [OperationSpec] = [
    writing(
      "trigger_pipeline", "Start a pipeline", "Starts a pipeline; id in the answer is the new run.",
      [
        OperationParameter("pipeline_id", .string, "Name, alias or id.", isRequired: true),
        OperationParameter("cause", .string, "Why; kept on this machine."),
        OperationParameter("branch", .string, "Git branch."),
        OperationParameter("commit", .string, "Git commit."),
        OperationParameter("environment", .string, "Name or id."),
        OperationParameter("version", .integer, "Version of the definition."),
        OperationParameter("run_inputs", .object, "Values of the pipeline's inputs."),
      ], at: ("POST /pipelines/{pipeline_id}/start", "pipelines start")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.trigger(arguments) },
    writing(
      "rerun", "Run again",
      "Runs a run again: what failed and comes after it, unless scope says more.",
      [
        run, OperationParameter("scope", .oneOf(["from_failed", "all", "tasks"]), "What of it."),
        OperationParameter("task_ids", .strings, "The tasks of scope tasks."),
        OperationParameter("continue_downstream", .boolean, "Also what comes after them."),
      ], at: ("POST /pipeline_runs/{pipeline_run_id}/again", "runs rerun")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.rerun(arguments) },
  ]

  private static let run = OperationParameter(
    "pipeline_run_id", .string, "Id, its beginning, a link, @latest or PIPELINE@latest.",
    isRequired: true)

  private static func writing(
    _ name: String, _ title: String, _ summary: String, _ parameters: [OperationParameter],
    at face: (route: String, verb: String), work: @escaping OperationSpec.Work
  ) -> OperationSpec {
    OperationSpec(
      name: name, summary: summary, parameters: parameters, result: ["type": "object"],
      effect: .write, capability: .startRuns, route: face.route, verb: face.verb, key: nil
    ).offered(as: title, work: work)
  }
}
