// The one writer of the engine's file. Every transition of a run is a row here before it takes
// effect; all that wait while a commit is on its way share the next one (group commit).
import JSON
import OrchestraAPI
import SQLite
import Synchronization
import Time

/// What one step of a run changes, stored together or not at all.
package struct RunChange: Sendable {
  package var runID: PipelineRun.ID
  /// Set when the run is new.
  package var created: RunRecord?
  package var createdTasks: [TaskRecord] = []
  /// The run's new status, message and times.
  package var run: PipelineRun?
  package var tasks: [TaskRecord] = []
  package var events: [Event] = []

  /// An event and when it happened.
  package struct Event: Sendable, Equatable {
    package var at: Timestamp
    package var event: RunEvent

    package init(at: Timestamp, event: RunEvent) {
      self.at = at
      self.event = event
    }
  }

  package init(runID: PipelineRun.ID) { self.runID = runID }
}

/// The writer, on a thread of its own.
package actor Journal {
  /// Rows of generated history written in one transaction.
  static let importRunsPerCommit = 1000

  private struct Waiting {
    var change: RunChange
    var continuation: CheckedContinuation<SQLiteError?, Never>
  }

  private let executor = ThreadExecutor()
  /// At most one change of each active run waits here.
  private let inbox = Mutex<[Waiting]>([])
  /// Counts commits: answers kept from before a commit are out of date.
  package nonisolated let generation = Atomic<Int>(0)
  private var database: Database?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init() {}

  /// Opens or creates the file and brings it to the newest schema.
  package func open(path: String, durability: Database.Synchronous) throws(EngineError) {
    do {
      var options = Database.Options()
      options.synchronous = durability
      let opened = try Database(path: path, options: options)
      try opened.migrate(Schema.steps)
      database = opened
    } catch {
      throw .storage(error)
    }
  }

  /// Closes the file; later calls fail with `notRunning`.
  package func close() {
    database = nil
    executor.stop()
  }

  /// Stores a change; it is on disk (as the durability says) when this returns.
  package nonisolated func commit(_ change: RunChange) async throws(EngineError) {
    let error = await withCheckedContinuation { continuation in
      let isFirst = inbox.withLock { inbox in
        inbox.append(Waiting(change: change, continuation: continuation))
        return inbox.count == 1
      }
      if isFirst { Task { await self.drain() } }
    }
    if let error { throw .storage(error) }
  }

  /// Runs a body with the database on the writer's thread, in one transaction.
  package func write<T: Sendable>(
    _ body: @Sendable (Database) throws(SQLiteError) -> T
  ) throws(EngineError) -> T {
    guard let database else { throw .notRunning }
    defer { generation.add(1, ordering: .releasing) }
    do {
      return try database.transaction { () throws(SQLiteError) in try body(database) }
    } catch {
      throw .storage(error)
    }
  }

  /// Adds a generated past in bulk; other commits get their turn between its transactions.
  package nonisolated func importHistory(_ runs: [GeneratedRun]) async throws(EngineError) {
    var start = 0
    while start < runs.count {
      let piece = runs[start..<min(start + Self.importRunsPerCommit, runs.count)]
      try await write { (database) throws(SQLiteError) in
        for run in piece { try database.insert(run) }
      }
      start += piece.count
    }
  }

  /// One transaction for everything that waits. When it fails, nothing of it was stored.
  private func drain() {
    let batch = inbox.withLock { inbox in
      defer { inbox = [] }
      return inbox
    }
    var failure: SQLiteError?
    do throws(SQLiteError) {
      guard let database else {
        throw SQLiteError(code: 21, message: "the engine has stopped", context: "commit")
      }
      try database.transaction { () throws(SQLiteError) in
        for waiting in batch { try database.store(waiting.change) }
      }
    } catch {
      failure = error
    }
    generation.add(1, ordering: .releasing)
    for waiting in batch { waiting.continuation.resume(returning: failure) }
  }
}

extension Database {
  fileprivate func store(_ change: RunChange) throws(SQLiteError) {
    if let created = change.created {
      try run(RunRow.insert, RunRow.values(created))
      let row = lastRowID
      for task in change.createdTasks { try run(TaskRow.insert, TaskRow.values(task, run: row)) }
    }
    if let changed = change.run { try run(RunRow.update, RunRow.changes(changed)) }
    for task in change.tasks { try run(TaskRow.update, TaskRow.changes(task)) }
    for event in change.events {
      try run(
        "INSERT INTO journal (run_id, at, event) VALUES (?, ?, ?)",
        [
          .text(change.runID.text), .integer(event.at.microseconds),
          .text(event.event.json.text),
        ])
    }
  }

  fileprivate func insert(_ generated: GeneratedRun) throws(SQLiteError) {
    let record = RunRecord(run: generated.run, isGenerated: true)
    try run(RunRow.insert, RunRow.values(record))
    let row = lastRowID
    for task in generated.tasks {
      try run(TaskRow.insert, TaskRow.values(TaskRecord(task: task.task), run: row))
      guard let log = task.log else { continue }
      try run(
        "INSERT INTO texts (task, name, body) VALUES (?, ?, ?)",
        [.integer(lastRowID), .text(TaskFiles.logName(attempt: 1)), .text(log)])
    }
  }
}
