// The grid in cells: the pipeline's line, the selected run, ages, rows of signs, times. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension GridView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let run = selectedRun else { return Notice.draw(on: canvas, emptiness(context)) }
    let head = Self.headRows(context)
    if head > 1 {
      drawPipeline(on: canvas, row: 0, context)
      drawSelected(run, on: canvas, row: 1, context)
      canvas.rule(
        row: 2, title: "Tasks", note: "newest at the right", style: Role.border.style,
        titleStyle: Role.title.style)
    }
    drawAges(on: canvas, row: head - 1, context)
    for (line, row) in list.rows.enumerated() where head + line < canvas.rows {
      draw(row, on: canvas, line: head + line, context)
    }
  }

  /// Schedule, what it usually takes, how it usually ends.
  private func drawPipeline(on canvas: Canvas, row: Int, _ context: ViewContext) {
    var strip = Strip(gap: 3)
    if let pipeline = context.snapshot.pipelines.first(where: { $0.id == pipelineID }) {
      strip.add(
        pipeline.scheduleWords, role: pipeline.paused ? .warning : .dim, priority: 5)
    }
    let facts = context.insight[pipelineID]
    if let usual = facts?.baseline {
      let median = "usually \(Wording.duration(usual.median))"
      strip.add(
        "\(median), 90 % within \(Wording.duration(usual.p90)), n \(usual.n)", median, role: .dim,
        priority: 6)
    }
    if let rate = facts.flatMap(Wording.successRate) {
      strip.add("\(rate) ended well", role: .dim, priority: 4)
    }
    strip.draw(on: canvas, row: row)
  }

  /// The selected run, and the task in it.
  private func drawSelected(
    _ run: PipelineRun, on canvas: Canvas, row: Int, _ context: ViewContext
  ) {
    let look = StatusLook(run.status)
    let age = Wording.age(of: run.startedAt ?? run.createdAt, now: context.now)
    let cause = look.isProblem ? context.snapshot.failureCauses[run.id] : nil
    let rest =
      selectedRow.map { words($0, context) } ?? cause.map { "\($0.taskName): \($0.errorLine)" }
      ?? Wording.trigger(run.triggeredBy)
    canvas.spans(
      [
        StyledSpan("\(look.sign(context.glyphs)) \(look.word)", look.role.style),
        StyledSpan("   \(run.id.short), \(age)   \(rest)", Role.text.style),
      ], at: Point(row: row, column: 1), maxWidth: canvas.columns - 2)
  }

  private func words(_ task: TaskHistory.Row, _ context: ViewContext) -> String {
    guard let entry = selectedEntry else {
      return history.columns[selectedColumn].isWhole
        ? "\(task.name): no part of this run" : "\(task.name): not loaded"
    }
    let look = StatusLook(entry.status)
    let time = entry.startedAt.map { " in \(Wording.duration(took(entry, since: $0, context)))" }
    let tries = entry.attempts > 1 ? ", \(entry.attempts) attempts" : ""
    let cause = context.snapshot.failureCauses[history.columns[selectedColumn].run.id]
    let line = cause.flatMap { $0.taskID == task.key && look.isProblem ? $0.errorLine : nil }
    return "\(task.name): \(look.word)\(time ?? "")\(tries)\(line.map { "   \($0)" } ?? "")"
  }

  private func took(
    _ entry: PipelineHistory.Entry, since start: Timestamp, _ context: ViewContext
  ) -> Duration {
    (entry.completedAt ?? (entry.status.isTerminal ? start : context.now)) - start
  }

  /// The ages of runs above their columns, the selected one's first; what has no room is left out.
  private func drawAges(on canvas: Canvas, row: Int, _ context: ViewContext) {
    var taken: [Range<Int>] = []
    let others = inView.reversed().filter { $0 != selectedColumn }
    for place in [selectedColumn] + others where inView.contains(place) {
      let run = history.columns[place].run
      let age = Wording.age(of: run.startedAt ?? run.createdAt, now: context.now)
      let end = layout.column(of: place - inView.lowerBound) + GridLayout.cellColumns
      let span = max(0, end - TextWidth.columns(age))..<end
      guard span.lowerBound >= layout.cells,
        !taken.contains(where: { $0.overlaps(span.lowerBound - 1..<span.upperBound + 1) })
      else { continue }
      taken.append(span)
      canvas.hotspot(
        Rect(row: row, column: span.lowerBound, rows: 1, columns: span.count),
        MouseSpot.column(place - selectedColumn))
      let role: Role = place == selectedColumn ? .accent : .tableHeader
      canvas.text(age, at: Point(row: row, column: span.lowerBound), style: role.style)
    }
    canvas.text("TASK", at: Point(row: row, column: 2), style: Role.tableHeader.style)
    canvas.textRight(
      "TOOK", at: Point(row: row, column: layout.took), width: 6, style: Role.tableHeader.style)
    if let factor = layout.factor {
      let isShort = canvas.columns - factor < 10
      canvas.text(
        isShort ? "FACTOR" : "USUALLY", at: Point(row: row, column: factor + (isShort ? 0 : 1)),
        style: Role.tableHeader.style)
    }
    if let trend = layout.trend {
      canvas.text("TREND", at: Point(row: row, column: trend), style: Role.tableHeader.style)
    }
  }

  /// One row: number 0 is the run itself.
  private func draw(_ number: Int, on canvas: Canvas, line: Int, _ context: ViewContext) {
    let isSelected = number == list.index
    let row = number == 0 ? nil : shown[number - 1]
    canvas.hotspot(
      Rect(row: line, column: 0, rows: 1, columns: canvas.columns),
      TableSpot.row(number, selected: list.index))
    if isSelected {
      canvas.text(
        context.glyphs.marks.selected, at: Point(row: line, column: 0),
        style: Role.tableMarker.style)
    }
    let name = row?.name ?? "the whole run"
    canvas.text(
      name, at: Point(row: line, column: Table.markerColumns),
      style: (isSelected ? Role.tableSelected : row == nil ? .strong : .table).style,
      maxWidth: layout.name)
    for place in inView {
      drawCell(row, place, isSelected: isSelected && place == selectedColumn, on: canvas, line)
    }
    drawTimes(row, on: canvas, line: line, context)
  }

  private func drawCell(
    _ row: TaskHistory.Row?, _ place: Int, isSelected: Bool, on canvas: Canvas, _ line: Int
  ) {
    let column = history.columns[place]
    let point = Point(row: line, column: layout.column(of: place - inView.lowerBound))
    canvas.hotspot(
      Rect(origin: point, size: Size(rows: 1, columns: GridLayout.cellColumns)),
      MouseSpot.column(place - selectedColumn))
    if isSelected {
      canvas.text(canvas.glyphs.marks.selected, at: point, style: Role.tableMarker.style)
    }
    let sign = Point(row: line, column: point.column + 1)
    guard let status = row.map({ $0.cells[place]?.status }) ?? column.run.status else {
      // Empty: it was not there. A dot: nobody knows yet.
      if !column.isWhole {
        canvas.text(canvas.glyphs.chart.dot, at: sign, style: Role.border.style)
      }
      return
    }
    let look = StatusLook(status)
    let isCalm = look.mark == .succeeded && !isSelected && place != selectedColumn
    canvas.text(
      look.sign(canvas.glyphs), at: sign, style: (isCalm ? Role.dim : look.role).style, maxWidth: 1)
  }

  /// What the selected run took here, how that compares, and the trend.
  private func drawTimes(
    _ row: TaskHistory.Row?, on canvas: Canvas, line: Int, _ context: ViewContext
  ) {
    let run = history.columns[selectedColumn].run
    let entry = row?.cells[selectedColumn]
    let time: Duration? =
      row == nil
      ? run.duration(now: context.now)
      : entry.flatMap { entry in entry.startedAt.map { took(entry, since: $0, context) } }
    if let time {
      canvas.textRight(
        Wording.duration(time), at: Point(row: line, column: layout.took), width: 6,
        style: Role.text.style)
    }
    let baseline = row == nil ? context.insight[pipelineID]?.baseline : row?.baseline
    if let factor = layout.factor {
      let room = (layout.trend ?? canvas.columns) - factor - 1
      let status = row == nil ? run.status : entry?.status
      let words = FactorWords(
        time, isWell: status == .succeeded || status == .warning, baseline,
        succeeded: row?.succeeded ?? 0, isShort: room < 16, context.glyphs)
      canvas.text(
        words.text, at: Point(row: line, column: factor), style: words.role.style, maxWidth: room)
    }
    if let trend = layout.trend {
      let times = inView.compactMap { place -> Double? in
        row == nil
          ? history.columns[place].run.duration(now: context.now).inSeconds
          : row?.cells[place]?.took?.inSeconds
      }
      canvas.text(
        Sparkline.text(times, width: 12, glyphs: context.glyphs),
        at: Point(row: line, column: trend), style: Role.dim.style)
    }
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    let coverage = context.snapshot.coverage
    if !coverage.isComplete {
      return Notice(
        "No run of this pipeline among the \(Wording.count(coverage.loaded)) loaded yet.",
        next: "Older runs are on their way.")
    }
    return Notice(
      for: context.snapshot.freshness(of: .runs), what: "runs",
      empty: Notice(
        "This pipeline has not run in the last seven days.",
        next: "Task runs are kept for seven days only; t starts a run."))
  }
}
