// The result of each operation, and of what the program prints besides.

extension ResultShape {
  /// The results by the names of operations.
  package static let results: [String: ResultShape] = lists.merging(single) { $1 }
    .merging(triage) { $1 }.merging(writes) { $1 }

  private static func rows(_ type: String) -> [ResultMember] {
    [ResultMember("results", .list(type), "the rows")]
  }

  private static let counted = [ResultMember("total", .whole, "rows in all")]
  private static let windowed = [
    ResultMember("window", .one("window"), "of the listing", always: false),
    ResultMember("lookedAt", .whole, "with a filter: rows looked at", always: false),
    ResultMember("inWindow", .whole, "with a filter: rows there are", always: false),
  ]

  private static let lists: [String: ResultShape] = [
    "list_pipeline_runs": ResultShape(page, rows("run"), windowed),
    "list_task_runs": ResultShape(page, rows("task run"), windowed),
    "list_pipelines": ResultShape(page, rows("pipeline")),
    "list_environments": ResultShape(counted, rows("environment")),
    "get_task_run_artifacts": ResultShape(counted, rows("file")),
    "probe_endpoints": ResultShape(
      counted, rows("probe"),
      [
        ResultMember("host", .text, "the server"), ResultMember("profile", .text, "the workspace"),
        ResultMember("requestsUsed", .whole, "of the budget, in this minute"),
        ResultMember("requestsPerMinute", .whole, "the budget", always: false),
        ResultMember("clockSkewSeconds", .number, "the server's clock before ours", always: false),
      ]),
  ]

  private static let single: [String: ResultShape] = [
    "get_pipeline_run_status": run,
    "get_pipeline_run_details": ResultShape(
      run.members,
      [
        ResultMember("taskRunCount", .whole, "its tasks"),
        ResultMember("taskRuns", .list("task run"), "in the order of their start"),
      ]),
    "download_task_artifact": ResultShape([
      ResultMember("filename", .text, "the file"), ResultMember("offset", .whole, "first byte"),
      ResultMember("bytes", .whole, "how many"),
      ResultMember("totalBytes", .whole, "of the file", always: false),
      ResultMember("nextOffset", .whole, "where it goes on", always: false),
      ResultMember("isBinary", .flag, "whether it is no text", always: false),
      ResultMember("content", .text, "the text"),
    ]),
    "read_log": ResultShape([
      ResultMember("pipelineRunId", .text, "the run"),
      ResultMember("taskRunId", .text, "the task run"), ResultMember("filename", .text, "the log"),
      ResultMember("totalBytes", .whole, "of the log"),
      ResultMember("offset", .whole, "first byte of the content"),
      ResultMember("isComplete", .flag, "whether it will not grow"),
      ResultMember("content", .text, "its last 256 KiB"),
    ]),
    "get_pipeline_config": ResultShape(config),
    "pipeline_context": ResultShape(
      config,
      [
        ResultMember("recentRunCount", .whole, "in seven days"),
        ResultMember("recentRuns", .list("short run"), "at most twenty"),
        ResultMember("duration", .one("usual"), "of those that succeeded"),
      ]),
    "get_pipeline_metrics": ResultShape([
      ResultMember("pipeline", .text, "its name"),
      ResultMember("window", .one("window"), "looked at"),
      ResultMember("runs", .whole, "looked at"), ResultMember("totalRuns", .whole, "there are"),
      ResultMember("byStatus", .counts, "runs of each status"),
      ResultMember("successPercent", .number, "of those that ended", always: false),
      ResultMember("duration", .one("usual"), "of those that succeeded"),
      ResultMember("lastFailed", .one("moment"), "the newest that failed", always: false),
    ]),
    "validate_pipeline": ResultShape([
      ResultMember("valid", .flag, "whether all is well"),
      ResultMember("problems", .list("problem"), "what is wrong"),
    ]),
    "validate_files": ResultShape(
      counted, rows("checked file"), [ResultMember("valid", .flag, "whether all are")]),
    "doctor": ResultShape([
      ResultMember("ok", .flag, "whether there is no problem"),
      ResultMember("findings", .list("finding"), "in the order of the way to the server"),
    ]),
  ]

  private static let config = [
    ResultMember("pipeline", .one("pipeline"), "the pipeline"),
    ResultMember("definition", .any, "its definition; secrets are masked by their names"),
    ResultMember("dag", .one("graph"), "what waits for what", always: false),
    ResultMember("note", .text, "why there is no definition", always: false),
  ]

  private static let triage: [String: ResultShape] = [
    "whats_broken": ResultShape([
      ResultMember("window", .one("window"), "looked at"),
      ResultMember("runsLookedAt", .whole, "runs"), ResultMember("runsInWindow", .whole, "runs"),
      ResultMember("failingCount", .whole, "pipelines by branch and environment"),
      ResultMember("failures", .list("failure"), "worst first, at most twenty"),
      ResultMember("truncated", .flag, "whether there is more"),
      ResultMember("environment", .text, "the only one looked at", always: false),
      ResultMember("leftOut", .whole, "by the filter", always: false),
      ResultMember("runningCount", .whole, "runs that have not ended", always: false),
    ]),
    "explain_run": ResultShape([
      ResultMember("summary", .text, "in few words"),
      ResultMember("run", .one("run"), "the run"),
      ResultMember("cause", .one("short task"), "what failed first", always: false),
      ResultMember("upstream", .list("short task"), "before it", always: false),
      ResultMember("blocked", .list("blocked"), "after it, at most fifty", always: false),
      ResultMember("blockedCount", .whole, "after it", always: false),
      ResultMember("logTail", .one("log tail"), "of what failed", always: false),
      ResultMember("taskStatuses", .counts, "where no task failed", always: false),
      ResultMember("blockedPipelines", .texts, "that start when it is well", always: false),
      ResultMember("lastGood", .one("short run"), "before it", always: false),
      ResultMember("fixedBy", .one("short run"), "after it", always: false),
      ResultMember("latest", .one("short run"), "the newest after it", always: false),
      ResultMember("usual", .one("usual"), "of its pipeline"),
    ]),
    "diagnose": ResultShape([
      ResultMember("taskRun", .one("task run"), "the task"),
      ResultMember("parameters", .any, "what it was told; secrets are masked"),
      ResultMember("upstream", .list("short task"), "before it"),
      ResultMember("upstreamTruncated", .flag, "whether there is more"),
      ResultMember("logTail", .one("log tail"), "its end"),
      ResultMember("artifactCount", .whole, "what it left"),
      ResultMember("artifacts", .texts, "names, at most fifty"),
    ]),
    "compare_runs": ResultShape([
      ResultMember("run", .one("short run"), "the run"),
      ResultMember("other", .one("short run"), "the other"),
      ResultMember("differences", .list("difference"), "of the runs"),
      ResultMember("tasks", .list("task difference"), "of their tasks"),
    ]),
    "search_logs": ResultShape([
      ResultMember("filename", .text, "the log"),
      ResultMember("matchCount", .whole, "lines that match"),
      ResultMember("linesLookedAt", .whole, "lines"),
      ResultMember("matches", .list("match"), "the first of them"),
      ResultMember("truncated", .flag, "whether there is more"),
    ]),
    "why_late": ResultShape([
      ResultMember("pipeline", .text, "its name"),
      ResultMember(
        "verdict", .text,
        "late, paused, running, waiting, not due, no schedule, blocked or unknown"),
      ResultMember("reasons", .texts, "what holds it up, the first of them most"),
      ResultMember("schedules", .list("schedule"), "when they fire"),
      ResultMember("nextDue", .time, "the next of them", always: false),
      ResultMember("activeRuns", .list("short run"), "that have not ended"),
      ResultMember("usual", .one("usual"), "of its runs"),
      ResultMember("latestRun", .one("short run"), "of any kind", always: false),
      ResultMember("latestScheduledRun", .one("short run"), "by schedule", always: false),
      ResultMember("now", .time, "this machine's clock"),
    ]),
    "wait_for_run": ResultShape(
      run.members,
      [
        ResultMember("hasEnded", .flag, "whether it has"),
        ResultMember("waitedSeconds", .number, "how long it took"),
        ResultMember("note", .text, "what to do when it has not", always: false),
      ]),
  ]

  private static let sent = [
    ResultMember("message", .text, "what happened"),
    ResultMember("notes", .texts, "what it means", always: false),
    ResultMember("answer", .any, "the platform's answer", always: false),
    ResultMember("notRecorded", .text, "why it is not in the audit file", always: false),
  ]

  private static let writes: [String: ResultShape] = {
    let started = ResultShape(
      sent,
      [
        ResultMember("id", .text, "the new run"),
        ResultMember("pipelineRunId", .text, "the same"),
        ResultMember("cause", .text, "why; kept in the audit file", always: false),
      ])
    return [
      "trigger_pipeline": started, "rerun": started, "start_pipeline": started,
      "rerun_pipeline_run": started, "cancel_pipeline_run": ResultShape(sent),
    ]
  }()
}
