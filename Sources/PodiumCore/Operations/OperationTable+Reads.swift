// Operations that only look and that scripts have as verbs; agents get them when they ask for more.
import JSON

extension OperationTable {
  static let reads: [OperationSpec] = [listEnvironments, validatePipeline, readLog, probeEndpoints]

  private static let listEnvironments = OperationSpec(
    name: "list_environments", summary: "Lists the environments runs can be started in.",
    parameters: [], effect: .read, capability: .readEnvironments,
    route: "GET /environments", verb: "environments", key: nil, title: "List environments",
    toolset: .more,
    work: { (bench, _) async throws(WorkProblem) in try await bench.listEnvironments() })

  private static let validatePipeline = OperationSpec(
    name: "validate_pipeline", summary: "Checks a pipeline's definition; says every problem.",
    parameters: [
      OperationParameter("definition", .object, "The definition, as in its file.", isRequired: true)
    ], effect: .read, capability: .readPipelines,
    route: "POST /pipelines/validation", verb: "pipelines validate", key: nil,
    title: "Validate a pipeline", toolset: .more,
    work: { (bench, arguments) async throws(WorkProblem) in try await bench.validate(arguments) })

  private static let readLog = OperationSpec(
    name: "read_log", summary: "The log of a task: its newest attempt's unless named.",
    parameters: [
      OperationParameter(
        "pipeline_run_id", .string, "Id, its beginning, a link, @latest or PIPELINE@latest.",
        isRequired: true),
      OperationParameter(
        "task_run_id", .string, "The task; the one that failed first unless named."),
      OperationParameter("filename", .string, "The file; tasks may have several."),
    ], effect: .read, capability: .readFiles,
    route: "GET /pipeline_runs/{pipeline_run_id}/log", verb: "logs", key: nil,
    title: "Read a log", toolset: .more,
    work: { (bench, arguments) async throws(WorkProblem) in try await bench.readLog(arguments) })

  private static let probeEndpoints = OperationSpec(
    name: "probe_endpoints",
    summary: "Asks each listing once: what answers, how fast, and why not.",
    parameters: [], effect: .read, capability: .readRuns,
    route: "GET /requests", verb: "requests", key: nil, title: "Probe the API", toolset: .more,
    work: { (bench, _) async throws(WorkProblem) in await bench.probe() })
}
