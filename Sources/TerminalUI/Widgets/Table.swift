// A table of virtual rows: only the rows in view are asked for, so its cost does not depend on how
// many there are. Knows no ids and no scrolling: `ListState` does.

/// What stands in one cell of a table.
package struct TableCell: Sendable, Hashable {
  package var text: String
  package var style: StyleID
  /// The same text in pieces of several styles, at the left; its end stays when it does not fit.
  package var spans: [StyledSpan]?

  package init(_ text: String, _ style: StyleID = .plain) {
    self.text = text
    self.style = style
  }

  package init(spans: [StyledSpan]) {
    self.init(spans.map(\.text).joined())
    self.spans = spans
  }
}

/// The looks of a table.
package struct TableStyles: Sendable {
  package var header: StyleID
  package var marker: StyleID
  /// Style of the selected row's cells from their usual one. Keep it the same for most cells: each
  /// change of style in the row costs bytes for every press of a key.
  package var selected: @Sendable (StyleID) -> StyleID
  /// Whether the selected row is filled to its end, for styles with a background.
  package var fillsSelection: Bool

  package init(
    header: StyleID = .plain, marker: StyleID = .plain, fillsSelection: Bool = false,
    selected: @escaping @Sendable (StyleID) -> StyleID = { $0 }
  ) {
    self.header = header
    self.marker = marker
    self.fillsSelection = fillsSelection
    self.selected = selected
  }
}

/// Draws a heading and the rows in view.
package struct Table: Sendable {
  /// Columns left of the first cell: the selection's marker and a space.
  package static let markerColumns = 2

  package var columns: [TableColumn]
  package var styles: TableStyles
  package var hasHeader: Bool
  package var gap: Int

  package init(
    columns: [TableColumn], styles: TableStyles = TableStyles(), hasHeader: Bool = true,
    gap: Int = 2
  ) {
    self.columns = columns
    self.styles = styles
    self.hasHeader = hasHeader
    self.gap = gap
  }

  /// Rows of the list that fit in a window of this height.
  package func visibleRows(in rows: Int) -> Int { max(0, rows - (hasHeader ? 1 : 0)) }

  /// Draws. `rows` are the numbers of the rows in view; `row` gives one cell a column, in the order
  /// of `columns`, and is asked for those rows only. `marked` rows get the mark sign.
  package func draw(
    on canvas: Canvas, rows: Range<Int>, selected: Int?, marked: (Int) -> Bool = { _ in false },
    row: (Int) -> [TableCell]
  ) {
    let layout = TableLayout(
      columns, width: max(0, canvas.columns - Self.markerColumns), gap: gap)
    var line = 0
    if hasHeader {
      drawHeader(layout, on: canvas)
      line = 1
    }
    for number in rows {
      if line >= canvas.rows { break }
      let isSelected = number == selected
      if isSelected, styles.fillsSelection {
        canvas.fill(
          Rect(row: line, column: 0, rows: 1, columns: canvas.columns),
          style: styles.selected(.plain))
      }
      if let selected {
        canvas.hotspot(
          Rect(row: line, column: 0, rows: 1, columns: canvas.columns),
          TableSpot.row(number, selected: selected))
      }
      drawMarker(isSelected: isSelected, isMarked: marked(number), at: line, on: canvas)
      drawRow(row(number), layout, at: line, isSelected: isSelected, on: canvas)
      line += 1
    }
  }

  private func drawHeader(_ layout: TableLayout, on canvas: Canvas) {
    let cells = columns.map { TableCell($0.title, styles.header) }
    drawRow(cells, layout, at: 0, isSelected: false, on: canvas)
    for place in layout.places {
      canvas.hotspot(
        Rect(row: 0, column: Self.markerColumns + place.start, rows: 1, columns: place.width),
        TableSpot.heading(columns[place.column].title))
    }
  }

  private func drawMarker(isSelected: Bool, isMarked: Bool, at line: Int, on canvas: Canvas) {
    guard isSelected || isMarked else { return }
    let marks = canvas.glyphs.marks
    let place = Point(row: line, column: 0)
    canvas.text(isSelected ? marks.selected : " ", at: place, style: styles.marker)
    if isMarked {
      canvas.text(marks.marked, at: Point(row: line, column: 1), style: styles.marker)
    }
  }

  private func drawRow(
    _ cells: [TableCell], _ layout: TableLayout, at line: Int, isSelected: Bool, on canvas: Canvas
  ) {
    for place in layout.places where place.column < cells.count {
      let cell = cells[place.column]
      let style = isSelected ? styles.selected(cell.style) : cell.style
      let column = columns[place.column]
      let start = Point(row: line, column: Self.markerColumns + place.start)
      if let spans = cell.spans {
        canvas.spans(Self.ending(spans, in: place.width), at: start, maxWidth: place.width)
        continue
      }
      switch column.alignment {
      case .right: canvas.textRight(cell.text, at: start, width: place.width, style: style)
      case .center:
        let used = min(place.width, TextWidth.columns(cell.text))
        canvas.text(
          cell.text, at: Point(row: line, column: start.column + (place.width - used) / 2),
          style: style, maxWidth: used)
      case .left:
        canvas.text(
          cell.text, at: start, style: style, maxWidth: place.width,
          truncation: column.truncation)
      }
    }
  }

  /// The last pieces that fit.
  private static func ending(_ spans: [StyledSpan], in width: Int) -> [StyledSpan] {
    var room = width
    let kept = spans.reversed().prefix { span in
      room -= TextWidth.columns(span.text)
      return room >= 0
    }
    return kept.reversed()
  }
}
