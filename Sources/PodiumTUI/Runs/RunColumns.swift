// The columns of every list of runs. What the cells say is in RunCells.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// The table of columns of runs.
package enum RunColumns {
  /// The name of the list in the memory and the configuration.
  package static let listName = "runs"
  /// Newest first: the order of the list while no sort is chosen.
  package static let usualSort = ListSort("started", descending: true)

  /// The columns of the list as they are now, on a pane that is so wide. Names get what the longest
  /// name of a pipeline needs, not more: the rest is for causes. Widths do not depend on the rows in
  /// view, so that columns stand still.
  package static func columns(
    _ context: ViewContext, width: Int
  ) -> ListColumns<PipelineRun> {
    var columns = ListColumns(all, of: listName, usualSort: usualSort, context)
    let longest = context.snapshot.pipelines.reduce(0) { max($0, TextWidth.columns($1.name)) }
    let nameMax = width >= wideFrom ? 48 : 36
    columns.fit("pipeline", 14...(longest == 0 ? 28 : min(nameMax, max(14, longest))))
    if width >= wideFrom {
      columns.fit("trigger", 13...18)
      columns.fit("env", 10...16)
    }
    if width < causesShortBelow { columns.fit("cause", 16...Int.max) }
    if width < RunCells.tasksColumnFrom { columns.hide("tasks") }
    return columns
  }

  /// From here on there is room for long triggers and environments.
  static let wideFrom = 140
  /// Below this, causes are shortened rather than dropping the start.
  static let causesShortBelow = 75

  /// Every column of runs, in the usual order.
  package static let all: [ListColumn<PipelineRun>] = usual + extra

  private typealias Column = ListColumn<PipelineRun>

  private static let usual = [
    Column("status", "STATUS", 12, priority: 10) { RunCells.status($0, $1) }
      .sorted("best first", "worst first") { run, _ in StatusLook(run.status).severity }.filtered(
        by: "status"),
    Column("pipeline", "PIPELINE", 14...28, priority: 9) { RunCells.pipeline($0, $1) }
      .sorted(text: { run, _ in run.pipelineName }).filtered(by: "pipeline").first,
    Column("trigger", "TRIGGER", 13, priority: 4) { run, context in
      TableCell(Wording.trigger(run.triggeredBy, context.schedules), Role.dim.style)
    }.sorted(text: { run, context in Wording.trigger(run.triggeredBy, context.schedules) })
      .filtered(by: "trigger"),
    Column("env", "ENV", 6...10, priority: 3) { run, _ in
      TableCell(RunCells.place(run), Role.dim.style)
    }.sorted(text: { run, _ in RunCells.place(run) }).filtered(by: "env"),
    Column("started", "STARTED", 9, priority: 7) { run, context in
      TableCell(Wording.age(of: run.begin, now: context.now), Role.text.style)
    }.right.sorted("oldest first", "newest first") { run, _ in run.begin.microseconds },
    Column("took", "TOOK", 6, priority: 6) { RunCells.took($0, $1) }
      .right.sorted("shortest first", "longest first") { run, context in
        run.hasBegun ? run.duration(now: context.snapshot.takenAt).milliseconds : nil
      },
    Column("tasks", "TASKS", 5, priority: 2) { RunCells.tasks($0, $1) }
      .right.sorted("least done first", "most done first") { run, context in
        RunCells.permille(run, context)
      },
    Column("cause", "CAUSE OR PROGRESS", 24...Int.max, priority: 8) { RunCells.detail($0, $1) }
      .sorted(text: { run, context in RunCells.cause(run, context) }).filtered(by: "cause"),
  ]

  private static let extra = [
    Column("branch", "BRANCH", 8...24, priority: 2) { run, _ in
      TableCell(run.branch ?? "", Role.dim.style)
    }.sorted(text: { run, _ in run.branch }).filtered(by: "branch").extra,
    Column("commit", "COMMIT", 8, priority: 2) { run, _ in
      TableCell(String((run.commit ?? "").prefix(7)), Role.dim.style)
    }.sorted(text: { run, _ in run.commit }).filtered(by: "commit").extra,
    Column("version", "VER", 4, priority: 1) { run, _ in
      TableCell(run.versionNumber.map { "v\($0)" } ?? "", Role.dim.style)
    }.right.sorted { run, _ in run.versionNumber.map { Int64($0) } }.extra,
    Column("id", "RUN", 8...36, priority: 2) { run, _ in
      TableCell(run.id.text, Role.dim.style)
    }.sorted(text: { run, _ in run.id.text }).filtered(by: "id").extra,
    Column("created", "CREATED", 9, priority: 2) { run, context in
      TableCell(Wording.age(of: run.createdAt, now: context.now), Role.dim.style)
    }.right.sorted("oldest first", "newest first") { run, _ in run.createdAt.microseconds }.extra,
    Column("ended", "ENDED", 9, priority: 2) { run, context in
      TableCell(
        run.completedAt.map { Wording.age(of: $0, now: context.now) } ?? "", Role.dim.style)
    }.right.sorted("oldest first", "newest first") { run, _ in run.completedAt?.microseconds }
      .extra,
    Column("queued", "QUEUED", 6, priority: 2) { RunCells.queued($0, $1) }
      .right.sorted("shortest first", "longest first") { run, context in
        RunCells.wait(run, until: context.snapshot.takenAt).milliseconds
      }.extra,
    Column("origin", "ORIGIN", 16...44, priority: 2) { run, _ in
      TableCell(Wording.origin(run), Role.dim.style)
    }.sorted(text: { run, _ in Wording.origin(run) }).extra,
    Column("message", "MESSAGE", 16...60, priority: 2) { run, _ in
      TableCell(run.message, Role.dim.style)
    }.sorted(text: { run, _ in run.message }).filtered(by: "message").extra,
  ]
}

extension RunColumns {
  /// How the whole list is ordered by a column; nil when that cannot be said.
  static func runSort(_ sort: ListSort, _ context: ViewContext) -> RunSort? {
    guard let key = all.first(where: { $0.name == sort.column })?.key else { return nil }
    let snapshot = context.snapshot
    return RunSort(
      sort.column, descending: sort.isDescending,
      stamp: { chunk in
        switch sort.column {
        // What is not in the row changes while runs are active, or when causes arrive.
        case "took", "queued", "tasks": chunk.counts.active > 0 ? snapshot.generation : 0
        case "cause":
          chunk.counts[.succeeded] < chunk.runs.count ? snapshot.notes.causesVersion : 0
        default: 0
        }
      }, key: { key($0, context) })
  }
}

extension TableStyles {
  /// The look of every table: the selected row is told by its marker and its name alone, so that
  /// moving costs few bytes.
  package static let podium = TableStyles(
    header: Role.tableHeader.style, marker: Role.tableMarker.style
  ) { $0 == Role.table.style ? Role.tableSelected.style : $0 }
}
