// A run on the screen: its head, the chosen face, the preview. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension RunView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let run = context.snapshot.run(runID) else {
      return Notice.draw(on: canvas, missingRun(context))
    }
    guard let model else {
      let layout = RunLayout(context.size, wanted: 1, hasPreview: false)
      RunSummary(run, context).draw(on: canvas.sub(layout.summary))
      let below = canvas.bounds.splitTop(layout.summary.rows).rest
      return Notice.draw(on: canvas.sub(below), missingTasks(run, context))
    }
    let tree = tree(model, context)
    let layout = layout(tree, context)
    RunSummary(run, context).draw(on: canvas.sub(layout.summary))
    drawRule(model, on: canvas.sub(layout.rule), context)
    let body = canvas.sub(layout.body)
    if face == .graph {
      graph.draw(on: body, model, selected: list.selected, context.glyphs)
    } else if tree.rows.isEmpty {
      Notice.draw(
        on: body,
        Notice("No task passes the filter.", next: "Esc shows all again, / changes the filter."))
    } else {
      TaskTable(model, tree, isTimeline: face == .timeline, context).draw(
        on: body, rows: list.rows, selected: list.index, window: window)
    }
    if let place = layout.preview {
      canvas.hotspot(place, MouseSpot.wheel(up: .previewUp, down: .previewDown))
      drawPreview(model, on: canvas.sub(place), context)
    }
  }

  private func drawRule(_ model: RunModel, on canvas: Canvas, _ context: ViewContext) {
    guard canvas.rows > 0 else { return }
    let chart = context.glyphs.chart
    let solid = context.glyphs.bars[context.glyphs.bars.count - 1]
    let note: String
    switch face {
    case .tasks: note = ""
    case .timeline:
      note =
        "\(chart.wait)\(chart.wait) queued   \(solid)\(solid) ran   "
        + "\(chart.again)\(chart.again) with retries"
    case .graph: note = graph.isTree ? "a tree: too narrow for the graph" : ""
    }
    canvas.rule(
      row: 0, title: face.title, note: note, style: Role.border.style,
      titleStyle: Role.title.style)
  }

  private func drawPreview(_ model: RunModel, on canvas: Canvas, _ context: ViewContext) {
    switch list.selected {
    case .task(let id):
      guard let node = model.node(of: id) else { return }
      let isShown = preview?.taskRunID == id
      canvas.rule(
        row: 0, title: model.task(node).taskName, note: isShown ? preview?.note ?? "" : "",
        style: Role.border.style, titleStyle: Role.title.style)
      let lines = TaskWords(model, node, context).lines
      draw(lines, on: canvas)
      let rest = canvas.bounds.splitTop(lines.count + 1).rest
      if isShown { preview?.draw(on: canvas.sub(rest.inset(columns: 1))) }
    case .group(let id):
      guard let group = model.graph.groups.first(where: { $0.id == id }) else { return }
      canvas.rule(
        row: 0, title: group.name, style: Role.border.style, titleStyle: Role.title.style)
      draw([DialogBox.Line(GroupSum(group, model).words)], on: canvas)
    case nil: return
    }
  }

  private func draw(_ lines: [DialogBox.Line], on canvas: Canvas) {
    for (row, line) in lines.enumerated() {
      canvas.spans(
        line.spans, at: Point(row: row + 1, column: 1), maxWidth: max(0, canvas.columns - 2))
    }
  }

  private func missingRun(_ context: ViewContext) -> Notice {
    Notice(
      for: context.snapshot.freshness(of: .run(runID)), what: "run \(runID.text)",
      empty: Notice("There is no run \(runID.text).", next: "Esc goes back."))
  }

  private func missingTasks(_ run: PipelineRun, _ context: ViewContext) -> Notice {
    let empty =
      run.status.isTerminal
      ? Notice(
        "This run has no task runs.", next: run.message.isEmpty ? "Esc goes back." : run.message)
      : Notice("No task has begun yet.", next: "They appear here by themselves.")
    return Notice(
      for: context.snapshot.freshness(of: .run(runID)), what: "tasks", empty: empty)
  }
}
