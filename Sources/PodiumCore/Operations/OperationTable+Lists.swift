// The operations that list and show: names and parameters as agents know them from the older Orchestra
// MCP server, with limits and offsets over the platform's pages.
import JSON
import OrchestraAPI

extension OperationTable {
  static let lists: [OperationSpec] = [
    reading(
      "list_pipeline_runs", "List pipeline runs",
      "Pipeline runs, newest first; of seven days unless times are given.",
      window + [
        OperationParameter("status", .words, statusWords),
        OperationParameter("pipeline_run_ids", .words, "These runs, with commas."),
        OperationParameter("pipelines", .words, "Of these pipelines: names or ids."),
        OperationParameter("filter", .string, "status:failed took>10m"),
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
        OperationParameter("status", .words, "The same, also SKIPPED."),
        OperationParameter("pipeline_ids", .words, "Of these pipelines."),
        OperationParameter("integration", .words, "Their names."),
        OperationParameter("task_run_ids", .words, "These task runs."),
        OperationParameter("filter", .string, "status:failed took>10m"),
      ] + span, at: ("GET /task_runs", "tasks list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listTasks(arguments) },
    reading(
      "get_task_run_artifacts", "List files of a task",
      "Names of the logs and artifacts of a task run.", [run, task],
      at: ("GET /pipeline_runs/{pipeline_run_id}/task_runs/{task_run_id}/files", "artifacts list")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.listFiles(arguments) },
    reading(
      "download_task_artifact", "Read a file of a task",
      "A part of a log or artifact as text, 32 KiB unless told otherwise.",
      [
        run, task, OperationParameter("filename", .string, "The file.", isRequired: true),
        OperationParameter("offset", .integer, "First byte; see nextOffset."),
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
      [
        OperationParameter("name", .string, "A part of the name."),
        OperationParameter("filter", .string, "success<90"),
      ] + span,
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
        OperationParameter("window_hours", .integer, "24, at most 168."),
        OperationParameter("environment", .string, "Name or id."),
        OperationParameter("filter", .string, "cause:timeout"),
      ], at: ("GET /problems", "problems")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.whatsBroken(arguments) },
    reading(
      "explain_run", "Explain a run",
      "Why a run failed: first failing task, error line, log tail, what is blocked, last good run.",
      [run],
      at: ("GET /pipeline_runs/{pipeline_run_id}/explanation", "runs explain")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.explainRun(arguments) },
    reading(
      "diagnose", "Diagnose a task",
      "A task run: parameters, upstream, log tail, artifacts; the first that failed unless named.",
      [
        OperationParameter("pipeline_run_id", .string, "Its run, unless task_run_id is an id."),
        OperationParameter("task_run_id", .string, taskWords),
      ], at: ("GET /diagnosis", "tasks show")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.diagnose(arguments) },
    reading(
      "search_logs", "Search a log", "Lines of a task's log that match, or its last lines.",
      [
        run, task,
        OperationParameter("pattern", .string, "PCRE2; without it the last lines."),
        OperationParameter("filename", .string, "The newest log unless given."),
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
      "What differs between a run and another, or the last good one before.",
      [run, OperationParameter("other_pipeline_run_id", .string, runWords)],
      at: ("GET /pipeline_runs/{pipeline_run_id}/comparison", "runs compare")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.compareRuns(arguments) },
    reading(
      "why_late", "Why a pipeline has not run", "Paused, not due, still running or missed.",
      [pipeline], at: ("GET /pipelines/{pipeline}/lateness", "pipelines why-late")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.whyLate(arguments) },
    reading(
      "wait_for_run", "Wait for a run",
      "Waits for the end of a run, or timeout_seconds: then call again.",
      [run, OperationParameter("timeout_seconds", .integer, "50 unless given.")],
      at: ("GET /pipeline_runs/{pipeline_run_id}/end", "runs watch")
    ) { (bench, arguments) async throws(WorkProblem) in try await bench.waitForRun(arguments) },
  ]

  private static let runWords = "Id, @latest or PIPELINE@latest."
  private static let taskWords = "Its id, or the task's name."
  private static let statusWords =
    "FAILED, WARNING and so on; several with commas."
  private static let run = OperationParameter(
    "pipeline_run_id", .string, runWords, isRequired: true)
  private static let task = OperationParameter("task_run_id", .string, taskWords, isRequired: true)
  private static let pipeline = OperationParameter(
    "pipeline", .string, "Name, alias or id.", isRequired: true)
  private static let window = [
    OperationParameter("time_from", .string, "ISO 8601, or 2h (ago)."),
    OperationParameter("time_to", .string, "At most 7 days later."),
  ]
  private static let span = [
    OperationParameter("limit", .integer, "100, at most 1000."),
    OperationParameter("offset", .integer, "Rows to skip."),
  ]

  private static func reading(
    _ name: String, _ title: String, _ summary: String, _ parameters: [OperationParameter],
    at face: (route: String, verb: String), work: @escaping OperationSpec.Work
  ) -> OperationSpec {
    OperationSpec(
      name: name, summary: summary, parameters: parameters,
      effect: .read, capability: .readRuns, route: face.route, verb: face.verb, key: nil
    ).offered(as: title, work: work)
  }
}
