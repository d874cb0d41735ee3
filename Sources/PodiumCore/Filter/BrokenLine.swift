// What a filter can name in what is broken, for scripts and agents: the names of the dashboard's problems.
import OrchestraAPI
import Time

/// The newest failing run of a pipeline, branch and environment.
struct BrokenLine: Sendable {
  let run: PipelineRun
  /// How often it failed in a row.
  let times: Int
  let cause: FailureCause?

  init(_ open: (run: PipelineRun, times: Int), _ failed: [TaskRun]) {
    (run, times) = open
    let ranked = failed.compactMap { task in CauseRank(task).map { (rank: $0, task: task) } }
    cause = ranked.min { $0.rank < $1.rank }.map { FailureCause($0.task) }
  }

  static let filterFields: [FilterField<BrokenLine>] =
    FilterField.runFields { RunFacts(run: $0.run, cause: $0.cause) } + [
      .text("kind") { $0.run.status.word.lowercased() }, .number("count", "times") { $0.times },
    ]

  /// What was typed; what is not understood is refused.
  static func filter(_ text: String?) throws(WorkProblem) -> RowFilter<BrokenLine> {
    let filter = RowFilter(filterFields, text ?? "")
    if let problem = filter.problem { throw WorkProblem(.usage, "filter: \(problem.message)") }
    return filter
  }
}
