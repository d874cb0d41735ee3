// The pipelines of the workspace: their latest runs, when they run next, and what is usual.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The list of pipelines, those with problems first, then by name.
package struct PipelinesView: RowListView {
  package var list = RowList(PipelineLine.filterFields)

  package init() {}

  package let scope = Scope.pipelines
  package let queries: Set<Query> = [.runs, .pipelines, .environments]
  package var listName: String? { PipelineColumns.listName }
  package let hints: [Command] = [
    .open, .trigger, .filter, .sort, .upcoming, .nextProblem, .copyID, .palette, .help, .back,
  ]

  package func crumb(_ context: ViewContext) -> String { "Pipelines" }

  package func note(_ context: ViewContext) -> String {
    guard !list.rows.isEmpty else { return list.note }
    let basis = context.size.columns < 80 ? "" : Wording.basis(context.workspaces.prefix(1))
    return [basis, columns(context).sortWords, list.note].filter { !$0.isEmpty }
      .joined(separator: "   ")
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isTicking = list.inView.contains { line in
      line.pipeline.latestRun?.status == .running
        || !line.pipeline.paused && Wording.countsSeconds(to: line.next, now: context.now)
    }
    return isTicking ? .seconds : .minutes
  }

  package func columns(_ context: ViewContext) -> ListColumns<PipelineLine> {
    PipelineColumns.columns(context, list.rows)
  }

  package mutating func settle(_ context: ViewContext) {
    list.settle(context, columns(context), visible: context.size.rows - 1) {
      context.snapshot.pipelines.map { PipelineLine($0, context) }.sorted { a, b in
        if a.isProblem != b.isProblem { return a.isProblem }
        return a.pipeline.name.lowercased() < b.pipeline.name.lowercased()
      }
    }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    list.selected.map { Subject(context.snapshot.source, pipeline: $0.pipeline) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    PipelineCommands.reason(against: command, list.selected?.pipeline, context)
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    defer { settle(context) }
    if let effects = list.handle(command) ?? columns(context).effects(of: command) {
      return effects
    }
    switch command {
    case .nextProblem: return list.jump(by: 1) { $0.isProblem }
    case .previousProblem: return list.jump(by: -1) { $0.isProblem }
    default: return PipelineCommands.effects(of: command, list.selected?.pipeline, context)
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard list.rows.isEmpty else { return list.draw(on: canvas, columns(context)) }
    let none = Notice(
      for: context.snapshot.freshness(of: .pipelines), what: "pipelines",
      empty: Notice("This workspace has no pipelines.", next: "Esc goes back to the runs."))
    Notice.draw(on: canvas, list.emptiness("pipeline") ?? none)
  }
}
