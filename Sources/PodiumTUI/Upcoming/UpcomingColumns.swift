// The columns of the list of upcoming runs, and what its filter can ask.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The table of columns of upcoming runs.
enum UpcomingColumns {
  /// The name of the list in the memory and the configuration.
  static let listName = "upcoming"
  /// From here on there is room for dates.
  static let datesFrom = 100

  /// The columns as they are now; the profile is told only where there are several.
  static func columns(
    _ context: ViewContext, _ rows: [UpcomingRow] = []
  ) -> ListColumns<UpcomingRow> {
    var columns = ListColumns(all, of: listName, context)
    let longest = rows.reduce(14) { max($0, TextWidth.columns($1.pipeline.name)) }
    columns.fit("pipeline", 14...min(40, longest))
    if context.size.columns >= datesFrom { columns.fit("at", 12...12) }
    if context.workspaces.count < 2 { columns.hide("profile") }
    return columns
  }

  private typealias Column = ListColumn<UpcomingRow>

  static let all: [ListColumn<UpcomingRow>] = [
    Column("due", "DUE", 10, priority: 10) { UpcomingCells($0, $1).due }
      .right.sorted("latest first", "soonest first") { row, _ in
        row.at.map { -$0.microseconds }
      }.filtered(by: "in"),
    Column("at", "AT", 9...12, priority: 7) { UpcomingCells($0, $1).at }.right.filtered(by: "at"),
    Column("profile", "PROFILE", 7...14, priority: 5) { row, _ in
      TableCell(row.source.profile, Role.dim.style)
    }.sorted(text: { row, _ in row.source.profile }).filtered(by: "profile"),
    Column("pipeline", "PIPELINE", 14...40, priority: 9) { UpcomingCells($0, $1).pipeline }
      .sorted(text: { row, _ in row.pipeline.name }).filtered(by: "pipeline").first,
    Column("schedule", "SCHEDULE", 13...24, priority: 6) { UpcomingCells($0, $1).schedule }
      .sorted(text: { row, _ in row.schedule?.words }).filtered(by: "schedule"),
    Column("env", "ENV", 8...10, priority: 2) { UpcomingCells($0, $1).environment }
      .sorted(text: { row, _ in row.schedule?.environment }).filtered(by: "env").extra,
    Column("latest", "LATEST RUN", 12, priority: 4) { UpcomingCells($0, $1).latest }
      .sorted("best first", "worst first") { row, _ in
        row.pipeline.latestRun.map { StatusLook($0.status).severity }
      }.filtered(by: "status"),
    Column("usually", "USUAL", 6, priority: 3) { UpcomingCells($0, $1).usual }
      .right.sorted("shortest first", "longest first") { row, _ in
        row.baseline?.median.milliseconds
      }.filtered(by: "usually"),
    Column("note", "NOTE", 14...Int.max, priority: 8) { UpcomingCells($0, $1).note },
  ]

  /// What the filter can ask of an upcoming run.
  static let filterFields: [FilterField<UpcomingRow>] = [
    .text("pipeline", "name") { $0.pipeline.name },
    .text("alias") { $0.pipeline.alias },
    .text("state", "kind") { $0.stateWord },
    .status { $0.pipeline.latestRun?.status },
    .text("schedule", "trigger") { $0.schedule?.words ?? $0.pipeline.scheduleWords },
    .text("environment", "env") { $0.schedule?.environment },
    .text("profile", "workspace") { $0.source.profile },
    .id("id") { $0.pipeline.id.text },
    .duration("in", "due") { row, now in row.state == .late ? nil : row.at.map { $0 - now } },
    .duration("late") { row, now in row.state == .late ? row.at.map { now - $0 } : nil },
    .duration("usually", "median") { row, _ in row.baseline?.median },
    .time("at") { $0.at },
  ]
}
