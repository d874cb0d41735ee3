// A frame: a grid of cells and the place of the text cursor. Drawing into it is `Canvas`'s work.

/// A grid of cells. Wide cells are always followed by their right half.
package struct Screen: Sendable, Hashable {
  package let size: Size
  var cells: ContiguousArray<Cell>
  /// Where the text cursor stands, if one is shown.
  package var cursor: Point?

  /// Blank.
  package init(size: Size) {
    self.size = size
    cells = ContiguousArray(repeating: .blank, count: size.rows * size.columns)
  }

  /// The cell at a place, which must be on the screen. Setting keeps wide cells whole.
  package subscript(row: Int, column: Int) -> Cell {
    get { cells[index(row, column)] }
    set {
      let place = index(row, column)
      var end = column + 1
      if newValue.width == 2 {
        guard column + 1 < size.columns else {
          self[row, column] = Cell.blank.styled(newValue.style)
          return
        }
        end += 1
      }
      mendEdges(row: row, from: column, to: end)
      cells[place] = newValue.isContinuation ? Cell.blank.styled(newValue.style) : newValue
      if newValue.width == 2 { cells[place + 1] = .continuation(newValue.style) }
    }
  }

  /// The text of a row, without styles.
  package func text(row: Int) -> String {
    var text = ""
    for column in 0..<size.columns { text += self[row, column].text }
    return text
  }

  /// Before `columns` from..<to of a row are overwritten: halves of wide cells that would be left
  /// over on either side become spaces.
  mutating func mendEdges(row: Int, from: Int, to: Int) {
    let start = row * size.columns
    if from > 0, cells[start + from].isContinuation {
      cells[start + from - 1] = Cell.blank.styled(cells[start + from - 1].style)
    }
    if to < size.columns, cells[start + to].isContinuation {
      cells[start + to] = Cell.blank.styled(cells[start + to].style)
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < size.rows && column >= 0 && column < size.columns,
      "cell outside of the screen")
    return row * size.columns + column
  }
}

/// Neighbouring cells of one row.
package struct CellRun: Sendable, Hashable {
  package let row: Int
  package let columns: Range<Int>

  package init(row: Int, columns: Range<Int>) {
    self.row = row
    self.columns = columns
  }
}

extension Screen {
  /// The runs that differ from what is shown, top to bottom; everything if the sizes differ.
  /// Runs never begin or end inside a wide cell.
  package func changes(from shown: Screen) -> [CellRun] {
    guard shown.size == size else {
      return size.isEmpty
        ? [] : (0..<size.rows).map { CellRun(row: $0, columns: 0..<size.columns) }
    }
    var runs: [CellRun] = []
    let width = size.columns
    cells.withUnsafeBufferPointer { new in
      shown.cells.withUnsafeBufferPointer { old in
        for row in 0..<size.rows {
          let start = row * width
          var column = 0
          while column < width {
            if new[start + column] == old[start + column] {
              column += 1
              continue
            }
            var first = column
            while column < width, new[start + column] != old[start + column] { column += 1 }
            if new[start + first].isContinuation { first -= 1 }
            if column < width, new[start + column].isContinuation { column += 1 }
            runs.append(CellRun(row: row, columns: first..<column))
          }
        }
      }
    }
    return runs
  }
}
