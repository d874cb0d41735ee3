// The time axis beside tasks: one scale for all rows, bars for what waited and ran, the present
// moment. Draws one row at a time; knows no selection.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A part of a run's time in a number of columns.
struct TimeArea {
  /// What part is looked at: zoomed in by powers of two, from some second on.
  struct Window: Sendable, Hashable {
    /// 0 shows all.
    var zoom = 0
    /// Seconds since the run's start at the left edge; ignored when all is shown.
    var from = 0.0

    static let zoomMax = 12
  }

  private let model: RunModel
  private let scale: ChartScale
  private let ticks: [Gantt.Tick]
  private let glyphs: GlyphSet
  private let columns: Int

  init(_ model: RunModel, _ window: Window, columns: Int, _ context: ViewContext) {
    self.model = model
    self.columns = columns
    glyphs = context.glyphs
    scale = Self.scale(model, window, columns: columns)
    ticks = TimeTicks.ticks(scale, origin: model.timeline.start, columns: columns)
  }

  /// The scale of a window.
  static func scale(_ model: RunModel, _ window: Window, columns: Int) -> ChartScale {
    let all = max(model.timeline.duration.inSeconds, 1)
    let shown = all / Double(1 << min(window.zoom, Window.zoomMax))
    let from = min(max(0, window.from), all - shown)
    return ChartScale(
      start: window.zoom == 0 ? 0 : from, perColumn: shown / Double(max(1, columns - 1)))
  }

  func drawAxis(on canvas: Canvas, row: Int) {
    Gantt.axis(ticks, scale, on: canvas, row: row, style: Role.tableHeader.style)
  }

  /// The bar of a task; what it waits for where it has none.
  func draw(_ node: Int, on canvas: Canvas) {
    drawBase(on: canvas)
    let bar = model.timeline.bars[node]
    let look = StatusLook(model.task(node).status)
    guard bar.readyAt != nil || bar.startedAt != nil else {
      return drawWords(model.waiting(node) ?? "", after: node, on: canvas)
    }
    var segments: [Gantt.Segment] = []
    if let ready = bar.readyAt, let end = bar.startedAt ?? bar.endedAt {
      segments.append(segment(ready, end, .wait, .dim))
    }
    if let start = bar.startedAt, let end = bar.endedAt {
      let isOnPath = model.critical.shares[node] != nil && model.critical.nodes.count > 1
      let isCalm = look.mark == .succeeded && !isOnPath
      segments.append(
        segment(start, end, bar.attempts > 1 ? .again : .solid, isCalm ? .dim : look.role))
    }
    Gantt.bar(segments, scale, on: canvas, row: 0)
  }

  /// The span of a folded group.
  func draw(_ sum: GroupSum, on canvas: Canvas) {
    drawBase(on: canvas)
    guard let from = sum.from, let to = sum.to else { return }
    Gantt.bar(
      [segment(from, to, .solid, StatusLook(sum.status).role)], scale, on: canvas, row: 0)
  }

  /// The marks and the present moment, below everything.
  func drawBase(on canvas: Canvas) {
    Gantt.grid(ticks, scale, on: canvas, row: 0, style: Role.border.style)
    guard model.timeline.isOpen else { return }
    Gantt.line(
      glyphs.chart.now, at: seconds(model.timeline.end), scale, on: canvas, row: 0,
      style: Role.accent.style)
  }

  /// Words from where the tasks before have ended, or as far left as they need.
  private func drawWords(_ words: String, after node: Int, on canvas: Canvas) {
    guard !words.isEmpty else { return }
    let ends = model.graph.ancestors(of: node).compactMap { model.timeline.bars[$0].endedAt }
    let end = ends.max().map { scale.column(seconds($0)) } ?? 0
    let width = TextWidth.columns(words)
    let column = max(0, min(Int(min(end, Double(columns))) + 2, columns - width))
    canvas.text(words, at: Point(row: 0, column: column), style: Role.dim.style)
  }

  private func segment(
    _ from: Timestamp, _ to: Timestamp, _ fill: Gantt.Fill, _ role: Role
  ) -> Gantt.Segment {
    Gantt.Segment(from: seconds(from), to: seconds(to), fill: fill, style: role.style)
  }

  private func seconds(_ time: Timestamp) -> Double { (time - model.timeline.start).inSeconds }
}
