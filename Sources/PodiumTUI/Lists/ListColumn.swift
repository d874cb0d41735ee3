// A column of a list, said once: what it is called, how wide it is, what stands in it and what it is
// ordered by. Lists have one table of these; nothing else names their columns.
import PodiumCore
import TerminalUI

/// A column of a list of `Row`s.
package struct ListColumn<Row>: Sendable {
  /// Its name in configurations, in the memory and in saved views: "took".
  package let name: String
  /// Its heading: "TOOK".
  package let title: String
  /// Narrowest useful width, and the widest; `Int.max` takes what is left.
  package var widths: ClosedRange<Int>
  package var alignment = Alignment.left
  /// The one with the lowest priority goes first when there is no room.
  package var priority = 0
  /// Whether it grows to its widest before the others get what is left: names.
  package var growsFirst = false
  /// Whether it is shown while nobody has chosen columns.
  package var isUsual = true
  /// The field of the filter that asks for the same: "env".
  package var field: String?
  /// What rows are ordered by; nil when this cannot be said.
  package var key: (@Sendable (Row, ViewContext) -> SortKey?)?
  /// Whether the first order is from the largest down: for times and numbers.
  package var descendsFirst = false
  /// The order in words, from the smallest up and from the largest down.
  package var orderWords = (ascending: "smallest first", descending: "largest first")
  package let cell: @Sendable (Row, ViewContext) -> TableCell

  package init(
    _ name: String, _ title: String, _ widths: ClosedRange<Int>, priority: Int,
    cell: @escaping @Sendable (Row, ViewContext) -> TableCell
  ) {
    self.name = name
    self.title = title
    self.widths = widths
    self.priority = priority
    self.cell = cell
  }

  package init(
    _ name: String, _ title: String, _ width: Int, priority: Int,
    cell: @escaping @Sendable (Row, ViewContext) -> TableCell
  ) {
    self.init(name, title, width...width, priority: priority, cell: cell)
  }

  /// Ordered by a number, the largest first.
  ///
  /// - Parameters:
  ///   - ascending: the order from the smallest up in words: "oldest first".
  ///   - descending: the one from the largest down: "newest first".
  package func sorted(
    _ ascending: String = "smallest first", _ descending: String = "largest first",
    by key: @escaping @Sendable (Row, ViewContext) -> Int64?
  ) -> ListColumn {
    var column = self
    column.orderWords = (ascending, descending)
    column.key = { row, context in key(row, context).map { .number($0) } }
    column.descendsFirst = true
    return column
  }

  /// Ordered by a text, from A to Z; rows with an empty one last.
  package func sorted(
    text key: @escaping @Sendable (Row, ViewContext) -> String?
  ) -> ListColumn {
    var column = self
    column.orderWords = ("A to Z", "Z to A")
    column.key = { row, context in
      key(row, context).flatMap { $0.isEmpty ? nil : .text($0) }
    }
    return column
  }

  /// Its text at the right edge: numbers and times.
  package var right: ListColumn {
    var column = self
    column.alignment = .right
    return column
  }

  /// Whole before the others get what is left.
  package var first: ListColumn {
    var column = self
    column.growsFirst = true
    return column
  }

  /// Only shown when somebody chooses it.
  package var extra: ListColumn {
    var column = self
    column.isUsual = false
    return column
  }

  /// The filter's field for the same.
  package func filtered(by field: String) -> ListColumn {
    var column = self
    column.field = field
    return column
  }
}

/// The column that a list is ordered by, and which way round.
package struct ListSort: Sendable, Equatable {
  package var column: String
  package var isDescending: Bool

  package init(_ column: String, descending: Bool = false) {
    self.column = column
    isDescending = descending
  }

  /// As saved views write it: "took", or "-took" for the largest first.
  package init(text: String) {
    self.init(String(text.drop { $0 == "-" }), descending: text.hasPrefix("-"))
  }

  /// The other way round.
  package var reversed: ListSort { ListSort(column, descending: !isDescending) }
}

extension ViewMemory {
  /// The remembered order.
  package var sort: ListSort? {
    get { sortColumn.map { ListSort($0, descending: sortsDescending) } }
    set { (sortColumn, sortsDescending) = (newValue?.column, newValue?.isDescending ?? false) }
  }
}
