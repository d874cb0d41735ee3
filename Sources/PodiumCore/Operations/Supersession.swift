// Newer runs of the same pipeline, branch and environment: what makes running an older one again
// doubtful.
import OrchestraAPI

/// A newer run that has succeeded or is under way.
package struct Supersession: Sendable, Equatable {
  package let run: PipelineRun

  /// nil when nothing newer did or does the work of the run.
  package init?(of run: PipelineRun, in table: RunTable) {
    guard let newer = Successors(of: [run], in: table)[run] else { return nil }
    self = newer
  }

  fileprivate init(_ run: PipelineRun) { self.run = run }

  /// "a newer run has succeeded already: 3b80c185".
  package var words: String {
    run.status.isTerminal
      ? "a newer run has succeeded already: \(run.id.short)"
      : "a newer run is under way already: \(run.id.short) (\(run.status.word))"
  }
}

/// The newest successors of several runs, found in one pass.
struct Successors {
  /// Runs looked at, from the newest on.
  static let runsMax = 100_000

  private var newest: [RunLine: PipelineRun] = [:]

  init(of runs: [PipelineRun], in table: RunTable) {
    let pipelines = Set(runs.map(\.pipelineID))
    guard let oldest = runs.map(\.createdAt).min() else { return }
    var looked = 0
    for chunk in table.chunks {
      for run in chunk.runs {
        guard run.createdAt >= oldest, looked < Self.runsMax else { return }
        looked += 1
        guard pipelines.contains(run.pipelineID), run.status.isSuccess || !run.status.isTerminal
        else { continue }
        let lineage = RunLine(run)
        if newest[lineage] == nil { newest[lineage] = run }
      }
    }
  }

  subscript(run: PipelineRun) -> Supersession? {
    newest[RunLine(run)].flatMap { $0.key < run.key ? Supersession($0) : nil }
  }
}
