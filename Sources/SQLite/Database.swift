// One connection to a SQLite file. Every call may block on the disk: use it on a thread of its own
// (ThreadExecutor), never in a task of the shared pool. Knows nothing of what is stored.
import CSQLite

/// A connection. Not Sendable: it belongs to one actor whose executor is a thread.
package final class Database {
  /// How hard a commit is pushed to the disk.
  package enum Synchronous: String, Sendable {
    /// Survives the loss of power.
    case full = "FULL"
    /// Survives the death of the process, not the loss of power; many times faster on slow disks.
    case normal = "NORMAL"
    /// For data that can be made again.
    case off = "OFF"
  }

  /// How a file is opened.
  package struct Options: Sendable {
    package var synchronous = Synchronous.full
    package var readOnly = false
    package var busyMilliseconds: Int32 = 5000
    package var cacheKibibytes = 8192
    package init() {}
  }

  private static let statementsMax = 128
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens or creates a file (":memory:" for none) in WAL mode with foreign keys on.
  package init(path: String, options: Options = Options()) throws(SQLiteError) {
    var out: OpaquePointer?
    let code = cq_open(path, options.readOnly ? 1 : 0, options.busyMilliseconds, &out)
    guard code == CQ_OK.rawValue, let out else {
      if let out { _ = cq_close(out) }
      throw SQLiteError(code: code, message: String(cString: cq_code_text(code)), context: path)
    }
    handle = out
    var setup = "PRAGMA foreign_keys = ON; PRAGMA cache_size = -\(options.cacheKibibytes);"
    if !options.readOnly {
      setup += "PRAGMA journal_mode = WAL; PRAGMA synchronous = \(options.synchronous.rawValue);"
    }
    do { try execute(setup) } catch {
      _ = cq_close(out)
      throw error
    }
  }

  deinit {
    statements = [:]
    _ = cq_close(handle)
  }

  /// Runs one or more statements that take no values.
  package func execute(_ script: String) throws(SQLiteError) {
    let code = cq_exec(handle, script)
    if code != CQ_OK.rawValue { throw error(code, script) }
  }

  /// Runs one statement for its effect; answers with the number of changed rows.
  @discardableResult
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(SQLiteError) -> Int {
    try use(sql, values) { (statement) throws(SQLiteError) in while try statement.step() {} }
    return Int(cq_changes(handle))
  }

  /// All rows of a query, each turned into a value.
  package func rows<T>(
    _ sql: String, _ values: [SQLValue] = [], _ make: (Row) -> T
  ) throws(SQLiteError) -> [T] {
    var result: [T] = []
    try use(sql, values) { (statement) throws(SQLiteError) in
      while try statement.step() { result.append(make(statement.row)) }
    }
    return result
  }

  /// The first row of a query as a value, or nil.
  package func first<T>(
    _ sql: String, _ values: [SQLValue] = [], _ make: (Row) -> T
  ) throws(SQLiteError) -> T? {
    var result: T?
    try use(sql, values) { (statement) throws(SQLiteError) in
      if try statement.step() { result = make(statement.row) }
    }
    return result
  }

  /// Rowid of the last inserted row.
  package var lastRowID: Int64 { cq_last_rowid(handle) }

  /// Runs the body in one transaction; an error rolls back. Inside another one it joins it.
  @discardableResult
  package func transaction<T>(
    _ body: () throws(SQLiteError) -> T
  ) throws(SQLiteError) -> T {
    if cq_in_transaction(handle) != 0 { return try body() }
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      if cq_in_transaction(handle) != 0 { _ = cq_exec(handle, "ROLLBACK") }
      throw error
    }
  }

  /// Brings the file to the newest schema: step n runs when `user_version` is below n (from 1).
  package func migrate(_ steps: [String]) throws(SQLiteError) {
    let version = try first("PRAGMA user_version") { Int($0.int(0)) } ?? 0
    guard version <= steps.count else {
      let text = "made by a newer Podium (schema \(version), this one knows \(steps.count))"
      throw SQLiteError(code: 26, message: text, context: "user_version")
    }
    for (index, step) in steps.enumerated().dropFirst(version) {
      try transaction { () throws(SQLiteError) in
        try execute(step)
        try execute("PRAGMA user_version = \(index + 1)")
      }
    }
  }

  /// Prepares (or finds) a statement, binds, hands it over, and resets it afterwards.
  private func use(
    _ sql: String, _ values: [SQLValue],
    _ body: (Statement) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let statement = try statement(sql)
    statement.isBusy = true
    defer {
      statement.reset()
      statement.isBusy = false
    }
    try statement.bind(values)
    try body(statement)
  }

  private func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let cached = statements[sql], !cached.isBusy { return cached }
    let fresh = try Statement(database: handle, sql: sql)
    guard statements[sql] == nil else { return fresh }
    if statements.count >= Self.statementsMax {
      statements = statements.filter { $0.value.isBusy }
    }
    statements[sql] = fresh
    return fresh
  }

  private func error(_ code: Int32, _ context: String) -> SQLiteError {
    SQLiteError(code: code, message: String(cString: cq_error_message(handle)), context: context)
  }
}
