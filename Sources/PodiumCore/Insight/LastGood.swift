// The run of the same line that was well before another one. Looks at a bounded number of rows: it is
// asked for the run under the cursor.
import OrchestraAPI

/// The newest good run before a run.
package enum LastGood: Sendable {
  case run(PipelineRun)
  /// All older runs that are loaded were looked at.
  case none
  /// None among so many that were looked at.
  case notFound(looked: Int)

  /// Rows that are looked at.
  package static let rowsMax = 4_096

  package init(before run: PipelineRun, in table: RunTable) {
    let line = RunLine(run)
    var looked = 0
    for chunk in table.chunks[table.chunkIndex(notBefore: run.key)...] {
      for older in chunk.runs.lazy.filter({ run.key < $0.key }) {
        guard looked < Self.rowsMax else {
          self = .notFound(looked: looked)
          return
        }
        looked += 1
        guard older.pipelineID == run.pipelineID, older.status == .succeeded,
          RunLine(older) == line
        else { continue }
        self = .run(older)
        return
      }
    }
    self = .none
  }
}
