// Reading runs and task runs for the API, on a connection and a thread of its own, so that a long
// listing never delays a commit. Never writes.
import OrchestraAPI
import SQLite
import Synchronization
import Time

/// The reader of the engine's file.
package actor RunArchive {
  private static let totalsMax = 64

  private let executor = ThreadExecutor()
  private let journal: Journal
  private var database: Database?
  private var account: Account.ID = ""
  /// Totals of listings by their question, good until the next commit.
  private var totals: [Filter: Int] = [:]
  private var totalsGeneration = -1

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(journal: Journal) { self.journal = journal }

  /// Opens the file, which the journal has made.
  package func open(path: String, account: Account.ID) throws(EngineError) {
    self.account = account
    var options = Database.Options()
    options.readOnly = true
    do { database = try Database(path: path, options: options) } catch { throw .storage(error) }
  }

  /// Closes the connection; later calls fail with `notRunning`.
  package func close() {
    database = nil
    executor.stop()
  }

  // MARK: Runs

  /// One page of the runs that pass a filter, newest first.
  package func runs(
    _ filter: Filter, page: PageRequest
  ) throws(EngineError) -> Page<PipelineRun> {
    let account = account
    let total = try total("runs r", filter)
    let sql = """
      SELECT \(RunRow.columns) FROM runs WHERE seq IN (
        SELECT r.seq FROM runs r WHERE \(filter.sql)
        ORDER BY r.created_at DESC, r.seq DESC LIMIT ? OFFSET ?)
      ORDER BY created_at DESC, seq DESC
      """
    let items = try read { (database) throws(SQLiteError) in
      try database.rows(sql, filter.values + page.limits) { RunRow.run($0, account: account) }
    }
    return Page(page: page.page, pageSize: page.size, total: total, items: items)
  }

  /// One run, nil when there is none of that id.
  package func run(_ id: PipelineRun.ID) throws(EngineError) -> RunRecord? {
    let account = account
    return try read { (database) throws(SQLiteError) in
      try database.first(
        "SELECT \(RunRow.columns) FROM runs WHERE id = ?", [.text(id.text)]
      ) { RunRow.record($0, account: account) }
    }
  }

  /// Runs that have not ended, oldest first.
  package func activeRuns() throws(EngineError) -> [RunRecord] {
    let account = account
    return try read { (database) throws(SQLiteError) in
      try database.rows(
        """
        SELECT \(RunRow.columns) FROM runs
        WHERE status IN ('CREATED', 'QUEUED', 'RUNNING', 'CANCELLING') ORDER BY seq
        """
      ) { RunRow.record($0, account: account) }
    }
  }

  /// The newest run of a pipeline, or the newest of some statuses.
  package func latestRun(
    of pipeline: Pipeline.ID, statuses: [RunStatus] = []
  ) throws(EngineError) -> RunRecord? {
    var filter = Filter()
    filter.add("pipeline_id", in: [pipeline.text])
    filter.add("status", in: statuses.map(\.word))
    let account = account
    return try read { (database) throws(SQLiteError) in
      try database.first(
        """
        SELECT \(RunRow.columns) FROM runs WHERE \(filter.sql)
        ORDER BY created_at DESC, seq DESC LIMIT 1
        """, filter.values
      ) { RunRow.record($0, account: account) }
    }
  }

  /// Events of a run in their order.
  package func events(of run: PipelineRun.ID) throws(EngineError) -> [RunChange.Event] {
    try read { (database) throws(SQLiteError) in
      try database.rows(
        "SELECT at, event FROM journal WHERE run_id = ? ORDER BY seq", [.text(run.text)]
      ) { row in
        row.json(1).flatMap { RunEvent(json: $0) }.map {
          RunChange.Event(at: Timestamp(microseconds: row.int(0)), event: $0)
        }
      }
    }.compactMap { $0 }
  }

  // MARK: Task runs

  /// One page of the task runs that pass a filter, newest first.
  package func tasks(_ filter: Filter, page: PageRequest) throws(EngineError) -> Page<TaskRun> {
    let account = account
    let total = try total("tasks t JOIN runs r ON r.seq = t.run", filter)
    let sql = """
      SELECT \(TaskRow.columns) FROM tasks t JOIN runs r ON r.seq = t.run WHERE \(filter.sql)
      ORDER BY t.created_at DESC, t.seq DESC LIMIT ? OFFSET ?
      """
    let items = try read { (database) throws(SQLiteError) in
      try database.rows(sql, filter.values + page.limits) {
        TaskRow.record($0, account: account).task
      }
    }
    return Page(page: page.page, pageSize: page.size, total: total, items: items)
  }

  /// The task runs of a run in the order of its definition.
  package func tasks(
    of run: PipelineRun.ID, page: PageRequest? = nil
  ) throws(EngineError) -> [TaskRecord] {
    let account = account
    let limits: [SQLValue] = page?.limits ?? [.integer(-1), .integer(0)]
    return try read { (database) throws(SQLiteError) in
      try database.rows(
        """
        SELECT \(TaskRow.columns) FROM runs r JOIN tasks t ON t.run = r.seq WHERE r.id = ?
        ORDER BY t.seq LIMIT ? OFFSET ?
        """, [.text(run.text)] + limits
      ) { TaskRow.record($0, account: account) }
    }
  }

  /// How many task runs a run has.
  package func taskCount(of run: PipelineRun.ID) throws(EngineError) -> Int {
    var filter = Filter()
    filter.add("r.id", in: [run.text])
    return try total("runs r JOIN tasks t ON t.run = r.seq", filter)
  }

  /// One task run, nil when there is none of that id.
  package func task(_ id: TaskRun.ID) throws(EngineError) -> TaskRecord? {
    let account = account
    return try read { (database) throws(SQLiteError) in
      try database.first(
        "SELECT \(TaskRow.columns) FROM tasks t JOIN runs r ON r.seq = t.run WHERE t.id = ?",
        [.text(id.text)]
      ) { TaskRow.record($0, account: account) }
    }
  }

  /// Names and texts of the generated logs of a task run.
  package func generatedLogs(
    of task: TaskRun.ID
  ) throws(EngineError) -> [(name: String, bytes: [UInt8])] {
    try read { (database) throws(SQLiteError) in
      try database.rows(
        "SELECT x.name, x.body FROM texts x JOIN tasks t ON t.seq = x.task WHERE t.id = ?",
        [.text(task.text)]
      ) { ($0.text(0), $0.blob(1)) }
    }
  }

  // MARK: Parts

  /// Runs a body with the database on the reader's thread.
  package func read<T: Sendable>(
    _ body: (Database) throws(SQLiteError) -> T
  ) throws(EngineError) -> T {
    guard let database else { throw .notRunning }
    do { return try body(database) } catch { throw .storage(error) }
  }

  private func total(_ tables: String, _ filter: Filter) throws(EngineError) -> Int {
    var question = filter
    question.tables = tables
    let generation = journal.generation.load(ordering: .acquiring)
    if generation != totalsGeneration || totals.count >= Self.totalsMax { totals = [:] }
    totalsGeneration = generation
    if let known = totals[question] { return known }
    let count = try read { (database) throws(SQLiteError) in
      try database.first(
        "SELECT count(*) FROM \(tables) WHERE \(filter.sql)", filter.values
      ) { Int($0.int(0)) }
    }
    totals[question] = count ?? 0
    return count ?? 0
  }
}

extension RunArchive {
  /// Conditions of a listing, joined by AND. Column names come from code, values are bound.
  package struct Filter: Sendable, Hashable {
    /// Most values of one list; more are refused by the façade.
    package static let valuesMax = 500

    fileprivate var tables = ""
    private var conditions: [String] = []
    private var bound: [Int64OrText] = []

    private enum Int64OrText: Hashable {
      case integer(Int64)
      case text(String)
    }

    package init() {}

    /// The column has one of these values; none means that it does not matter.
    package mutating func add(_ column: String, in values: [String]) {
      guard !values.isEmpty else { return }
      let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
      conditions.append("\(column) IN (\(places))")
      bound += values.map { .text($0) }
    }

    /// The column lies in a window, ends included.
    package mutating func add(_ column: String, from: Timestamp, to: Timestamp) {
      conditions.append("\(column) BETWEEN ? AND ?")
      bound += [.integer(from.microseconds), .integer(to.microseconds)]
    }

    var sql: String { conditions.isEmpty ? "1" : conditions.joined(separator: " AND ") }

    var values: [SQLValue] {
      bound.map { value in
        switch value {
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        }
      }
    }
  }
}

extension PageRequest {
  /// LIMIT and OFFSET.
  fileprivate var limits: [SQLValue] {
    let (offset, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    return [.integer(Int64(size)), .integer(overflow ? Int64.max : Int64(offset))]
  }
}
