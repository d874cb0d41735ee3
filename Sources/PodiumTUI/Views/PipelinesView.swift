// The pipelines of the workspace with their latest runs.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The list of pipelines, those with problems first, then by name.
package struct PipelinesView: View {
  private(set) var list = ListState<Pipeline.ID>()
  private(set) var pipelines: [Pipeline] = []
  package var words: String { filter.text }
  private var filter = RowFilter(PipelinesView.filterFields)
  /// Pipelines there are, filtered out or not.
  private var total = 0

  package init() {}

  package let scope = Scope.pipelines
  package let queries: Set<Query> = [.runs, .pipelines, .environments]
  static let listName = "pipelines"
  package var listName: String? { Self.listName }
  package var filterText: String { words }
  package let hints: [Command] = [
    .open, .trigger, .filter, .nextProblem, .copyID, .palette, .help, .back,
  ]

  package func crumb(_ context: ViewContext) -> String { "Pipelines" }

  package func note(_ context: ViewContext) -> String {
    guard !pipelines.isEmpty else { return words.isEmpty ? "" : "\(words)   none" }
    let count = "\(list.index + 1) of \(Wording.count(pipelines.count))"
    return words.isEmpty ? count : "\(words)   \(count)"
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(found: pipelines.count, of: total, problem: filter.problem)
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    pipelines.contains { $0.latestRun.map { !$0.status.isTerminal } ?? false }
      ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    total = context.snapshot.pipelines.count
    let passing = filter.passing(context.snapshot.pipelines, now: context.now)
    pipelines = passing.sorted { a, b in
      let (first, second) = (Self.rank(a), Self.rank(b))
      return first == second ? a.name.lowercased() < b.name.lowercased() : first < second
    }
    let pipelines = pipelines
    list.settle(
      count: pipelines.count, visible: max(1, context.size.rows - 1),
      indexOf: { id in pipelines.firstIndex { $0.id == id } }, idAt: { pipelines[$0].id })
  }

  private static func rank(_ pipeline: Pipeline) -> Int {
    pipeline.latestRun.map { StatusLook($0.status).isProblem } == true ? 0 : 1
  }

  static let filterFields: [FilterField<Pipeline>] = [
    .text("pipeline", "name") { $0.name },
    .text("alias") { $0.alias },
    .status { $0.latestRun?.status },
    .text("schedule", "trigger") { PipelineRow.schedule($0) },
    .text("message", "error") { $0.latestRun?.message },
    .text("branch", isSearched: false) { $0.defaultBranch },
    .id("id") { $0.id.text },
    .number("tasks") { $0.numTasks },
    .duration("duration", "took") { $0.latestRun?.duration(now: $1) },
    .age { $0.latestRun?.startedAt ?? $0.latestRun?.createdAt },
    .time("started") { $0.latestRun?.startedAt },
  ]

  /// The pipeline that keys are about.
  package func selected(_ context: ViewContext) -> Pipeline? {
    pipelines.first { $0.id == list.selected }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    selected(context).map { Subject(context.snapshot.source, pipeline: $0) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open:
      guard let pipeline = selected(context) else { return "no pipeline is selected" }
      return pipeline.latestRun == nil ? "this pipeline has no run yet; t starts one" : nil
    case .trigger:
      return context.writeBarrier?.reason
        ?? (selected(context) == nil ? "no pipeline is selected" : nil)
    case .copyID, .history: return selected(context) == nil ? "no pipeline is selected" : nil
    default: return nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let pipelines = pipelines
    if list.handle(command, idAt: { pipelines[$0].id }) { return [] }
    switch command {
    case .back where !words.isEmpty: filter.enter("")
    case .back: return [.back]
    case .filter: return [.show(Prompt(.filter, text: words))]
    case .nextProblem: return jump(by: 1)
    case .previousProblem: return jump(by: -1)
    default: return selected(context).map { effects(of: command, $0, context) } ?? []
    }
    settle(context)
    return []
  }

  private func effects(
    of command: Command, _ pipeline: Pipeline, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .open: pipeline.latestRun.map { [.open(.run($0.id))] } ?? []
    case .trigger:
      [
        .show(
          TriggerForm((pipeline.id, pipeline.name), context))
      ]
    case .copyID: [.copy(pipeline.id.text)]
    case .history: [.open(.grid(pipeline.id))]
    default: []
    }
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter { filter.enter(text) }
    return []
  }

  private mutating func jump(by step: Int) -> [Effect] {
    let pipelines = pipelines
    var row = list.index + step
    while pipelines.indices.contains(row) {
      if Self.rank(pipelines[row]) == 0 {
        list.move(to: row) { pipelines[$0].id }
        return []
      }
      row += step
    }
    return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
  }
}

extension PipelinesView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard !pipelines.isEmpty else {
      return Notice.draw(on: canvas, emptiness(context))
    }
    Self.table(pipelines).draw(on: canvas, rows: list.rows, selected: list.index) { row in
      PipelineRow(pipelines[row], context).cells
    }
  }

  /// Names and aliases get what the longest of them needs; the rest is for messages.
  static func table(_ pipelines: [Pipeline]) -> Table {
    func longest(_ name: (Pipeline) -> String, _ range: ClosedRange<Int>) -> Int {
      let columns = pipelines.reduce(0) { max($0, TextWidth.columns(name($1))) }
      return min(range.upperBound, max(range.lowerBound, columns))
    }
    return Table(
      columns: [
        TableColumn("LATEST RUN", width: 12, priority: 10),
        TableColumn("PIPELINE", widths: 14...longest(\.name, 14...40), priority: 9),
        TableColumn("ALIAS", widths: 8...longest({ $0.alias ?? "" }, 8...20), priority: 2),
        TableColumn("SCHEDULE", widths: 14...18, priority: 6),
        TableColumn("STARTED", width: 9, alignment: .right, priority: 7),
        TableColumn("TOOK", width: 6, alignment: .right, priority: 5),
        TableColumn("TASKS", width: 5, alignment: .right, priority: 3),
        TableColumn("MESSAGE", widths: 16...Int.max, priority: 4),
      ], styles: .podium)
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    if !context.snapshot.pipelines.isEmpty {
      return Notice(
        "No pipeline matches “\(words)”.", next: "Esc shows all again, / changes the filter.")
    }
    return Notice(
      for: context.snapshot.freshness(of: .pipelines), what: "pipelines",
      empty: Notice(
        "This workspace has no pipelines.", next: "Esc goes back to the runs."))
  }
}

/// The cells of a pipeline.
package struct PipelineRow {
  private let pipeline: Pipeline
  private let context: ViewContext

  package init(_ pipeline: Pipeline, _ context: ViewContext) {
    self.pipeline = pipeline
    self.context = context
  }

  /// One cell a column of the view's table.
  package var cells: [TableCell] {
    let latest = pipeline.latestRun
    let look = latest.map { StatusLook($0.status) }
    let status = look.map { "\($0.sign(context.glyphs)) \($0.word)" } ?? "never ran"
    let start = latest.flatMap { $0.startedAt ?? $0.createdAt }
    return [
      TableCell(status, (look?.role ?? .dim).style),
      TableCell(pipeline.name, Role.table.style),
      TableCell(pipeline.alias ?? "", Role.dim.style),
      TableCell(Self.schedule(pipeline), (pipeline.paused ? Role.warning : .dim).style),
      TableCell(start.map { Wording.age(of: $0, now: context.now) } ?? "", Role.text.style),
      TableCell(took(latest), Role.text.style),
      TableCell(pipeline.numTasks.map(String.init) ?? "", Role.text.style),
      TableCell(
        look?.mark == .succeeded ? "" : latest?.message ?? "",
        (look?.isProblem == true ? Role.text : .dim).style),
    ]
  }

  private func took(_ latest: Pipeline.LatestRun?) -> String {
    latest?.duration(now: context.now).map { Wording.duration($0) } ?? ""
  }

  /// "daily 03:00", "every 15 min, paused", "2 schedules"; what else starts it where there is none.
  static func schedule(_ pipeline: Pipeline) -> String {
    let entries = pipeline.schedule?.array ?? []
    var words: String
    if entries.count > 1 {
      words = "\(entries.count) schedules"
    } else if let cron = entries.first?.object?["cron"]?.string {
      words = CronWords.words(cron)
    } else if pipeline.sensors?.object?.isEmpty == false {
      words = "sensor"
    } else if pipeline.webhook?.object?["enabled"]?.bool == true {
      words = "webhook"
    } else {
      words = "by hand"
    }
    if pipeline.paused { words = "paused (\(words))" }
    return words
  }
}

extension Pipeline.LatestRun {
  /// From its start to its end, or until now while it lasts; nil where either is unknown.
  package func duration(now: Timestamp) -> Duration? {
    guard let startedAt, let end = completedAt ?? (status.isTerminal ? nil : now) else {
      return nil
    }
    return end - startedAt
  }
}
