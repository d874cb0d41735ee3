// The operations that only look: what screens show, as requests of their own.
import JSON
import OrchestraAPI

extension OperationTable {
  static let reads: [OperationSpec] = [
    listPipelineRuns, getPipelineRun, listTaskRuns, listLogFiles, listArtifacts, listPipelines,
    listEnvironments,
  ]

  private static let paging = [
    OperationParameter("page", .integer, "Page number from 1."),
    OperationParameter("page_size", .integer, "Rows a page, at most 100."),
  ]

  private static func pageSchema(of noun: String) -> JSONValue {
    [
      "type": "object", "description": .string("One page of \(noun)."),
      "properties": [
        "page": ["type": "integer"], "pageSize": ["type": "integer"],
        "total": ["type": "integer"],
        "results": ["type": "array", "items": ["type": "object"]],
      ],
    ]
  }

  private static let listPipelineRuns = OperationSpec(
    name: "list_pipeline_runs", summary: "Lists pipeline runs of the last seven days.",
    parameters: [
      OperationParameter("status", .strings, "Only runs of these statuses."),
      OperationParameter("pipeline_ids", .strings, "Only runs of these pipelines."),
    ] + paging,
    result: pageSchema(of: "pipeline runs"), effect: .read, capability: .readRuns,
    route: "GET /pipeline_runs", verb: "runs", key: nil,
    bind: { (arguments, _) throws(OperationProblem) in
      var endpoint = ListPipelineRuns(page: page(arguments))
      endpoint.statuses = arguments.texts("status").map { RunStatus($0.uppercased()) }
      endpoint.pipelineIDs = arguments.texts("pipeline_ids").map { Pipeline.ID($0) }
      return BoundOperation(endpoint, title: "List pipeline runs", purpose: "list runs") { page in
        ("\(page.items.count) of \(page.total) runs", nil)
      }
    })

  private static let getPipelineRun = OperationSpec(
    name: "get_pipeline_run", summary: "Shows how one run stands.",
    parameters: [OperationParameter("pipeline_run_id", .string, "The run.", isRequired: true)],
    result: ["type": "object"], effect: .read, capability: .readRuns,
    route: "GET /pipeline_runs/{pipeline_run_id}", verb: "run", key: nil,
    bind: { (arguments, _) throws(OperationProblem) in
      let id = PipelineRun.ID(arguments.required("pipeline_run_id"))
      return BoundOperation(
        GetPipelineRunStatus(runID: id), title: "Show run \(id.short)", purpose: "show run"
      ) { run in ("\(run.pipelineName) \(run.status.word)", nil) }
    })

  private static let listTaskRuns = OperationSpec(
    name: "list_task_runs", summary: "Lists the task runs of one pipeline run.",
    parameters: [OperationParameter("pipeline_run_id", .string, "The run.", isRequired: true)]
      + paging,
    result: pageSchema(of: "task runs"), effect: .read, capability: .readRuns,
    route: "GET /pipeline_runs/{pipeline_run_id}/task_runs", verb: "tasks", key: nil,
    bind: { (arguments, _) throws(OperationProblem) in
      let id = PipelineRun.ID(arguments.required("pipeline_run_id"))
      let page = page(arguments, sizeMax: PageRequest.nestedSizeMax)
      return BoundOperation(
        ListRunTaskRuns(runID: id, page: page), title: "List tasks of \(id.short)",
        purpose: "list tasks"
      ) { page in ("\(page.items.count) of \(page.total) task runs", nil) }
    })

  private static let taskPath = [
    OperationParameter("pipeline_run_id", .string, "The run.", isRequired: true),
    OperationParameter("task_run_id", .string, "The task run.", isRequired: true),
  ]

  private static let listLogFiles = OperationSpec(
    name: "list_log_files", summary: "Lists the log files of a task run.",
    parameters: taskPath, result: ["type": "object"], effect: .read, capability: .readFiles,
    route: "GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/logs",
    verb: "logs", key: nil,
    bind: { (arguments, _) throws(OperationProblem) in
      BoundOperation(
        ListLogFiles(task: path(arguments)), title: "List log files", purpose: "list logs"
      ) { ("\($0.files.count) log files", nil) }
    })

  private static let listArtifacts = OperationSpec(
    name: "list_artifacts", summary: "Lists the artifacts of a task run.",
    parameters: taskPath, result: ["type": "object"], effect: .read, capability: .readFiles,
    route: "GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/artifacts",
    verb: "artifacts", key: nil,
    bind: { (arguments, _) throws(OperationProblem) in
      BoundOperation(
        ListArtifacts(task: path(arguments)), title: "List artifacts", purpose: "list artifacts"
      ) { ("\($0.names.count) artifacts", nil) }
    })

  private static let listPipelines = OperationSpec(
    name: "list_pipelines", summary: "Lists all pipelines with their latest run.",
    parameters: [], result: ["type": "array", "items": ["type": "object"]], effect: .read,
    capability: .readPipelines, route: "GET /pipelines", verb: "pipelines", key: nil,
    bind: { (_, _) throws(OperationProblem) in
      BoundOperation(ListPipelines(), title: "List pipelines", purpose: "list pipelines") {
        ("\($0.pipelines.count) pipelines", nil)
      }
    })

  private static let listEnvironments = OperationSpec(
    name: "list_environments", summary: "Lists the environments runs can be started in.",
    parameters: [], result: ["type": "array", "items": ["type": "object"]], effect: .read,
    capability: .readEnvironments, route: "GET /environments", verb: "environments", key: nil,
    bind: { (_, _) throws(OperationProblem) in
      BoundOperation(
        ListEnvironments(), title: "List environments", purpose: "list environments"
      ) { ("\($0.count) environments", nil) }
    })

  private static func page(
    _ arguments: OperationArguments, sizeMax: Int = PageRequest.sizeMax
  ) -> PageRequest {
    PageRequest(
      page: max(1, arguments.integer("page") ?? 1),
      size: min(max(1, arguments.integer("page_size") ?? 50), sizeMax))
  }

  private static func path(_ arguments: OperationArguments) -> TaskRunPath {
    TaskRunPath(
      runID: PipelineRun.ID(arguments.required("pipeline_run_id")),
      taskRunID: TaskRun.ID(arguments.required("task_run_id")))
  }
}
