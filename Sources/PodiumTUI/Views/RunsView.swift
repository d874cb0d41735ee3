// The list of runs: what, why, since when, in one row each.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// The first screen.
package struct RunsView: View {
  /// The chosen status pane; nil means every status.
  package private(set) var pane: StatusPane?
  /// The words after `/`.
  package private(set) var words = ""
  private(set) var rows = FilteredRuns(.empty)
  private(set) var list = ListState<PipelineRun.ID>()
  private var index = RunFilterIndex()
  private var filter = RunFilter()
  /// Whether somebody scrolled down, rather than new runs pushing the selection there.
  private var hasLeftTop = false
  /// What `rows` was made from.
  private var made: (generation: Int, filter: String)?

  package init() {}

  package let scope = Scope.runs
  package let queries: Set<Query> = [.runs, .pipelines]
  package let hints: [Command] = [
    .open, .logs, .rerun, .trigger, .cancelRun, .filter, .nextProblem, .pipelines, .palette, .help,
    .leave,
  ]

  /// Work between two looks at the keys, in bytes searched: a few milliseconds.
  static let workPerTurnMax = 16 << 20

  package var hasMoreWork: Bool { !rows.isComplete }

  private var filterText: String {
    [pane?.filterText ?? "", words].filter { !$0.isEmpty }.joined(separator: " ")
  }

  package func crumb(_ context: ViewContext) -> String { "Runs" }

  package func note(_ context: ViewContext) -> String {
    guard rows.count > 0 || !filterText.isEmpty else { return "" }
    let position = rows.count == 0 ? "none" : Wording.count(list.index + 1)
    let more = rows.isComplete ? "" : "+"
    let count = "\(position) of \(Wording.count(rows.count))\(more)"
    let shown = [pane.map { "status:\($0.word)" } ?? "", words].filter { !$0.isEmpty }
    return shown.isEmpty ? count : "\(shown.joined(separator: " "))   \(count)"
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(
      found: rows.count, of: context.snapshot.runs.count, isComplete: rows.isComplete,
      problem: filter.problem)
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isTicking = list.rows.contains { row in
      row < rows.count && RunCells.isTicking(rows[row], now: context.now)
    }
    return isTicking ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    let filterText = filterText
    let isMade = made?.generation == context.snapshot.generation && made?.filter == filterText
    let isOver = rows.validUntil.map { $0 <= context.now } ?? false
    if !isMade || isOver || !rows.isComplete {
      filter.enter(filterText)
      rows = index.rows(
        passing: &filter, in: context.snapshot, now: context.now, workMax: Self.workPerTurnMax)
      made = (context.snapshot.generation, filterText)
    }
    let rows = rows
    list.settle(
      count: rows.count, visible: max(1, context.size.rows - 2),
      indexOf: { rows.index(of: $0) }, idAt: { rows[$0].id })
  }

  /// New runs have pushed the selection out of the first screen: back to the newest.
  package mutating func rest(_ context: ViewContext) {
    guard !hasLeftTop, list.top > 0, rows.count > 0 else { return }
    let rows = rows
    list.first { rows[$0].id }
  }

  /// The run that keys are about.
  package func selected(_ context: ViewContext) -> PipelineRun? {
    guard rows.count > 0, let id = list.selected else { return nil }
    return context.snapshot.run(id)
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .back: filterText.isEmpty ? "this is the first screen; q quits" : nil
    case .open, .logs, .rerun, .trigger, .cancelRun, .copyID:
      RunCommands.reason(against: command, selected(context), context)
    default: nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let rows = rows
    if list.handle(command, idAt: { rows[$0].id }) {
      hasLeftTop = list.top > 0
      return []
    }
    switch command {
    case .back: (pane, words) = (nil, "")
    case .pane(let number): choose(StatusPane(rawValue: number))
    case .allPanes: pane = nil
    case .nextPane: cyclePane(by: 1, context)
    case .previousPane: cyclePane(by: -1, context)
    case .nextProblem: return jump(by: 1)
    case .previousProblem: return jump(by: -1)
    case .filter: return [.show(Prompt(.filter, text: words))]
    default:
      guard let run = selected(context) else { return [] }
      return RunCommands.effects(of: command, run, context)
    }
    settle(context)
    return []
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    guard prompt == .filter else { return [] }
    words = text
    // At once, not with the next frame: each key's filter may be the last good one.
    filter.enter(filterText)
    return []
  }

  private mutating func choose(_ next: StatusPane?) { pane = pane == next ? nil : next }

  private mutating func cyclePane(by step: Int, _ context: ViewContext) {
    let counts = context.snapshot.statusCounts
    let panes: [StatusPane?] = [nil] + StatusPane.allCases.filter { $0.count(in: counts) > 0 }
    let at = panes.firstIndex(of: pane) ?? 0
    pane = panes[(at + step + panes.count) % panes.count]
  }

  /// Rows looked at for the next problem in one go.
  static let jumpRowsMax = 20_000

  private mutating func jump(by step: Int) -> [Effect] {
    let rows = rows
    var row = list.index + step
    var looked = 0
    while row >= 0, row < rows.count, looked < Self.jumpRowsMax {
      if StatusLook(rows[row].status).isProblem {
        list.move(to: row) { rows[$0].id }
        hasLeftTop = list.top > 0
        return []
      }
      row += step
      looked += 1
    }
    return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
  }
}

extension RunsView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    PaneLine(context.snapshot.statusCounts, chosen: pane).draw(on: canvas, row: 0)
    let body = canvas.sub(canvas.bounds.splitTop(1).rest)
    guard rows.count > 0 else {
      Notice.draw(on: body, emptiness(context))
      return
    }
    RunColumns.columns(context, width: body.columns).draw(
      on: body, rows: list.rows, selected: list.index
    ) { rows[$0] }
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    if !rows.isComplete { return Notice("Looking through the runs…") }
    if context.snapshot.runs.count > 0 {
      let what = words.isEmpty ? "is \(pane?.word ?? "there")" : "matches “\(words)”"
      return Notice("No run \(what).", next: "Esc shows all runs again, / changes the filter.")
    }
    return Notice(
      for: context.snapshot.freshness(of: .runs), what: "runs",
      empty: Notice(
        "No runs in the last seven days.",
        next: "p lists the pipelines; t there starts one."))
  }
}
