// Bars on a common axis: where things began and ended. Knows no times and no runs: positions are
// numbers on a scale.

/// Which positions stand in which columns.
package struct ChartScale: Sendable, Hashable {
  /// The position at the left edge.
  package var start: Double
  /// How much of the axis one column stands for; more than 0.
  package var perColumn: Double

  package init(start: Double, perColumn: Double) {
    self.start = start
    self.perColumn = max(perColumn, .leastNormalMagnitude)
  }

  /// The column of a position, with its fraction; may be left or right of the window.
  package func column(_ position: Double) -> Double { (position - start) / perColumn }
}

/// Draws one row of a chart.
package enum Gantt {
  /// How a part of a bar is filled.
  package enum Fill: Sendable, Hashable {
    /// A thin line: something waits.
    case wait
    case solid
    /// Solid in another texture: it took more than one attempt.
    case again
  }

  /// A part of a bar.
  package struct Segment: Sendable, Hashable {
    package var from: Double
    package var to: Double
    package var fill: Fill
    package var style: StyleID

    package init(from: Double, to: Double, fill: Fill, style: StyleID) {
      self.from = from
      self.to = to
      self.fill = fill
      self.style = style
    }
  }

  /// A mark of the axis with its words.
  package struct Tick: Sendable, Hashable {
    package var position: Double
    package var label: String

    package init(_ position: Double, _ label: String) {
      self.position = position
      self.label = label
    }
  }

  /// Draws the words of the axis, each from its own column on; what does not fit is left out.
  package static func axis(
    _ ticks: [Tick], _ scale: ChartScale, on canvas: Canvas, row: Int, style: StyleID
  ) {
    var free = 0
    for tick in ticks {
      let column = Int(scale.column(tick.position).rounded())
      let width = TextWidth.columns(tick.label)
      guard column >= free, column + width <= canvas.columns else { continue }
      canvas.text(tick.label, at: Point(row: row, column: column), style: style)
      free = column + width + 1
    }
  }

  /// Draws faint lines where the ticks are, below what is drawn later.
  package static func grid(
    _ ticks: [Tick], _ scale: ChartScale, on canvas: Canvas, row: Int, style: StyleID
  ) {
    for tick in ticks {
      line(canvas.glyphs.chart.tick, at: tick.position, scale, on: canvas, row: row, style: style)
    }
  }

  /// One sign at a position, such as that of the present moment.
  package static func line(
    _ sign: String, at position: Double, _ scale: ChartScale, on canvas: Canvas, row: Int,
    style: StyleID
  ) {
    let column = scale.column(position)
    guard column > -0.5, column < Double(canvas.columns) else { return }
    canvas.text(sign, at: Point(row: row, column: Int(column.rounded())), style: style)
  }

  /// Draws the segments of one bar in their order. Each is at least a sign long, so that nothing that
  /// happened is invisible; ends stand in eighths of a column where the signs allow it.
  package static func bar(
    _ segments: [Segment], _ scale: ChartScale, on canvas: Canvas, row: Int
  ) {
    for segment in segments {
      let from = scale.column(min(segment.from, segment.to))
      let to = scale.column(max(segment.from, segment.to))
      guard to >= 0, from < Double(canvas.columns) else { continue }
      switch segment.fill {
      case .wait: wait(from, to, segment.style, on: canvas, row: row)
      case .solid: solid(from, to, segment.style, canvas.glyphs.bars, on: canvas, row: row)
      case .again:
        solid(from, to, segment.style, [canvas.glyphs.chart.again], on: canvas, row: row)
      }
    }
  }

  /// Whole columns; none where the wait is shorter than half a column.
  private static func wait(
    _ from: Double, _ to: Double, _ style: StyleID, on canvas: Canvas, row: Int
  ) {
    let first = max(0, Int(from.rounded()))
    let end = min(canvas.columns, Int(to.rounded()))
    guard end > first else { return }
    canvas.fill(
      Rect(row: row, column: first, rows: 1, columns: end - first),
      with: canvas.glyphs.chart.wait, style: style)
  }

  /// - Parameter parts: signs of a filled cell, the full one last.
  private static func solid(
    _ from: Double, _ to: Double, _ style: StyleID, _ parts: [String], on canvas: Canvas, row: Int
  ) {
    let last = canvas.columns - 1
    let first = min(last, max(0, Int(from.rounded())))
    let end = min(Double(canvas.columns), to)
    let full = max(0, Int(end) - first)
    canvas.fill(
      Rect(row: row, column: first, rows: 1, columns: full), with: parts[parts.count - 1],
      style: style)
    let rest = Int((end - Double(first + full)) * Double(parts.count))
    let isTooShort = full == 0
    guard rest > 0 || isTooShort, first + full <= last else { return }
    canvas.text(
      parts[max(0, min(parts.count - 1, rest - 1))],
      at: Point(row: row, column: first + full), style: style)
  }
}
