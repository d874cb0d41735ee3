// The history of a pipeline: its tasks by its newest runs, one sign a cell. The first row is the run
// itself. What is not loaded is said, never guessed.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Tasks × runs of one pipeline.
package struct GridView: View {
  package let pipelineID: Pipeline.ID
  /// Rows by task key; the run itself is "".
  private(set) var list = ListState<String>()
  private(set) var history = TaskHistory(of: [], nil)
  /// The rows that pass the filter.
  private(set) var shown: [TaskHistory.Row] = []
  private(set) var layout = GridLayout(columns: 80, longestName: 8, runs: 0)
  /// The run of the selected column; nil follows the newest.
  private(set) var column: PipelineRun.ID?
  /// Columns that are scrolled away at the right.
  private var skipped = 0
  private var filter = RowFilter(GridView.filterFields)
  private var runs = PipelineRuns()
  private var made: (generation: Int, words: String)?

  /// Runs that are looked at, in view or scrolled to.
  static let runsMax = 60

  package init(_ pipelineID: Pipeline.ID) { self.pipelineID = pipelineID }

  package let scope = Scope.grid
  package var queries: Set<Query> {
    var queries: Set<Query> = [.runs, .pipelines, .history(pipelineID)]
    if let run = history.columns.last?.run { queries.insert(.definition(DefinitionKey(of: run))) }
    return queries
  }
  package let hints: [Command] = [
    .open, .logs, .nextProblem, .filter, .rerun, .trigger, .copyID, .palette, .help, .back,
  ]

  static let filterFields: [FilterField<TaskHistory.Row>] = [
    .text("task", "name") { $0.name },
    .status { $0.cells.last??.status },
    .duration("took", "duration") { row, _ in row.cells.last??.took },
    .number("n") { $0.succeeded },
  ]

  func name(_ context: ViewContext) -> String {
    context.snapshot.pipelines.first { $0.id == pipelineID }?.name
      ?? history.columns.last?.run.pipelineName ?? pipelineID.short
  }

  package func crumb(_ context: ViewContext) -> String { "\(name(context)) history" }

  package func note(_ context: ViewContext) -> String {
    let all = history.columns.count
    guard all > 0 else { return "" }
    let words = filter.text.isEmpty ? "" : "\(filter.text)   "
    let loaded =
      history.wholeColumns == all
      ? Wording.count(all, "run") : "\(history.wholeColumns) of \(Wording.count(all, "run")) loaded"
    return words + loaded
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(found: shown.count, of: history.rows.count, problem: filter.problem)
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    history.columns.contains { !$0.run.status.isTerminal } ? .seconds : .minutes
  }
}

// MARK: Settling

extension GridView {
  package mutating func settle(_ context: ViewContext) {
    if made?.generation != context.snapshot.generation || made?.words != filter.text {
      made = (context.snapshot.generation, filter.text)
      let newest = runs.newest(Self.runsMax, of: pipelineID, in: context.snapshot.runs)
      let depth = context.snapshot.depth
      history = TaskHistory(
        of: newest, depth.histories[pipelineID],
        shape: newest.first.flatMap { depth.shapes[DefinitionKey(of: $0)] })
      shown = filter.passing(history.rows, now: context.now)
    }
    let longest = shown.reduce(3) { max($0, TextWidth.columns($1.name)) }
    layout = GridLayout(
      columns: context.size.columns, longestName: longest, runs: history.columns.count)
    revealColumn()
    let keys = [""] + shown.map(\.key)
    list.settle(
      count: history.columns.isEmpty ? 0 : keys.count,
      visible: max(1, context.size.rows - Self.headRows(context)),
      indexOf: { keys.firstIndex(of: $0) }, idAt: { keys[$0] })
  }

  /// Rows above the rows of the list: the pipeline, the selected run, a rule, the ages.
  static func headRows(_ context: ViewContext) -> Int { context.size.rows < 10 ? 1 : 4 }

  private mutating func revealColumn() {
    let all = history.columns.count
    let place = selectedColumn
    let behind = all - 1 - place
    skipped = max(0, min(skipped, all - layout.cellCount))
    if behind < skipped { skipped = behind }
    if behind >= skipped + layout.cellCount { skipped = behind - layout.cellCount + 1 }
  }

  /// The place of the selected run; the newest where it is gone.
  var selectedColumn: Int {
    column.flatMap { id in history.columns.firstIndex { $0.run.id == id } }
      ?? max(0, history.columns.count - 1)
  }

  /// The columns in view.
  var inView: Range<Int> {
    let end = max(0, history.columns.count - skipped)
    return max(0, end - layout.cellCount)..<end
  }

  var selectedRun: PipelineRun? {
    history.columns.isEmpty ? nil : history.columns[selectedColumn].run
  }

  /// The selected row; nil for the run itself.
  var selectedRow: TaskHistory.Row? {
    list.index > 0 && list.index <= shown.count ? shown[list.index - 1] : nil
  }

  var selectedEntry: PipelineHistory.Entry? { selectedRow?.cells[selectedColumn] }
}

// MARK: Commands

extension GridView {
  /// The run of the selected column, else the pipeline.
  package func subject(_ context: ViewContext) -> Subject? {
    let pipeline = context.snapshot.pipelines.first { $0.id == pipelineID }
    guard selectedRun != nil || pipeline != nil else { return nil }
    return Subject(context.snapshot.source, run: selectedRun, pipeline: pipeline)
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open, .logs:
      guard let run = selectedRun else { return "no run is selected" }
      guard let row = selectedRow else { return nil }
      if selectedEntry != nil { return nil }
      return history.columns[selectedColumn].isWhole
        ? "\(row.name) was no part of run \(run.id.short)"
        : "the tasks of run \(run.id.short) are not loaded; on the first row Enter opens the run"
    case .sort, .reverseSort, .chooseColumns:
      return "tasks stand in the order in which they wait for each other"
    case .savedViews: return "saved views are for lists of runs"
    case .history: return "this is the history"
    case .rerun, .trigger, .cancelRun, .copyID:
      return RunCommands.reason(against: command, selectedRun, context)
    default: return nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let keys = [""] + shown.map(\.key)
    if list.handle(command, idAt: { keys[$0] }) { return [] }
    switch command {
    case .back where !filter.text.isEmpty: filter.enter("")
    case .back: return [.back]
    case .filter: return [.show(Prompt(.filter, text: filter.text))]
    case .scrollLeft: moveColumn(by: -1)
    case .scrollRight: moveColumn(by: 1)
    case .nextProblem: return jump(by: -1)
    case .previousProblem: return jump(by: 1)
    default: return selectedRun.map { effects(of: command, $0, context) } ?? []
    }
    settle(context)
    return []
  }

  private func effects(
    of command: Command, _ run: PipelineRun, _ context: ViewContext
  ) -> [Effect] {
    guard let entry = selectedEntry else {
      return RunCommands.effects(of: command, run, context)
    }
    switch command {
    case .open: return [.open(.task(run.id, entry.id))]
    case .logs: return [.open(.text(TextTarget(runID: run.id, taskRunID: entry.id)))]
    default: return RunCommands.effects(of: command, run, context)
    }
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter { filter.enter(text) }
    return []
  }

  private mutating func moveColumn(by step: Int) {
    select(selectedColumn + step)
  }

  private mutating func select(_ wanted: Int) {
    guard !history.columns.isEmpty else { return }
    let place = min(max(0, wanted), history.columns.count - 1)
    // At the newest one looks at the newest, whichever that is.
    column = place == history.columns.count - 1 ? nil : history.columns[place].run.id
  }

  /// To the next older, or newer, problem in this row.
  private mutating func jump(by step: Int) -> [Effect] {
    var place = selectedColumn + step
    while history.columns.indices.contains(place) {
      let status = selectedRow.map { $0.cells[place]?.status } ?? history.columns[place].run.status
      if let status, StatusLook(status).isProblem {
        select(place)
        return []
      }
      place += step
    }
    return [.say(Message("no \(step < 0 ? "older" : "newer") problem in this row"))]
  }
}
