// What makes runs comparable: a failure is fixed by a later run of the same pipeline on the same
// branch and in the same environment, by nothing else.
import OrchestraAPI

/// One line of runs that follow each other.
package struct RunLine: Sendable, Hashable {
  package var pipeline: Pipeline.ID
  package var branch: String?
  /// The environment's name; where it has none, its id.
  package var environment: String?

  package init(pipeline: Pipeline.ID, branch: String?, environment: String?) {
    self.pipeline = pipeline
    self.branch = branch
    self.environment = environment
  }

  package init(_ run: PipelineRun) {
    self.init(
      pipeline: run.pipelineID, branch: run.branch,
      environment: run.environmentName ?? run.environmentID?.text)
  }
}

extension RunTable {
  /// Rows looked through for one run; a line that was well longer ago is not known.
  package static let lastGoodRowsMax = 20_000

  /// The newest run before `run` that succeeded on its line.
  package func lastGood(before run: PipelineRun) -> PipelineRun? {
    let line = RunLine(run)
    return self[rowOfFirst(notBefore: run.key)...].prefix(Self.lastGoodRowsMax).first {
      $0.status == .succeeded && $0.id != run.id && RunLine($0) == line
    }
  }
}

/// A run in the table, without copying its row.
package struct RunRef: Sendable {
  private let chunk: RunChunk
  private let position: Int

  init(_ chunk: RunChunk, _ position: Int) {
    self.chunk = chunk
    self.position = position
  }

  package var run: PipelineRun { chunk.runs[position] }
}
