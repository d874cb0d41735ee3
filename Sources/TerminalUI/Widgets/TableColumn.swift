// The columns of a table and which of them fit. Decides nothing about what is in the rows.

/// One column: its heading, its width and how dear it is.
package struct TableColumn: Sendable, Hashable {
  package var title: String
  /// Narrowest useful width.
  package var minimum: Int
  /// Widest useful width; `Int.max` takes what is left.
  package var maximum: Int
  package var alignment: Alignment
  /// The column with the lowest priority goes first when there is no room; of equal ones the last.
  package var priority: Int
  package var truncation: Truncation
  /// Whether it grows to its widest before the others get what is left.
  package var growsFirst = false

  package init(
    _ title: String, width: Int, alignment: Alignment = .left, priority: Int = 0,
    truncation: Truncation = .tail
  ) {
    self.init(
      title, widths: width...width, alignment: alignment, priority: priority,
      truncation: truncation)
  }

  /// A width between two bounds; use `n...Int.max` for a column that takes all that is left.
  package init(
    _ title: String, widths: ClosedRange<Int>, alignment: Alignment = .left, priority: Int = 0,
    truncation: Truncation = .tail
  ) {
    self.title = title
    minimum = widths.lowerBound
    maximum = widths.upperBound
    self.alignment = alignment
    self.priority = priority
    self.truncation = truncation
  }
}

/// Where each column stands.
package struct TableLayout: Sendable, Hashable {
  /// A column that fits.
  package struct Place: Sendable, Hashable {
    /// Its number in the list of columns.
    package let column: Int
    package let start: Int
    package let width: Int
  }

  package let places: [Place]

  /// Drops columns until the others fit at their minimum, then shares what is left among those that
  /// can grow, evenly up to their maximum, those that grow first before the others. `gap` is the space between columns.
  package init(_ columns: [TableColumn], width: Int, gap: Int = 2) {
    var kept = Array(columns.indices)
    func needed() -> Int { kept.reduce(-gap) { $0 + columns[$1].minimum + gap } }
    while kept.count > 1, needed() > width {
      let least = kept.lazy.map { columns[$0].priority }.min() ?? 0
      guard let victim = kept.lastIndex(where: { columns[$0].priority == least }) else { break }
      kept.remove(at: victim)
    }
    var widths = kept.map { columns[$0].minimum }
    var left = width - needed()
    if left < 0, !widths.isEmpty { widths[0] = max(0, widths[0] + left) }
    while left > 0 {
      var growing = kept.indices.filter { widths[$0] < columns[kept[$0]].maximum }
      if growing.isEmpty { break }
      let first = growing.filter { columns[kept[$0]].growsFirst }
      if !first.isEmpty { growing = first }
      let share = max(1, left / growing.count)
      for i in growing where left > 0 {
        let room = columns[kept[i]].maximum - widths[i]
        let more = min(share, min(room, left))
        widths[i] += more
        left -= more
      }
    }
    var places: [Place] = []
    var start = 0
    for (i, column) in kept.enumerated() {
      places.append(Place(column: column, start: start, width: widths[i]))
      start += widths[i] + gap
    }
    self.places = places
  }
}
