// What a filter can name in a list of pipelines: the same on the screen and for scripts.
import OrchestraAPI
import Time

extension PipelineLine {
  /// What the filter can ask of a pipeline.
  package static let filterFields: [FilterField<PipelineLine>] = [
    .text("pipeline", "name") { $0.pipeline.name },
    .text("alias") { $0.pipeline.alias },
    .status { $0.pipeline.latestRun?.status },
    .text("schedule", "trigger") { $0.pipeline.scheduleWords },
    .text("message", "error") { $0.pipeline.latestRun?.message },
    .text("branch", isSearched: false) { $0.pipeline.defaultBranch },
    .id("id") { $0.pipeline.id.text },
    .number("tasks") { $0.pipeline.numTasks },
    .duration("duration", "took") { $0.pipeline.latestRun?.duration(now: $1) },
    .duration("median", "usually") { line, _ in line.baseline?.median },
    .duration("p90") { line, _ in line.baseline?.p90 },
    .number("n") { $0.baseline?.n },
    .number("success") { $0.facts.successPercent },
    .duration("next") { line, now in line.pipeline.paused ? nil : line.next.map { $0 - now } },
    .age { $0.pipeline.latestRun?.startedAt ?? $0.pipeline.latestRun?.createdAt },
    .time("started") { $0.pipeline.latestRun?.startedAt },
  ]
}

extension RowFilter<PipelineLine> {
  /// Whether what runs say decides, besides the pipelines themselves.
  var readsRuns: Bool {
    let names = ["median", "p90", "n", "success"]
    return query.clauses.joined().contains { condition in
      condition.field.map { names.contains(fields[$0].name.name) } ?? false
    }
  }
}
