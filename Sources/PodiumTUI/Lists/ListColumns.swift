// The columns of a list as they are now: those that the person chose, else those of the
// configuration, else the usual ones; and what the list is ordered by. Made anew for each frame from
// the list's table; what was chosen is in the memory, so there is no state here.
import PodiumCore
import TerminalUI

/// A list's columns in their order, with its sort.
package struct ListColumns<Row> {
  /// The name of the list in the memory and the configuration: "runs".
  package let view: String
  /// Every column there is, in the usual order.
  package let all: [ListColumn<Row>]
  /// The columns that are shown, in their order.
  package private(set) var shown: [ListColumn<Row>]
  /// All that are wanted, also those that this screen has no room for.
  private let wanted: [String]
  /// Whether the person or the configuration chose them.
  package let areChosen: Bool
  /// What the list is ordered by; nil means its own order.
  package let sort: ListSort?
  /// The order it has by itself, where a column says the same.
  private let usualSort: ListSort?
  private let context: ViewContext

  /// - Parameter usualSort: what turning round starts from while no sort is chosen.
  package init(
    _ all: [ListColumn<Row>], of view: String, usualSort: ListSort? = nil, _ context: ViewContext
  ) {
    self.view = view
    self.all = all
    self.usualSort = usualSort
    self.context = context
    let memory = context.memory.views[view]
    let names = memory?.columns ?? context.configuration.columns[view] ?? []
    let chosen = names.compactMap { name in all.first { $0.name == name } }
    areChosen = !chosen.isEmpty
    let columns = chosen.isEmpty ? all.filter(\.isUsual) : chosen
    shown = columns
    wanted = columns.map(\.name)
    sort = memory?.sort.flatMap { sort in
      all.contains { $0.name == sort.column && $0.key != nil } ? sort : nil
    }
  }

  /// Gives a column other widths: for names that are as wide as the longest of them.
  package mutating func fit(_ name: String, _ widths: ClosedRange<Int>) {
    guard let index = shown.firstIndex(where: { $0.name == name }) else { return }
    shown[index].widths = widths
  }

  /// Takes a usual column away that the screen has no room for; a chosen one stays.
  package mutating func hide(_ name: String) {
    if !areChosen { shown.removeAll { $0.name == name } }
  }

  /// The column that the list is ordered by.
  package var sortColumn: ListColumn<Row>? {
    sort.flatMap { sort in all.first { $0.name == sort.column } }
  }

  /// What the list is ordered by, for its note: where no heading shows it.
  package var sortWords: String {
    guard let sort, !shown.contains(where: { $0.name == sort.column }) else { return "" }
    return "by \(sort.column)\(sign(sort))"
  }

  private func sign(_ sort: ListSort) -> String {
    sort.isDescending ? context.glyphs.marks.down : context.glyphs.marks.up
  }

  /// The rows in the chosen order; equal ones stay as they are. For lists of some thousands.
  package func sorted(_ rows: [Row]) -> [Row] {
    guard let sort, let key = sortColumn?.key else { return rows }
    return rows.enumerated()
      .map { (index: $0.offset, row: $0.element, key: key($0.element, context)) }
      .sorted { a, b in
        SortKey.precedes(a.key, b.key, descending: sort.isDescending) ?? (a.index < b.index)
      }
      .map(\.row)
  }

  /// Draws the heading and the rows in view.
  package func draw(
    on canvas: Canvas, rows: Range<Int>, selected: Int?,
    marked: (Int) -> Bool = { _ in false }, row: (Int) -> Row
  ) {
    let shown = shown
    let context = context
    table.draw(on: canvas, rows: rows, selected: selected, marked: marked) {
      let row = row($0)
      return shown.map { $0.cell(row, context) }
    }
  }

  private var table: Table {
    let columns = shown.map { column in
      var title = column.title
      if let sort, sort.column == column.name {
        title += self.sign(sort)
      }
      // The sign must not be cut off, nor its column give way: an order that nobody sees deceives.
      let isSorted = sort?.column == column.name
      let least = max(column.widths.lowerBound, isSorted ? title.count : 0)
      var drawn = TableColumn(
        title, widths: least...max(least, column.widths.upperBound), alignment: column.alignment,
        priority: isSorted ? Int.max : column.priority)
      drawn.growsFirst = column.growsFirst
      return drawn
    }
    return Table(columns: columns, styles: .podium)
  }
}

extension ListColumns {
  /// What follows from a command on the list's columns; nil when it is about something else.
  package func effects(of command: Command) -> [Effect]? {
    switch command {
    case .sort: [.show(SortChooser(choices, of: view, sort: sort))]
    case .reverseSort: reversed
    case .chooseColumns: [.show(ColumnChooser(choices, of: view, shown: wanted))]
    default: nil
    }
  }

  /// What follows from a click on a heading: sorts by that column, or the other way round.
  package func sort(byTitle title: String) -> [Effect] {
    let column = shown.first { $0.title == title || $0.title + (sort.map(sign) ?? "") == title }
    guard let column, column.key != nil else { return [] }
    let next =
      sort?.column == column.name
      ? sort?.reversed : ListSort(column.name, descending: column.descendsFirst)
    return remember(next)
  }

  private func remember(_ sort: ListSort?) -> [Effect] {
    var memory = context.memory.views[view] ?? ViewMemory()
    memory.sort = sort
    return [.remember(.view(view, memory))]
  }

  private var reversed: [Effect] {
    guard let next = (sort ?? usualSort)?.reversed else {
      return [.say(Message("this list has its own order; s sorts it by a column"))]
    }
    return remember(next)
  }

  private var choices: [ColumnChoice] {
    all.map {
      ColumnChoice(
        name: $0.name, title: $0.title, field: $0.field, isUsual: $0.isUsual,
        isSortable: $0.key != nil, descendsFirst: $0.descendsFirst,
        ascending: $0.orderWords.ascending,
        descending: $0.orderWords.descending)
    }
  }
}

/// A column in a chooser.
package struct ColumnChoice: Sendable, Equatable {
  package var name: String
  package var title: String
  package var field: String?
  package var isUsual: Bool
  package var isSortable: Bool
  package var descendsFirst: Bool
  /// Both orders in words.
  package var ascending: String
  package var descending: String
}
