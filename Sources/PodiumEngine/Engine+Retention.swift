// Old runs make room: rows, logs and artifacts of runs that ended long ago go, a few at a time.
import OrchestraAPI
import SQLite
import Time

extension Engine {
  /// Runs removed in one transaction.
  static let prunedPerCommit = 200

  /// Removes runs that are older than `keepDays`, and says how many.
  func prune() async {
    guard let days = options.keepDays else { return }
    let limit = options.clocks.now() - .seconds(days * 86_400)
    var count = 0
    while !Task.isCancelled {
      let removed = try? await parts.journal.removeRuns(before: limit, max: Self.prunedPerCommit)
      guard let removed, !removed.isEmpty else { break }
      count += removed.count
      for id in removed { await parts.folders.removeTree(files.run(id)) }
    }
    if count > 0 { parts.report("\(count) runs older than \(days) days were removed") }
  }
}

extension Journal {
  /// Removes ended runs with their tasks, texts and events; answers with their ids.
  func removeRuns(
    before limit: Timestamp, max: Int
  ) throws(EngineError) -> [PipelineRun.ID] {
    try write { (database) throws(SQLiteError) in
      let old = try database.rows(
        """
        SELECT seq, id FROM runs WHERE created_at < ?
          AND status NOT IN ('CREATED', 'QUEUED', 'RUNNING', 'CANCELLING')
        ORDER BY created_at LIMIT ?
        """, [.integer(limit.microseconds), SQLValue(max)]
      ) { (seq: $0.int(0), id: $0.text(1)) }
      for run in old {
        let seq = SQLValue.integer(run.seq)
        try database.run(
          "DELETE FROM texts WHERE task IN (SELECT seq FROM tasks WHERE run = ?)", [seq])
        try database.run("DELETE FROM tasks WHERE run = ?", [seq])
        try database.run("DELETE FROM journal WHERE run_id = ?", [.text(run.id)])
        try database.run("DELETE FROM runs WHERE seq = ?", [seq])
      }
      return old.map { Identifier($0.id) }
    }
  }
}
