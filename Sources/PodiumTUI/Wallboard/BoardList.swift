// The lines of a wallboard's list. Columns are the same on all pages, so that nothing moves when they
// turn but the words. Pure.
import TerminalUI

/// Draws one page of the list.
struct BoardList {
  private let items: ArraySlice<Board.Item>
  private let layout: BoardLayout
  private let nameColumns: Int
  private let placeColumns: Int

  private static let wordColumns = 13
  private static let ageColumns = 9
  private static let barColumns = 12

  init(_ board: Board, _ layout: BoardLayout, page: Int) {
    let start = page * layout.itemsPerPage
    items = board.items.dropFirst(start).prefix(layout.itemsPerPage)
    self.layout = layout
    let width = layout.list.columns
    let names = board.items.map { TextWidth.columns($0.name) }.max() ?? 0
    let places = board.items.map { TextWidth.columns($0.place) }.max() ?? 0
    nameColumns = min(names, max(16, width * 3 / 10))
    placeColumns = min(places, width >= 140 ? width / 6 : 14)
  }

  func draw(on canvas: Canvas) {
    for (index, item) in items.enumerated() {
      let row = index * layout.itemRows
      if layout.isWide { wide(item, row, canvas) } else { narrow(item, row, canvas) }
    }
  }

  private func wide(_ item: Board.Item, _ row: Int, _ canvas: Canvas) {
    var column = head(item, row, canvas)
    text(item.name, row, &column, nameColumns, .strong, canvas)
    if placeColumns > 0 { text(item.place, row, &column, placeColumns, .dim, canvas) }
    canvas.textRight(
      item.age, at: Point(row: row, column: column), width: Self.ageColumns,
      style: Role.text.style)
    if layout.hasDetailRow {
      detail(of: item, at: Point(row: row + 1, column: 1 + Self.wordColumns), canvas)
    } else {
      detail(of: item, at: Point(row: row, column: column + Self.ageColumns + 2), canvas)
    }
  }

  /// The name and the age in one row, the detail below where there is room.
  private func narrow(_ item: Board.Item, _ row: Int, _ canvas: Canvas) {
    var column = head(item, row, canvas)
    let age = TextWidth.columns(item.age)
    let room = canvas.columns - column - age - 3
    let hasPlace = room > TextWidth.columns(item.name) + TextWidth.columns(item.place) + 2
    text(item.name, row, &column, min(room, TextWidth.columns(item.name)), .strong, canvas)
    if hasPlace { text(item.place, row, &column, TextWidth.columns(item.place), .dim, canvas) }
    canvas.text(
      item.age, at: Point(row: row, column: canvas.columns - 1 - age), style: Role.text.style)
    if layout.hasDetailRow { detail(of: item, at: Point(row: row + 1, column: 3), canvas) }
  }

  /// A bar for what is under way, then the words.
  private func detail(of item: Board.Item, at point: Point, _ canvas: Canvas) {
    var point = point
    if let fraction = item.fraction {
      Bar.draw(
        on: canvas, at: point, width: Self.barColumns, fraction: fraction, style: Role.bar.style,
        restStyle: Role.barRest.style)
      point.column += Self.barColumns + 2
    }
    canvas.text(
      item.detail, at: point, style: Role.text.style,
      maxWidth: max(0, canvas.columns - point.column - 1))
  }

  /// Sign and word; returns where the next column begins.
  private func head(_ item: Board.Item, _ row: Int, _ canvas: Canvas) -> Int {
    canvas.text(
      "\(item.look.sign(canvas.glyphs)) \(item.look.word)", at: Point(row: row, column: 1),
      style: item.look.role.style, maxWidth: Self.wordColumns - 1)
    return 1 + Self.wordColumns
  }

  private func text(
    _ text: String, _ row: Int, _ column: inout Int, _ width: Int, _ role: Role, _ canvas: Canvas
  ) {
    canvas.text(
      text, at: Point(row: row, column: column), style: role.style, maxWidth: max(0, width))
    column += width + 2
  }
}
