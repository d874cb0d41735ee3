// Where a person is in a list: what is selected and what is in view. Follows identity, not numbers,
// so that rows may come and go at any time.

/// Selection and scroll of a list whose rows have ids.
package struct ListState<ID: Hashable & Sendable>: Sendable {
  /// The selected row's id; nil only while the list is empty.
  package private(set) var selected: ID?
  /// Where it was at the last `settle`.
  package private(set) var index = 0
  /// The first row in view.
  package private(set) var top = 0
  /// Rows in the list and in view at the last `settle`.
  package private(set) var count = 0
  package private(set) var visible = 1

  package init(selected: ID? = nil) { self.selected = selected }

  /// Adapts to the list as it is now; call it before each drawing and after each change. A selected
  /// row that moved keeps its place on the screen, except that a list in view from its first row
  /// stays so: new rows appear above. A selected row that is gone hands over to its neighbour.
  package mutating func settle(
    count: Int, visible: Int, indexOf: (ID) -> Int?, idAt: (Int) -> ID
  ) {
    self.count = count
    self.visible = max(1, visible)
    guard count > 0 else {
      (index, top) = (0, 0)
      return
    }
    if let selected, let found = indexOf(selected) {
      if top > 0 || found >= self.visible { top += found - index }
      index = found
    } else {
      index = min(index, count - 1)
      selected = idAt(index)
    }
    scrollToSelection()
  }

  /// Selects another row of the list as it was settled last.
  package mutating func move(to wanted: Int, idAt: (Int) -> ID) {
    guard count > 0 else { return }
    index = min(max(0, wanted), count - 1)
    selected = idAt(index)
    scrollToSelection()
  }

  /// Moves by a number of rows; stops at the ends.
  package mutating func move(by rows: Int, idAt: (Int) -> ID) {
    move(to: index + rows, idAt: idAt)
  }

  /// Moves by screens, keeping one row in common.
  package mutating func page(by pages: Int, idAt: (Int) -> ID) {
    let step = pages * max(1, visible - 1)
    top = min(max(0, top + step), max(0, count - visible))
    move(by: step, idAt: idAt)
  }

  /// To the first row.
  package mutating func first(idAt: (Int) -> ID) { move(to: 0, idAt: idAt) }
  /// To the last row.
  package mutating func last(idAt: (Int) -> ID) { move(to: count - 1, idAt: idAt) }

  /// Scrolls without moving the selection further than needed to keep it in view.
  package mutating func scroll(by rows: Int, idAt: (Int) -> ID) {
    top = min(max(0, top + rows), max(0, count - visible))
    move(to: min(max(index, top), top + visible - 1), idAt: idAt)
  }

  /// Selects an id that may only be in a later list.
  package mutating func select(_ id: ID) { selected = id }

  /// The rows in view.
  package var rows: Range<Int> { top..<max(top, min(count, top + visible)) }

  private mutating func scrollToSelection() {
    top = min(top, index)
    top = max(top, index - visible + 1)
    top = min(max(0, top), max(0, count - visible))
  }
}
