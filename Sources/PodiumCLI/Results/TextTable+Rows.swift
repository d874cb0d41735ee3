// The columns of lists that people read every day.
import JSON

extension TextTable {
  static let runs = TextTable([
    TextColumn("STATUS", "runStatus"), TextColumn("PIPELINE", "pipelineName", shrinks: true),
    TextColumn("ENV", "envName", shrinks: true),
    TextColumn("TRIGGER", shrinks: true) { row, _ in ResultWords.trigger(row["triggeredBy"]) },
    TextColumn("STARTED") { row, place in
      ResultWords.time(row["startedAt"] ?? row["createdAt"], place)
    },
    .took("TOOK", "durationSeconds"), .id("ID", "id"),
    TextColumn("MESSAGE", shrinks: true) { row, place in
      // On a terminal there is room only for what needs a person.
      let isFine = ["SUCCEEDED", "RUNNING", "CREATED", "QUEUED"].contains(row["runStatus"])
      return place.width != nil && isFine ? "" : ResultWords.plain(row["message"])
    },
  ])

  static let tasks = TextTable([
    TextColumn("STATUS", "status"), TextColumn("TASK", "taskName", shrinks: true),
    TextColumn("INTEGRATION", "integration"), .time("STARTED", "startedAt"),
    .took("TOOK", "durationSeconds"), .number("ATTEMPTS", "numberOfAttempts"), .id("ID", "id"),
    TextColumn("MESSAGE", shrinks: true) { row, _ in
      ResultWords.plain(row["errorLine"] ?? row["message"])
    },
  ])

  static let pipelines = TextTable([
    TextColumn("PIPELINE", "name", shrinks: true), TextColumn("ALIAS", "alias", shrinks: true),
    .number("TASKS", "numTasks"),
    TextColumn("PAUSED") { row, _ in row["paused"]?.bool == true ? "paused" : "" },
    TextColumn("LATEST", "latestRunStatus"), .time("STARTED", "latestRunStartedAt"),
    .id("LATEST RUN", "latestRunId"), .id("ID", "id"),
  ])

  static let problems = TextTable([
    TextColumn("STATUS", "runStatus"), TextColumn("PIPELINE", "pipelineName", shrinks: true),
    TextColumn("ENV", "envName", shrinks: true), .time("ENDED", "completedAt"),
    TextColumn("TIMES", alignment: .right) { row, _ in
      row["failedTimesInARow"].map { ResultWords.plain($0) } ?? "1"
    },
    .id("RUN", "id"),
    TextColumn("TASK", shrinks: true) { row, _ in
      ResultWords.plain(row["failedTasks"]?.array?.first?["task"])
    },
    TextColumn("CAUSE", shrinks: true) { row, _ in
      ResultWords.plain(row["failedTasks"]?.array?.first?["errorLine"] ?? row["message"])
    },
  ])

  static let files = TextTable([
    TextColumn("KIND", "kind"), .number("ATTEMPT", "attempt"), TextColumn("TYPE", "type"),
    TextColumn("FILE", "filename", shrinks: true),
  ])

  static let environments = TextTable([
    TextColumn("ENVIRONMENT", "name", shrinks: true),
    TextColumn("DEFAULT") { row, _ in row["isDefault"]?.bool == true ? "default" : "" },
    .id("ID", "id"),
  ])

  static let probes = TextTable([
    TextColumn("ANSWER") { row, _ in
      row["status"].map { ResultWords.plain($0) } ?? "none"
    },
    TextColumn("TIME", alignment: .right) { row, _ in ResultWords.plain(row["milliseconds"]) + " ms"
    },
    TextColumn("ENDPOINT", "endpoint"), TextColumn("SERVES", "serves", shrinks: true),
    TextColumn("PROBLEM", "problem", shrinks: true),
  ])

  static let matches = TextTable([
    .number("LINE", "line"), TextColumn("TEXT", "text", shrinks: true),
  ])
}
