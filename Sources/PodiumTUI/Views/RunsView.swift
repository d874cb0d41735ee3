// The list of runs: what, why, since when, in one row each, with a preview of the selected one.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The first screen.
package struct RunsView: View {
  /// The chosen status pane; nil means every status.
  package private(set) var pane: StatusPane?
  /// The words after `/`.
  package private(set) var words = ""
  private(set) var rows = RunRows()
  private(set) var list = ListState<PipelineRun.ID>()
  private(set) var marks = Marks<PipelineRun.ID>()
  private var preview = RunPreview()
  private var pulse = WorkspacePulse()
  /// Whether somebody scrolled down, rather than new runs pushing the selection there.
  private var hasLeftTop = false
  /// Whether nobody has chosen a row yet: in a sorted list the first one is looked at, whichever run
  /// that is.
  private var looksAtFirst = true
  /// The selection that is looked for while the rows are made again.
  private var awaited: PipelineRun.ID?

  package init() {}

  package let scope = Scope.runs
  package var queries: Set<Query> { preview.queries.union([.runs, .pipelines]) }
  package var hints: [Command] {
    marks.isEmpty
      ? [
        .open, .logs, .rerun, .trigger, .cancelRun, .filter, .problems, .sort, .mark, .pipelines,
        .palette, .help, .leave,
      ] : [.rerun, .cancelRun, .mark, .markRange, .clearMarks, .open, .filter, .help, .leave]
  }

  package var hasMoreWork: Bool { rows.hasMoreWork }

  package var listName: String? { RunColumns.listName }
  package var filterText: String {
    [pane?.filterText ?? "", words].filter { !$0.isEmpty }.joined(separator: " ")
  }

  package func crumb(_ context: ViewContext) -> String { "Runs" }

  package func note(_ context: ViewContext) -> String {
    let columns = RunColumns.columns(context, width: context.size.columns)
    var parts = [marks.words, pane.map { "status:\($0.word)" } ?? "", words, columns.sortWords]
    if rows.count > 0 || !filterText.isEmpty {
      let position = rows.count == 0 ? "none" : Wording.count(list.index + 1)
      let more = rows.isComplete ? "" : "+"
      parts.append("\(position) of \(Wording.count(rows.count))\(more)")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "   ")
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(
      found: rows.count, of: context.snapshot.runs.count, isComplete: rows.isComplete,
      problem: rows.filter.problem)
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isTicking = list.rows.contains { row in
      row < rows.count && RunCells.isTicking(rows[row], now: context.now)
    }
    return isTicking ? .seconds : preview.pulse(context)
  }

  package func changesAt(_ context: ViewContext) -> Timestamp? { preview.changesAt }

  /// What the list and the preview share: all but the line of panes.
  private func split(_ context: ViewContext) -> ListSplit {
    ListSplit(
      Rect(origin: .zero, size: context.size).splitTop(1).rest,
      context.memory.views[RunColumns.listName])
  }

  package mutating func settle(_ context: ViewContext) {
    let sort = RunColumns.columns(context, width: context.size.columns).sort
    if sort != rows.sort, list.index == 0 { looksAtFirst = true }
    rows.settle(filter: filterText, sort: sort, context)
    let split = split(context)
    let (rows, hint) = (rows, list.index)
    if let awaited { list.select(awaited) }
    list.settle(
      count: rows.count, visible: max(1, split.list.rows - 1),
      indexOf: { rows.index(of: $0, hint: hint) }, idAt: { rows[$0].id })
    if rows.isComplete, rows.count > 0 { awaited = nil }
    if looksAtFirst, sort != nil, rows.count > 0 { list.first { rows[$0].id } }
    pulse.settle(context)
    preview.settle(
      rows.count > 0 ? list.selected : nil, in: split.previewText, context)
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

  /// The runs that an action is about: the marked ones, newest first, else the selected one.
  package func targets(_ context: ViewContext) -> [PipelineRun.ID] {
    guard !marks.isEmpty else { return selected(context).map { [$0.id] } ?? [] }
    return marks.ids.compactMap { context.snapshot.run($0)?.key }.sorted().map(\.id)
  }

  package func subject(_ context: ViewContext) -> Subject? {
    selected(context).map { Subject(context.snapshot.source, run: $0) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .back:
      filterText.isEmpty && marks.isEmpty ? "this is the first screen; q quits" : nil
    case .rerun where !marks.isEmpty, .cancelRun where !marks.isEmpty:
      context.writeBarrier?.reason
    case .mark, .markRange: rows.count == 0 ? "there is no run to mark" : nil
    case .open, .logs, .rerun, .trigger, .cancelRun, .copyID:
      RunCommands.reason(against: command, selected(context), context)
    default: split(context).reason(against: command)
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    if move(command) || preview.handle(command) { return [] }
    if let effects = effects(ofList: command, context) { return effects }
    switch command {
    case .back where !marks.isEmpty: marks.clear()
    case .back: (pane, words) = (nil, "")
    case .pane(let number): choose(StatusPane(rawValue: number))
    case .allPanes: pane = nil
    case .nextPane: cyclePane(by: 1, context)
    case .previousPane: cyclePane(by: -1, context)
    case .nextProblem: return jump(by: 1)
    case .previousProblem: return jump(by: -1)
    case .mark: return mark()
    case .markRange: list.selected.map { marks.toggleRange(at: $0) }
    case .clearMarks: marks.clear()
    case .filter:
      rows.expectFilter()
      return [.show(Prompt(.filter, text: words))]
    default:
      guard let run = selected(context) else { return [] }
      return RunCommands.effects(of: command, run, context)
    }
    settle(context)
    return []
  }

  private mutating func move(_ command: Command) -> Bool {
    let rows = rows
    guard list.handle(command, idAt: { rows[$0].id }) else { return false }
    moved()
    return true
  }

  private mutating func moved() {
    looksAtFirst = false
    awaited = nil
    hasLeftTop = list.top > 0
    guard marks.isRanging else { return }
    let rows = rows
    marks.extend(to: list.index, indexOf: { rows.index(of: $0) }, idAt: { rows[$0].id })
  }

  /// Columns, order and panes, and what is done to several runs.
  private func effects(ofList command: Command, _ context: ViewContext) -> [Effect]? {
    if !marks.isEmpty, command == .rerun || command == .cancelRun {
      return RunCommands.bulk(command, targets(context), context)
    }
    return RunColumns.columns(context, width: context.size.columns).effects(of: command)
      ?? split(context).effects(of: command, in: RunColumns.listName, context)
  }

  private mutating func mark() -> [Effect] {
    guard let id = list.selected else { return [] }
    let wasRanging = marks.isRanging
    looksAtFirst = false
    marks.toggle(id)
    guard !marks.isFull else {
      return [.say(.warning("\(marks.count) runs can be marked at most; U clears"))]
    }
    if !wasRanging { _ = move(.down) }
    return []
  }

  package mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] {
    RunColumns.columns(context, width: context.size.columns).sort(byTitle: title)
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    guard prompt == .filter else { return [] }
    words = text
    // At once, not with the next frame: each key's filter may be the last good one.
    rows.enter(filterText)
    return []
  }

  package mutating func adopt(filter: String) -> [Effect] {
    pane = nil
    return entered(filter, for: .filter)
  }

  /// The rows hold whole runs.
  package mutating func park() {
    awaited = list.selected
    rows = RunRows()
    preview = RunPreview()
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
        moved()
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
    PaneLine(
      context.snapshot.statusCounts, chosen: pane, problems: pulse.openProblems,
      elsewhere: pulse.problemsElsewhere,
      failures: context.snapshot.runs.isEmpty ? [] : pulse.failures
    ).draw(on: canvas, row: 0)
    let split = split(context)
    let body = canvas.sub(split.list)
    guard rows.count > 0 else {
      Notice.draw(on: canvas.sub(canvas.bounds.splitTop(1).rest), emptiness(context))
      return
    }
    var pane = context
    pane.size = body.size
    let isMarked = { (row: Int) in marks.contains(rows[row].id) }
    RunColumns.columns(pane, width: body.columns).draw(
      on: body, rows: list.rows, selected: list.index, marked: isMarked, row: { rows[$0] })
    preview.draw(split, on: canvas, context)
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
