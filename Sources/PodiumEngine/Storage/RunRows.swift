// Runs and tasks as rows: the columns in one place, for writing and for reading.
import JSON
import OrchestraAPI
import SQLite
import Time

/// Rows of the table `runs`.
enum RunRow {
  static let columns = """
    id, pipeline_id, pipeline_name, version, status, message, triggers, environment_id,
    environment_name, branch, commit_id, created_at, updated_at, started_at, completed_at,
    is_generated, start
    """

  static let insert =
    "INSERT INTO runs (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

  static let update = """
    UPDATE runs SET status = ?, message = ?, updated_at = ?, started_at = ?, completed_at = ?
    WHERE id = ?
    """

  static func values(_ record: RunRecord) -> [SQLValue] {
    let run = record.run
    return [
      .text(run.id.text), .text(run.pipelineID.text), .text(run.pipelineName),
      SQLValue(run.versionNumber), .text(run.status.word), .text(run.message),
      .text(triggers(run.triggeredBy)), SQLValue(run.environmentID?.text),
      SQLValue(run.environmentName), SQLValue(run.branch), SQLValue(run.commit),
      .integer(run.createdAt.microseconds),
      .integer((run.updatedAt ?? run.createdAt).microseconds),
      SQLValue(run.startedAt?.microseconds), SQLValue(run.completedAt?.microseconds),
      .integer(record.isGenerated ? 1 : 0), SQLValue(record.start?.json.text),
    ]
  }

  static func changes(_ run: PipelineRun) -> [SQLValue] {
    [
      .text(run.status.word), .text(run.message),
      .integer((run.updatedAt ?? run.createdAt).microseconds),
      SQLValue(run.startedAt?.microseconds), SQLValue(run.completedAt?.microseconds),
      .text(run.id.text),
    ]
  }

  static func run(_ row: Row, account: Account.ID) -> PipelineRun {
    var run = PipelineRun(
      id: Identifier(row.text(0)), pipelineID: Identifier(row.text(1)), pipelineName: row.text(2),
      status: RunStatus(row.text(4)), message: row.text(5),
      createdAt: Timestamp(microseconds: row.int(11)))
    run.accountID = account
    run.versionNumber = row.optionalInt(3).map(Int.init)
    run.triggeredBy = triggers(row.text(6))
    run.environmentID = row.optionalText(7).map { Identifier($0) }
    run.environmentName = row.optionalText(8)
    run.branch = row.optionalText(9)
    run.commit = row.optionalText(10)
    run.updatedAt = row.time(12)
    run.startedAt = row.time(13)
    run.completedAt = row.time(14)
    return run
  }

  static func record(_ row: Row, account: Account.ID) -> RunRecord {
    let start = row.optionalText(16).flatMap { try? JSONValue(parsing: $0) }
    return RunRecord(
      run: run(row, account: account), start: start.flatMap { RunStart(json: $0) },
      isGenerated: row.bool(15))
  }

  private static func triggers(_ triggers: [TriggeredBy]) -> String {
    var writer = JSONWriter()
    writer.array(of: triggers) { $1.write(to: &$0) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func triggers(_ text: String) -> [TriggeredBy] {
    let read = try? JSONReader.read(Array(text.utf8)) { (reader) throws(JSONError) in
      try reader.list { (reader) throws(JSONError) in try TriggeredBy(json: &reader) }
    }
    return read ?? []
  }
}

/// Rows of the table `tasks`, read together with their run.
enum TaskRow {
  static let insert = """
    INSERT INTO tasks (id, run, task_id, name, integration, job, status, message, attempts,
      depends_on, parameters, run_parameters, connection, outputs, kept, created_at, updated_at,
      started_at, completed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  static let update = """
    UPDATE tasks SET status = ?, message = ?, attempts = ?, outputs = ?, updated_at = ?,
      started_at = ?, completed_at = ?, run_parameters = coalesce(?, run_parameters)
    WHERE id = ?
    """

  static let columns = """
    t.id, r.id, r.pipeline_id, t.task_id, t.name, t.integration, t.job, t.status, t.message,
    t.attempts, t.depends_on, t.parameters, t.run_parameters, t.connection, t.outputs, t.kept,
    t.created_at, t.updated_at, t.started_at, t.completed_at
    """

  static func values(_ record: TaskRecord, run: Int64) -> [SQLValue] {
    let task = record.task
    let dependsOn = task.dependsOn.isEmpty ? nil : task.dependsOn.map { JSONValue.string($0) }
    let outputs = record.outputs.isEmpty ? nil : TaskOutputs.json(record.outputs).text
    return [
      .text(task.id.text), .integer(run), .text(task.taskID), .text(task.taskName),
      .text(task.integration), .text(task.integrationJob), .text(task.status.word),
      SQLValue(task.message), SQLValue(task.numberOfAttempts),
      SQLValue(dependsOn.map { JSONValue.array($0).text }), SQLValue(task.taskParameters?.text),
      SQLValue(task.runParameters?.text), SQLValue(task.connectionID), SQLValue(outputs),
      SQLValue(record.keptStatus?.word), .integer(task.createdAt.microseconds),
      .integer((task.updatedAt ?? task.createdAt).microseconds),
      SQLValue(task.startedAt?.microseconds), SQLValue(task.completedAt?.microseconds),
    ]
  }

  static func changes(_ record: TaskRecord) -> [SQLValue] {
    let task = record.task
    let outputs = record.outputs.isEmpty ? nil : TaskOutputs.json(record.outputs).text
    return [
      .text(task.status.word), SQLValue(task.message), SQLValue(task.numberOfAttempts),
      SQLValue(outputs), .integer((task.updatedAt ?? task.createdAt).microseconds),
      SQLValue(task.startedAt?.microseconds), SQLValue(task.completedAt?.microseconds),
      SQLValue(task.runParameters?.text), .text(task.id.text),
    ]
  }

  static func record(_ row: Row, account: Account.ID) -> TaskRecord {
    var task = TaskRun(
      id: Identifier(row.text(0)), pipelineRunID: Identifier(row.text(1)),
      pipelineID: Identifier(row.text(2)), taskID: row.text(3), status: TaskStatus(row.text(7)),
      createdAt: Timestamp(microseconds: row.int(16)))
    task.accountID = account
    task.taskName = row.text(4)
    task.integration = row.text(5)
    task.integrationJob = row.text(6)
    task.message = row.optionalText(8)
    task.numberOfAttempts = Int(row.int(9))
    task.dependsOn = row.json(10)?.array?.compactMap(\.string) ?? []
    task.taskParameters = row.json(11)
    task.runParameters = row.json(12)
    task.connectionID = row.optionalText(13)
    task.updatedAt = row.time(17)
    task.startedAt = row.time(18)
    task.completedAt = row.time(19)
    var record = TaskRecord(task: task)
    record.outputs = TaskOutputs.values(row.json(14))
    record.keptStatus = row.optionalText(15).map { RunStatus($0) }
    return record
  }
}

extension Row {
  /// A time in microseconds, or nil.
  func time(_ column: Int) -> Timestamp? {
    optionalInt(column).map { Timestamp(microseconds: $0) }
  }

  /// A column of JSON text; nil for null and for what cannot be read.
  func json(_ column: Int) -> JSONValue? {
    optionalText(column).flatMap { try? JSONValue(parsing: $0) }
  }
}
