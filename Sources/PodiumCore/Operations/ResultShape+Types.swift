// The rows that several results share.

extension ResultShape {
  /// The types that members name.
  package static let types: [String: ResultShape] = [
    "run": run, "task run": taskRun, "pipeline": pipeline, "trigger": trigger, "window": window,
    "short run": shortRun, "short task": shortTask, "usual": usual, "log tail": logTail,
    "file": file, "environment": environment, "failure": failure, "match": match, "graph": graph,
    "group": group, "node": node, "moment": moment, "blocked": blocked, "difference": difference,
    "task difference": taskDifference, "probe": probe, "checked file": checkedFile,
    "mistake": mistake, "problem": problem, "finding": finding, "schedule": schedule,
  ]

  static let run = ResultShape([
    ResultMember("id", .text, "the run"), ResultMember("pipelineId", .text, "its pipeline"),
    ResultMember("pipelineName", .text, "its name", always: false),
    ResultMember(
      "runStatus", .text,
      "CREATED, QUEUED, RUNNING, SUCCEEDED, WARNING, FAILED, SKIPPED, CANCELLING, CANCELLED, or new"
    ),
    ResultMember("message", .text, "what the platform says of it", always: false),
    ResultMember("createdAt", .time, "when it was asked for"),
    ResultMember("startedAt", .time, "when it began", always: false),
    ResultMember("completedAt", .time, "when it ended", always: false),
    ResultMember("updatedAt", .time, "when it changed last", always: false),
    ResultMember("durationSeconds", .number, "from its start to its end", always: false),
    ResultMember("durationIs", .text, "\"queued and run\" where no start is known", always: false),
    ResultMember("triggeredBy", .list("trigger"), "what started it", always: false),
    ResultMember("envName", .text, "its environment", always: false),
    ResultMember("envId", .text, "its environment", always: false),
    ResultMember("branch", .text, "of the definition", always: false),
    ResultMember("commit", .text, "of the definition", always: false),
    ResultMember("gitLink", .text, "of the definition", always: false),
    ResultMember("pipelineVersionNumber", .whole, "of the definition", always: false),
    ResultMember("hasAnomalies", .flag, "whether the platform found it unusual", always: false),
  ])

  static let trigger = ResultShape([
    ResultMember(
      "triggerType", .text, "MANUAL, SCHEDULED, SENSOR, WEBHOOK, TRIGGER_EVENT, RESTART_…"),
    ResultMember("scheduleName", .text, "the schedule", always: false),
    ResultMember("scheduleCron", .text, "its times", always: false),
    ResultMember("scheduleTimezone", .text, "its zone", always: false),
    ResultMember("sensorName", .text, "the sensor", always: false),
    ResultMember("pipelineName", .text, "the pipeline before it", always: false),
    ResultMember("pipelineRunId", .text, "the run before it", always: false),
    ResultMember("userId", .text, "who did it", always: false),
    ResultMember("runTaskIds", .texts, "the tasks that were chosen", always: false),
  ])

  static let taskRun = ResultShape([
    ResultMember("id", .text, "the task run"), ResultMember("pipelineRunId", .text, "its run"),
    ResultMember("pipelineId", .text, "its pipeline", always: false),
    ResultMember("taskName", .text, "the task", always: false),
    ResultMember("taskId", .text, "the task in the definition", always: false),
    ResultMember("integration", .text, "what it runs on", always: false),
    ResultMember("integrationJob", .text, "what it does there", always: false),
    ResultMember("status", .text, "as of runs"),
    ResultMember("message", .text, "what the platform says of it", always: false),
    ResultMember("errorLine", .text, "the line that says why it failed", always: false),
    ResultMember("externalStatus", .text, "as the other system says", always: false),
    ResultMember("externalMessage", .text, "as the other system says", always: false),
    ResultMember("platformLink", .text, "its page in the other system", always: false),
    ResultMember("connectionId", .text, "the credentials it uses", always: false),
    ResultMember("numberOfAttempts", .whole, "attempts so far"),
    ResultMember("matrixParent", .flag, "whether it stands for several", always: false),
    ResultMember("dependsOn", .texts, "tasks before it", always: false),
    ResultMember("createdAt", .time, "when it was made"),
    ResultMember("startedAt", .time, "when it began", always: false),
    ResultMember("completedAt", .time, "when it ended", always: false),
    ResultMember("updatedAt", .time, "when it changed last", always: false),
    ResultMember("durationSeconds", .number, "from its start to its end", always: false),
  ])

  static let pipeline = ResultShape([
    ResultMember("id", .text, "the pipeline"), ResultMember("name", .text, "its name"),
    ResultMember("alias", .text, "its short name", always: false),
    ResultMember("numTasks", .whole, "its tasks", always: false),
    ResultMember("paused", .flag, "whether its schedules are off"),
    ResultMember("schedule", .any, "its schedules", always: false),
    ResultMember("sensors", .any, "its sensors", always: false),
    ResultMember("triggerEvents", .any, "what starts it", always: false),
    ResultMember("webhook", .any, "its webhook", always: false),
    ResultMember("inputs", .any, "its inputs with type and default", always: false),
    ResultMember("yamlPath", .text, "its file", always: false),
    ResultMember("storageProvider", .text, "where the file is", always: false),
    ResultMember("repository", .text, "where the file is", always: false),
    ResultMember("defaultBranch", .text, "where the file is", always: false),
    ResultMember("latestVersionNumber", .whole, "the newest version", always: false),
    ResultMember("publishedVersionNumber", .whole, "the version that runs", always: false),
    ResultMember("createdAt", .time, "when it was made"),
    ResultMember("updatedAt", .time, "when it changed last", always: false),
    ResultMember("latestRunId", .text, "its newest run", always: false),
    ResultMember("latestRunStatus", .text, "of that run", always: false),
    ResultMember("latestRunMessage", .text, "of that run", always: false),
    ResultMember("latestRunCreatedAt", .time, "of that run", always: false),
    ResultMember("latestRunStartedAt", .time, "of that run", always: false),
    ResultMember("latestRunCompletedAt", .time, "of that run", always: false),
  ])

  static let window = ResultShape([
    ResultMember("from", .time, "first moment"), ResultMember("to", .time, "last moment"),
    ResultMember("note", .text, "what was filled in", always: false),
    ResultMember("isCut", .flag, "true: it ends before now, at seven days", always: false),
    ResultMember("hours", .whole, "its length", always: false),
  ])

  static let shortRun = ResultShape([
    ResultMember("id", .text, "the run"), ResultMember("status", .text, "as of runs"),
    ResultMember("createdAt", .time, "when it was asked for"),
    ResultMember("durationSeconds", .number, "from its start to its end", always: false),
  ])

  static let shortTask = ResultShape([
    ResultMember("id", .text, "the task run"), ResultMember("task", .text, "its name"),
    ResultMember("integration", .text, "what it runs on"),
    ResultMember("status", .text, "as of runs"),
    ResultMember("startedAt", .time, "when it began", always: false),
    ResultMember("errorLine", .text, "the line that says why", always: false),
    ResultMember("attempts", .whole, "where there were several", always: false),
    ResultMember("link", .text, "its page in the other system", always: false),
  ])

  static let usual = ResultShape([
    ResultMember("n", .whole, "runs that succeeded"),
    ResultMember("medianSeconds", .number, "half of them were faster", always: false),
    ResultMember("p90Seconds", .number, "nine of ten were faster", always: false),
    ResultMember("note", .text, "why nothing is claimed", always: false),
  ])

  static let logTail = ResultShape([
    ResultMember("filename", .text, "the log", always: false),
    ResultMember("tail", .text, "its end", always: false),
    ResultMember("truncated", .flag, "whether there is more before", always: false),
    ResultMember("unavailable", .text, "why there is none", always: false),
  ])

  static let page = [
    ResultMember("page", .whole, "which part of the list"),
    ResultMember("pageSize", .whole, "rows of a part"),
    ResultMember("total", .whole, "rows in all"),
    ResultMember("nextOffset", .whole, "where it goes on: --offset", always: false),
  ]
}
