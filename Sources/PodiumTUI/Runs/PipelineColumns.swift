// The columns of the list of pipelines. What the cells say is in PipelineCells.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The table of columns of pipelines.
enum PipelineColumns {
  /// The name of the list in the memory and the configuration.
  static let listName = "pipelines"
  /// From here on there is room for messages.
  static let wideFrom = 170

  /// The columns as they are now. Names get what the longest of them needs, before anything else.
  static func columns(
    _ context: ViewContext, _ lines: [PipelineLine] = []
  ) -> ListColumns<PipelineLine> {
    var columns = ListColumns(all, of: listName, context)
    let width = context.size.columns
    let longest = lines.reduce(14) { max($0, TextWidth.columns($1.pipeline.name)) }
    let name = min(40, longest)
    columns.fit("pipeline", min(name, max(14, width - 82))...name)
    if width < wideFrom { columns.hide("message") }
    return columns
  }

  private typealias Column = ListColumn<PipelineLine>

  static let all: [ListColumn<PipelineLine>] = state + numbers + extra

  private static let state = [
    Column("status", "LATEST RUN", 12, priority: 10) { PipelineCells($0, $1).status }
      .sorted("best first", "worst first") { line, _ in
        line.pipeline.latestRun.map { StatusLook($0.status).severity }
      }.filtered(by: "status"),
    Column("pipeline", "PIPELINE", 14...40, priority: 9) { line, _ in
      TableCell(line.pipeline.name, Role.table.style)
    }.sorted(text: { line, _ in line.pipeline.name }).filtered(by: "pipeline").first,
    Column("history", "HISTORY", 10...PipelineFacts.recentMax, priority: 8) {
      PipelineCells($0, $1).history
    },
    Column("schedule", "SCHEDULE", 13...20, priority: 6) { line, _ in
      TableCell(line.pipeline.startWords, Role.dim.style)
    }.sorted(text: { line, _ in line.pipeline.startWords }).filtered(by: "schedule"),
    Column("next", "NEXT", 6, priority: 7) { PipelineCells($0, $1).next }
      .right.sorted("latest first", "soonest first") { line, _ in
        line.pipeline.paused ? nil : line.next.map { -$0.microseconds }
      }.filtered(by: "next"),
  ]

  private static let numbers = [
    Column("median", "MEDIAN", 6, priority: 5) { line, _ in
      TableCell(line.baseline.map { Wording.duration($0.median) } ?? "", Role.text.style)
    }.right.sorted("shortest first", "longest first") { line, _ in
      line.baseline?.median.milliseconds
    }.filtered(by: "median"),
    Column("p90", "P90", 6, priority: 4) { line, _ in
      TableCell(line.baseline.map { Wording.duration($0.p90) } ?? "", Role.text.style)
    }.right.sorted("shortest first", "longest first") { line, _ in
      line.baseline?.p90.milliseconds
    }.filtered(by: "p90"),
    Column("n", "N", 3, priority: 2) { line, _ in
      TableCell(line.baseline.map { String($0.n) } ?? "", Role.dim.style)
    }.right.sorted { line, _ in line.baseline.map { Int64($0.n) } }.filtered(by: "n"),
    Column("success", "SUCCESS", 12...14, priority: 5) { PipelineCells($0, $1).success }
      .right.sorted("worst first", "best first") { line, _ in
        line.facts.successPercent.map { Int64($0) }
      }.filtered(by: "success"),
    Column("started", "STARTED", 9, priority: 3) { PipelineCells($0, $1).started }
      .right.sorted("oldest first", "newest first") { line, _ in
        line.pipeline.latestRun?.startedAt?.microseconds
      }.filtered(by: "started"),
    Column("took", "TOOK", 6, priority: 1) { line, context in
      let took = line.pipeline.latestRun?.duration(now: context.now)
      return TableCell(took.map { Wording.duration($0) } ?? "", Role.text.style)
    }.right.sorted("shortest first", "longest first") { line, context in
      line.pipeline.latestRun?.duration(now: context.snapshot.takenAt)?.milliseconds
    }.filtered(by: "took"),
    Column("message", "MESSAGE", 16...Int.max, priority: 1) { PipelineCells($0, $1).message }
      .sorted(text: { line, _ in line.pipeline.latestRun?.message }).filtered(by: "message"),
  ]

  private static let extra = [
    Column("alias", "ALIAS", 8...20, priority: 2) { line, _ in
      TableCell(line.pipeline.alias ?? "", Role.dim.style)
    }.sorted(text: { line, _ in line.pipeline.alias }).filtered(by: "alias").extra,
    Column("tasks", "TASKS", 5, priority: 2) { line, _ in
      TableCell(line.pipeline.numTasks.map { String($0) } ?? "", Role.text.style)
    }.right.sorted { line, _ in line.pipeline.numTasks.map { Int64($0) } }.extra,
    Column("branch", "BRANCH", 8...20, priority: 1) { line, _ in
      TableCell(line.pipeline.defaultBranch ?? "", Role.dim.style)
    }.sorted(text: { line, _ in line.pipeline.defaultBranch }).filtered(by: "branch").extra,
    Column("id", "ID", 8...36, priority: 1) { line, _ in
      TableCell(line.pipeline.id.text, Role.dim.style)
    }.sorted(text: { line, _ in line.pipeline.id.text }).filtered(by: "id").extra,
  ]
}
