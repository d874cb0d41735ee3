// The rows that one result has.

extension ResultShape {
  static let file = ResultShape([
    ResultMember("filename", .text, "its name"), ResultMember("kind", .text, "log or artifact"),
    ResultMember("attempt", .whole, "of logs", always: false),
    ResultMember("type", .text, "its media type, by its name"),
    ResultMember("size", .any, "bytes; null, as the platform does not say it"),
  ])

  static let environment = ResultShape([
    ResultMember("id", .text, "the environment"), ResultMember("name", .text, "its name"),
    ResultMember("isDefault", .flag, "whether runs use it unless told otherwise"),
  ])

  static let failure = ResultShape(
    run.members,
    [
      ResultMember("failedTimesInARow", .whole, "where it failed several times", always: false),
      ResultMember("failedTaskCount", .whole, "tasks that failed or warned"),
      ResultMember("failedTasks", .list("short task"), "at most ten of them"),
      ResultMember("link", .text, "its page", always: false),
    ])

  static let schedule = ResultShape([
    ResultMember("name", .text, "the schedule", always: false),
    ResultMember("cron", .text, "its expression"),
    ResultMember("words", .text, "the same in words"),
    ResultMember("timezone", .text, "UTC unless it says so", always: false),
    ResultMember("lastDue", .time, "when it fired last", always: false),
    ResultMember("nextDue", .time, "when it fires next", always: false),
    ResultMember("lastRun", .one("short run"), "that it started", always: false),
    ResultMember("missedSince", .time, "first firing without a run", always: false),
    ResultMember("missed", .whole, "firings without a run, at most a hundred", always: false),
    ResultMember("lateSeconds", .number, "since the first of them", always: false),
    ResultMember("problem", .text, "why its times are not known", always: false),
  ])

  static let match = ResultShape([
    ResultMember("line", .whole, "from 1, where it is known", always: false),
    ResultMember("text", .text, "at most 500 bytes of it"),
  ])

  static let graph = ResultShape([ResultMember("groups", .list("group"), "in their order")])

  static let group = ResultShape([
    ResultMember("id", .text, "the group"), ResultMember("name", .text, "its name"),
    ResultMember("dependsOn", .texts, "groups before it"),
    ResultMember("tasks", .list("node"), "its tasks"),
  ])

  static let node = ResultShape([
    ResultMember("id", .text, "the task"), ResultMember("dependsOn", .texts, "tasks before it"),
  ])

  static let moment = ResultShape([
    ResultMember("id", .text, "the run"), ResultMember("at", .time, "when it ended"),
  ])

  static let blocked = ResultShape([
    ResultMember("task", .text, "its name"), ResultMember("status", .text, "as of runs"),
  ])

  static let difference = ResultShape([
    ResultMember("field", .text, "what differs"),
    ResultMember("run", .text, "of the run", always: false),
    ResultMember("other", .text, "of the other", always: false),
  ])

  static let taskDifference = ResultShape([
    ResultMember("task", .text, "its name"),
    ResultMember("change", .text, "where only one run has it", always: false),
    ResultMember("status", .text, "of the run", always: false),
    ResultMember("otherStatus", .text, "of the other", always: false),
    ResultMember("seconds", .number, "of the run", always: false),
    ResultMember("otherSeconds", .number, "of the other", always: false),
  ])

  static let probe = ResultShape([
    ResultMember("endpoint", .text, "what was asked"),
    ResultMember("ok", .flag, "whether it answered"),
    ResultMember("milliseconds", .whole, "how long it took"),
    ResultMember("serves", .text, "what is missing without it"),
    ResultMember("status", .whole, "of the answer", always: false),
    ResultMember("problem", .text, "why it did not answer", always: false),
  ])

  static let checkedFile = ResultShape([
    ResultMember("file", .text, "its path"), ResultMember("valid", .flag, "whether all is well"),
    ResultMember("problems", .list("mistake"), "in their order"),
  ])

  static let mistake = ResultShape([
    ResultMember("message", .text, "what is wrong"), ResultMember("path", .text, "of which key"),
    ResultMember("line", .whole, "from 1; 0 where it is not known"),
    ResultMember("column", .whole, "from 1; 0 where it is not known"),
  ])

  static let problem = ResultShape([
    ResultMember("path", .texts, "of which key"), ResultMember("message", .text, "what is wrong"),
  ])

  static let finding = ResultShape([
    ResultMember("check", .text, "what was looked at"),
    ResultMember("state", .text, "ok, warning, problem or skipped"),
    ResultMember("says", .text, "what there is, or the cause"),
    ResultMember("fix", .text, "what to do", always: false),
  ])
}
