// The typed front on SQLite: values, transactions, migrations, errors.
import SQLite
import Testing

@Suite struct DatabaseTests {
  private func memory() throws -> Database { try Database(path: ":memory:") }

  @Test func everyKindOfValueComesBackAsItWentIn() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t (a, b, c, d, e)")
    let values: [SQLValue] = [
      .integer(.min), .real(0.1), .text("zażółć\0x"), .blob([0, 255]), .null,
    ]
    #expect(try database.run("INSERT INTO t VALUES (?, ?, ?, ?, ?)", values) == 1)
    let back = try database.first("SELECT a, b, c, d, e FROM t") { row -> [SQLValue] in
      [
        .integer(row.int(0)), .real(row.double(1)), .text(row.text(2)), .blob(row.blob(3)),
        SQLValue(row.optionalInt(4)),
      ]
    }
    #expect(back == values)
  }

  @Test func emptyTextAndEmptyBlobAreNotNull() throws {
    let database = try memory()
    let answer = try database.first("SELECT ?, ?", [.text(""), .blob([])]) {
      ($0.isNull(0), $0.isNull(1), $0.optionalText(0))
    }
    #expect(answer?.0 == false)
    #expect(answer?.1 == false)
    #expect(answer?.2 == "")
  }

  @Test func aWrongNumberOfValuesIsRefused() throws {
    let database = try memory()
    #expect(throws: SQLiteError.self) { try database.run("SELECT ?, ?", [1]) }
    #expect(try database.first("SELECT ?, ?", [1, 2]) { $0.int(1) } == 2)
  }

  @Test func anErrorNamesCodeMessageAndStatement() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t (a UNIQUE)")
    try database.run("INSERT INTO t VALUES (1)")
    let error = #expect(throws: SQLiteError.self) { try database.run("INSERT INTO t VALUES (1)") }
    #expect(error?.isConstraint == true)
    #expect(error?.context == "INSERT INTO t VALUES (1)")
    #expect(error?.message.contains("UNIQUE") == true)
  }

  @Test func aFailedTransactionLeavesNothing() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t (a UNIQUE)")
    #expect(throws: SQLiteError.self) {
      try database.transaction { () throws(SQLiteError) in
        try database.run("INSERT INTO t VALUES (1)")
        try database.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try database.first("SELECT count(*) FROM t") { $0.int(0) } == 0)
    try database.transaction { () throws(SQLiteError) in
      try database.run("INSERT INTO t VALUES (2)")
    }
    #expect(try database.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
  }

  @Test func migrationsRunOnceAndANewerFileIsRefused() throws {
    let database = try memory()
    let steps = ["CREATE TABLE a (x); INSERT INTO a VALUES (1)", "ALTER TABLE a ADD COLUMN y"]
    try database.migrate([steps[0]])
    try database.migrate(steps)
    try database.migrate(steps)
    #expect(try database.rows("SELECT x, y FROM a") { $0.int(0) } == [1])
    #expect(throws: SQLiteError.self) { try database.migrate([steps[0]]) }
  }

  @Test func aStatementCanBeUsedWhileItsRowsAreRead() throws {
    let database = try memory()
    let sql =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3) SELECT i FROM n"
    let pairs = try database.rows(sql) { row in
      (row.int(0), (try? database.rows(sql) { $0.int(0) }) ?? [])
    }
    #expect(pairs.map(\.0) == [1, 2, 3])
    #expect(pairs.allSatisfy { $0.1 == [1, 2, 3] })
  }

  @Test func aMissingFolderIsAnErrorThatNamesThePath() {
    let error = #expect(throws: SQLiteError.self) {
      try Database(path: "/nonexistent-folder/x.sqlite")
    }
    #expect(error?.context == "/nonexistent-folder/x.sqlite")
  }
}

@Suite struct ThreadExecutorTests {
  actor Counter {
    private let executor: ThreadExecutor
    private var value = 0
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    init(_ executor: ThreadExecutor) { self.executor = executor }
    func add() -> Int {
      value += 1
      return value
    }
  }

  @Test func jobsOfAnActorRunOneAfterAnother() async {
    let executor = ThreadExecutor()
    let counter = Counter(executor)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<500 { group.addTask { _ = await counter.add() } }
    }
    #expect(await counter.add() == 501)
    executor.stop()
    #expect(await counter.add() == 502)
  }
}
