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
