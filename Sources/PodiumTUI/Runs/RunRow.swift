// One run as cells: the view model of the runs list. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The cells of a run.
package struct RunRow {
  /// The table these cells fit. Names get what the longest name of a pipeline needs, not more: the
  /// rest is for causes. Widths do not depend on the rows in view, so that columns stand still.
  package static func table(_ pipelines: [Pipeline], columns: Int) -> Table {
    let longest = pipelines.reduce(0) { max($0, TextWidth.columns($1.name)) }
    let nameMax = longest == 0 ? 28 : min(34, max(14, longest))
    let isNarrow = columns < tasksColumnFrom
    return Table(
      columns: [
        TableColumn("STATUS", width: 12, priority: 10),
        TableColumn("PIPELINE", widths: 14...nameMax, priority: 9),
        TableColumn("TRIGGER", width: 13, priority: 4),
        TableColumn("ENV", width: 10, priority: 3),
        TableColumn("STARTED", width: 9, alignment: .right, priority: 7),
        TableColumn("TOOK", width: 6, alignment: .right, priority: 6),
        // A column that is wider than the screen and least dear is left out.
        TableColumn(
          "TASKS", width: isNarrow ? columns : 5, alignment: .right, priority: isNarrow ? 0 : 5),
        TableColumn(
          "CAUSE OR PROGRESS", widths: (columns < causesShortBelow ? 16 : 24)...Int.max, priority: 8
        ),
      ], styles: .podium)
  }

  /// On narrower screens the numbers of tasks stand with the progress, and causes get their room.
  static let tasksColumnFrom = 82
  /// Below this, causes are shortened rather than dropping the start.
  static let causesShortBelow = 75

  private let run: PipelineRun
  private let context: ViewContext

  package init(_ run: PipelineRun, _ context: ViewContext) {
    self.run = run
    self.context = context
  }

  /// Whether the duration of a run changes with each second.
  static func isTicking(_ run: PipelineRun, now: Timestamp) -> Bool {
    !run.status.isTerminal && run.startedAt != nil
      && run.duration(now: now) < .seconds(3600)
  }

  /// One cell a column of `table`.
  package var cells: [TableCell] {
    let look = StatusLook(run.status)
    let progress = context.snapshot.progress[run.id]
    return [
      TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style),
      TableCell(
        run.pipelineName.isEmpty ? run.pipelineID.short : run.pipelineName, Role.table.style),
      TableCell(Wording.trigger(run.triggeredBy), Role.dim.style),
      TableCell(Self.place(run), Role.dim.style),
      TableCell(
        Wording.age(of: run.startedAt ?? run.createdAt, now: context.now), Role.text.style),
      TableCell(took, Role.text.style),
      TableCell(progress.map { "\($0.done)/\($0.total)" } ?? "", Role.text.style),
      detail(progress),
    ]
  }

  /// Environment, and the branch where it is not the main one: "prod", "staging fix-gl".
  package static func place(_ run: PipelineRun) -> String {
    let branch = run.branch.flatMap { $0 == "main" || $0 == "master" ? nil : $0 }
    let parts = [run.environmentName, branch].compactMap { $0 }
    return parts.isEmpty ? run.branch ?? "" : parts.joined(separator: " ")
  }

  private var took: String {
    guard run.startedAt != nil || run.completedAt != nil else { return "" }
    return Wording.duration(run.duration(now: context.now))
  }

  /// What a person has to know: the cause, or how far it is. Nothing where all is well.
  private func detail(_ progress: TaskProgress?) -> TableCell {
    if let mark = context.snapshot.marks[run.id] {
      let words = mark.kind == .cancelling ? "cancel requested" : "rerun requested"
      return TableCell(words, Role.accent.style)
    }
    switch run.status {
    case .failed, .warning: return cause
    case .succeeded:
      return run.hasAnomalies
        ? TableCell("slower than usual", Role.warning.style) : TableCell("", Role.text.style)
    case .running:
      guard let progress, !progress.running.isEmpty else { return TableCell("") }
      let isNarrow = context.size.columns < Self.tasksColumnFrom
      let done = isNarrow ? "\(progress.done)/\(progress.total) " : ""
      let more = done + (progress.failed > 0 ? "\(progress.failed) failed, " : "")
      return TableCell(
        "\(more)in \(progress.running.joined(separator: ", "))",
        (progress.failed > 0 ? Role.failed : .running).style)
    default: return TableCell(run.message, Role.dim.style)
    }
  }

  private var cause: TableCell {
    guard let cause = context.snapshot.failureCauses[run.id] else {
      return TableCell(run.message, Role.dim.style)
    }
    let line = cause.errorLine.isEmpty ? "no message" : cause.errorLine
    return TableCell("\(cause.taskName): \(line)", Role.text.style)
  }
}

extension TableStyles {
  /// The look of every table: the selected row is told by its marker and its name alone, so that
  /// moving costs few bytes.
  package static let podium = TableStyles(
    header: Role.tableHeader.style, marker: Role.tableMarker.style
  ) { $0 == Role.table.style ? Role.tableSelected.style : $0 }
}
