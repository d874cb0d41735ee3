// The operations that list and show: names and parameters as agents know them from the older Orchestra
// MCP server, with limits and offsets over the platform's pages.
import JSON
import OrchestraAPI

extension OperationTable {
  static let lists: [OperationSpec] = [
    reading(
      "list_pipeline_runs", "List pipeline runs",
      "Pipeline runs, newest first; of the last seven days unless times are given.",
      window + [
        OperationParameter("status", .words, statusWords),
        OperationParameter("pipeline_run_ids", .words, "Only these runs, with commas."),
        OperationParameter("pipelines", .words, "Only runs of these pipelines: names or ids."),
        OperationParameter("filter", .string, "As / in the dashboard: status:failed took>10m"),
      ] + span, at: ("GET /pipeline_runs", "runs list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listRuns(arguments) },
    reading(
      "get_pipeline_run_status", "Show a run", "One pipeline run: status, times, trigger.",
      [run], at: ("GET /pipeline_runs/{pipeline_run_id}/status", "runs status")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.runStatus(arguments) },
    reading(
      "get_pipeline_run_details", "Show a run with its tasks",
      "One pipeline run with all of its task runs.", [run],
      at: ("GET /pipeline_runs/{pipeline_run_id}", "runs show")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.runDetails(arguments) },
    reading(
      "list_task_runs", "List task runs",
      "Task runs of one run, or of a window over all runs.",
      [OperationParameter("pipeline_run_id", .string, runWords)] + window + [
        OperationParameter("status", .words, "One or several statuses, also SKIPPED."),
        OperationParameter("pipeline_ids", .words, "Only of these pipelines."),
        OperationParameter("integration", .words, "Only of these integrations."),
        OperationParameter("task_run_ids", .words, "Only these task runs."),
        OperationParameter("filter", .string, "As / in a run: status:failed took>10m"),
      ] + span, at: ("GET /task_runs", "tasks list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listTasks(arguments) },
    reading(
      "get_task_run_artifacts", "List files of a task",
      "Names of the logs and artifacts of a task run.", [run, task],
      at: ("GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/files", "artifacts list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listFiles(arguments) },
    reading(
      "download_task_artifact", "Read a file of a task",
      "A part of a log or artifact as text; 32 KiB unless max_bytes says more.",
      [
        run, task, OperationParameter("filename", .string, "The file.", isRequired: true),
        OperationParameter("offset", .integer, "First byte; go on at nextOffset."),
        OperationParameter("max_bytes", .integer, "Bytes at most."),
        OperationParameter("tail", .boolean, "The end of the file instead."),
      ],
      at: (
        "GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/files/{filename}",
        "artifacts get"
      )
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.download(arguments) },
    reading(
      "list_pipelines", "List pipelines", "Pipelines with schedule, inputs and latest run.",
      [OperationParameter("name", .string, "Only names that contain this.")] + span,
      at: ("GET /pipelines", "pipelines list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listPipelines(arguments) },
    reading(
      "get_pipeline_config", "Show a pipeline", "A pipeline's definition and its graph.",
      [pipeline], at: ("GET /pipelines/{pipeline}", "pipelines show")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.pipelineConfig(arguments) },
    reading(
      "get_pipeline_metrics", "Measure a pipeline",
      "Runs by status, success rate, median and p90 duration.", [pipeline] + window,
      at: ("GET /pipelines/{pipeline}/metrics", "metrics")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.metrics(arguments) },
  ]

  static let triage: [OperationSpec] = [
    reading(
      "whats_broken", "What is broken",
      "Start here: what fails and is not fixed, with its failed tasks.",
      [
        OperationParameter("window_hours", .integer, "How far back; 24, at most 168."),
        OperationParameter("environment", .string, "Only this environment: name or id."),
      ], at: ("GET /problems", "problems")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.whatsBroken(arguments) },
    reading(
      "explain_run", "Explain a run",
      "Why a run failed: first failing task, its error line and log tail, what is blocked, last"
        + " good run.", [run],
      at: ("GET /pipeline_runs/{pipeline_run_id}/explanation", "runs explain")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.explainRun(arguments) },
    reading(
      "diagnose", "Diagnose a task",
      "A task run with parameters, upstream tasks, log tail and artifacts; the first that failed"
        + " unless named.", [run, OperationParameter("task_run_id", .string, taskWords)],
      at: ("GET /pipeline_runs/{pipeline_run_id}/diagnosis", "tasks show")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.diagnose(arguments) },
    reading(
      "search_logs", "Search a log", "Lines of a task's log that match a regular expression.",
      [
        run, task, OperationParameter("pattern", .string, "PCRE2 expression.", isRequired: true),
        OperationParameter("filename", .string, "A log; the newest attempt's unless given."),
        OperationParameter("max_matches", .integer, "50, at most 200."),
      ],
      at: (
        "GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/log_matches", "logs search"
      )
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.searchLogs(arguments) },
    reading(
      "pipeline_context", "Context of a pipeline",
      "A pipeline with definition, recent runs and usual duration.", [pipeline],
      at: ("GET /pipelines/{pipeline}/context", "pipelines context")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.pipelineContext(arguments)
    },
    reading(
      "compare_runs", "Compare runs",
      "What differs between a run and another; the last good one before it unless named.",
      [run, OperationParameter("other_pipeline_run_id", .string, runWords)],
      at: ("GET /pipeline_runs/{pipeline_run_id}/comparison", "runs compare")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.compareRuns(arguments) },
    reading(
      "why_late", "Why a pipeline has not run", "Paused, not due, still running or missed.",
      [pipeline], at: ("GET /pipelines/{pipeline}/lateness", "pipelines why-late")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.whyLate(arguments) },
    reading(
      "wait_for_run", "Wait for a run", "Waits until a run has ended, or for timeout_seconds.",
      [run, OperationParameter("timeout_seconds", .integer, "240 unless given.")],
      at: ("GET /pipeline_runs/{pipeline_run_id}/end", "runs watch")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.waitForRun(arguments) },
  ]

  private static let runWords = "Id, its beginning, a link, @latest or PIPELINE@latest."
  private static let taskWords = "Id of the task run, or the task's name."
  private static let statusWords =
    "CREATED, QUEUED, RUNNING, SUCCEEDED, WARNING, FAILED, SKIPPED, CANCELLING, CANCELLED; several"
    + " with commas."
  private static let run = OperationParameter(
    "pipeline_run_id", .string, runWords, isRequired: true)
  private static let task = OperationParameter("task_run_id", .string, taskWords, isRequired: true)
  private static let pipeline = OperationParameter(
    "pipeline", .string, "Name, alias or id.", isRequired: true)
  private static let window = [
    OperationParameter("time_from", .string, "ISO 8601, or 2h for two hours ago."),
    OperationParameter("time_to", .string, "The same; both ends at most seven days apart."),
  ]
  private static let span = [
    OperationParameter("limit", .integer, "Rows, 100 unless given, at most 1000."),
    OperationParameter("offset", .integer, "Rows to leave out; go on at nextOffset."),
  ]

  private static func reading(
    _ name: String, _ title: String, _ summary: String, _ parameters: [OperationParameter],
    at face: (route: String, verb: String), work: @escaping OperationSpec.Work
  ) -> OperationSpec {
    OperationSpec(
      name: name, summary: summary, parameters: parameters, result: ["type": "object"],
      effect: .read, capability: .readRuns, route: face.route, verb: face.verb, key: nil
    ).offered(as: title, work: work)
  }
}
