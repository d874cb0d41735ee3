// What comes next by the schedules of all pipelines of every watched workspace, and what should have
// come and was not seen. Its cost depends on the pipelines, not on the runs.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The upcoming runs: late ones first, then by time.
package struct UpcomingView: RowListView {
  package var list = RowList(UpcomingColumns.filterFields)
  private var counts = Counts()

  /// What the line above the list tells.
  private struct Counts {
    var late = 0
    var soon = 0
    var paused = 0
    var unknown = 0
    /// Why nothing is said about late runs.
    var silence: String?
  }

  package init() {}

  package let scope = Scope.upcoming
  package let queries: Set<Query> = [.runs, .pipelines, .environments]
  package var listName: String? { UpcomingColumns.listName }
  package let hints: [Command] = [
    .open, .trigger, .filter, .sort, .nextProblem, .pipelines, .copyID, .palette, .help, .back,
  ]

  package func crumb(_ context: ViewContext) -> String { "Upcoming" }

  package func note(_ context: ViewContext) -> String {
    [columns(context).sortWords, list.note].filter { !$0.isEmpty }.joined(separator: "   ")
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isTicking = list.inView.contains {
      $0.state == .planned && Wording.countsSeconds(to: $0.at, now: context.now)
    }
    return isTicking ? .seconds : .minutes
  }

  package func columns(_ context: ViewContext) -> ListColumns<UpcomingRow> {
    UpcomingColumns.columns(context, list.rows)
  }

  package mutating func settle(_ context: ViewContext) {
    var counts: Counts?
    list.settle(context, columns(context), visible: context.size.rows - 2) {
      let plans = context.workspaces.map { (Upcoming($0, now: context.now), $0) }
      let rows = UpcomingRow.all(plans)
      counts = Self.count(rows, plans.map(\.0), context)
      return rows
    }
    if let counts { self.counts = counts }
  }

  /// Runs that start within this time are counted as soon.
  static let soon = Duration.seconds(3600)

  private static func count(
    _ rows: [UpcomingRow], _ plans: [Upcoming], _ context: ViewContext
  ) -> Counts {
    var counts = Counts()
    counts.silence = plans.compactMap(\.silence).first
    var paused: Set<String> = []
    for row in rows {
      switch row.state {
      case .late: counts.late += 1
      case .unknown: counts.unknown += 1
      case .paused:
        paused.insert("\(row.source.profile) \(row.pipeline.id.text)")
      case .planned: if let at = row.at, at - context.now <= soon { counts.soon += 1 }
      }
    }
    counts.paused = paused.count
    return counts
  }

  package func subject(_ context: ViewContext) -> Subject? {
    list.selected.map { Subject($0.source, pipeline: $0.pipeline) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    if let row = list.selected, row.source.profile != context.snapshot.source.profile,
      [.trigger, .history].contains(command)
    {
      return "this pipeline is in \(row.source.profile); Enter goes there"
    }
    return PipelineCommands.reason(against: command, list.selected?.pipeline, context)
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    defer { settle(context) }
    if let effects = list.handle(command) ?? columns(context).effects(of: command) {
      return effects
    }
    switch command {
    case .nextProblem: return list.jump(by: 1, to: "late run") { $0.state == .late }
    case .previousProblem: return list.jump(by: -1, to: "late run") { $0.state == .late }
    case .open: return open()
    default: return PipelineCommands.effects(of: command, list.selected?.pipeline, context)
    }
  }
}

extension UpcomingView {
  /// The history of the selected pipeline, in its workspace.
  private func open() -> [Effect] {
    list.selected.map { [.switchProfile($0.source.profile, then: .grid($0.pipeline.id))] } ?? []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard list.rows.isEmpty else {
      drawCounts(on: canvas, context)
      return list.draw(on: canvas.sub(canvas.bounds.splitTop(1).rest), columns(context))
    }
    let none = Notice(
      for: context.snapshot.freshness(of: .pipelines), what: "pipelines",
      empty: Notice(
        "Nothing is planned: no pipeline has a schedule.", next: "p lists the pipelines."))
    Notice.draw(on: canvas, list.emptiness("upcoming run") ?? none)
  }

  /// How many are late, come soon, or never; what the claim rests on.
  private func drawCounts(on canvas: Canvas, _ context: ViewContext) {
    var strip = Strip(gap: 3)
    let marks = canvas.glyphs.marks
    if counts.late > 0 {
      strip.add("\(marks.late) \(Wording.count(counts.late)) late", role: .warning, priority: 9)
    } else if counts.silence == nil {
      strip.add("\(marks.succeeded) none late", role: .succeeded, priority: 9)
    }
    strip.add("\(Wording.count(counts.soon)) within an hour", role: .text, priority: 8)
    if counts.paused > 0 {
      let paused = Wording.count(counts.paused, "pipeline")
      strip.add("\(paused) paused", role: .dim, priority: 6)
    }
    if counts.unknown > 0 {
      strip.add("\(Wording.count(counts.unknown)) unknown", role: .warning, priority: 7)
    }
    strip.add(
      "next \(Upcoming.perScheduleMax) of each schedule", role: .dim, priority: 2, isRight: true)
    strip.add(
      counts.silence ?? Wording.basis(context.workspaces), role: .dim,
      priority: counts.silence == nil ? 5 : 10, isRight: true)
    strip.draw(on: canvas, row: 0)
  }
}
