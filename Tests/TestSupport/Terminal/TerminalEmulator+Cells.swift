// Writing, erasing and scrolling cells.

extension TerminalEmulator {
  mutating func move(to row: Int, _ column: Int) {
    cursor = (min(max(0, row), rows - 1), min(max(0, column), columns - 1))
    wrapPending = false
  }

  mutating func put(_ scalar: Unicode.Scalar) {
    let width = EmulatedWidth.columns(of: scalar)
    if width == 0 { return join(scalar) }
    lastScalar = scalar
    let wraps = privateModes[7] ?? true
    if wrapPending || (wraps && cursor.column + width > columns) {
      cursor.column = 0
      lineFeed()
    }
    wrapPending = false
    if insertMode { insertBlanks(width) }
    breakWideCharacter(at: cursor.column)
    if width == 2 { breakWideCharacter(at: cursor.column + 1) }
    cells[cursor.row][cursor.column] = EmulatedCell(glyph(scalar), style: style)
    if width == 2, cursor.column + 1 < columns {
      cells[cursor.row][cursor.column + 1] = EmulatedCell("", style: style)
    }
    if cursor.column + width < columns {
      cursor.column += width
    } else {
      cursor.column = columns - 1
      wrapPending = wraps
    }
  }

  /// Overwriting one half of a wide character blanks the other, as terminals do.
  private mutating func breakWideCharacter(at column: Int) {
    guard column < columns else { return }
    if cells[cursor.row][column].text.isEmpty, column > 0 {
      cells[cursor.row][column - 1].text = " "
    }
    if column + 1 < columns, cells[cursor.row][column + 1].text.isEmpty {
      cells[cursor.row][column + 1].text = " "
    }
  }

  private mutating func join(_ scalar: Unicode.Scalar) {
    var column = wrapPending ? cursor.column : max(0, cursor.column - 1)
    if cells[cursor.row][column].text.isEmpty, column > 0 { column -= 1 }
    cells[cursor.row][column].text.unicodeScalars.append(scalar)
  }

  /// The character a cell shows: the DEC line-drawing set where it is switched on.
  private func glyph(_ scalar: Unicode.Scalar) -> String {
    guard charsets[shift] == "0", let drawn = Self.lineDrawing[scalar] else {
      return String(Character(scalar))
    }
    return drawn
  }

  private static let lineDrawing: [Unicode.Scalar: String] = [
    "j": "┘", "k": "┐", "l": "┌", "m": "└", "n": "┼", "q": "─", "t": "├", "u": "┤", "v": "┴",
    "w": "┬", "x": "│", "a": "▒", "`": "◆", "~": "·", "f": "°", "g": "±", "0": "█",
  ]

  mutating func lineFeed() {
    if cursor.row == region.upperBound {
      scrollUp(region, by: 1)
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
    wrapPending = false
  }

  mutating func reverseLineFeed() {
    if cursor.row == region.lowerBound {
      scrollDown(region, by: 1)
    } else {
      cursor.row = max(0, cursor.row - 1)
    }
  }

  mutating func erase(row: Int, from start: Int, to end: Int) {
    var blank = EmulatedCell()
    blank.style.background = style.background
    for column in max(0, start)..<max(start, min(end, columns)) { cells[row][column] = blank }
    wrapPending = false
  }

  mutating func eraseLine(_ mode: Int) {
    switch mode {
    case 0: erase(row: cursor.row, from: cursor.column, to: columns)
    case 1: erase(row: cursor.row, from: 0, to: cursor.column + 1)
    default: erase(row: cursor.row, from: 0, to: columns)
    }
  }

  mutating func eraseDisplay(_ mode: Int) {
    if mode < 2 { eraseLine(mode) }
    let others =
      mode == 0 ? (cursor.row + 1)..<rows : mode == 1 ? 0..<cursor.row : 0..<rows
    for row in others { erase(row: row, from: 0, to: columns) }
  }

  mutating func insertLines(_ count: Int) {
    guard region.contains(cursor.row) else { return }
    scrollDown(cursor.row...region.upperBound, by: count)
  }

  mutating func deleteLines(_ count: Int) {
    guard region.contains(cursor.row) else { return }
    scrollUp(cursor.row...region.upperBound, by: count)
  }

  mutating func scrollUp(_ area: ClosedRange<Int>, by count: Int) {
    let count = min(count, area.count)
    cells.removeSubrange(area.lowerBound..<area.lowerBound + count)
    cells.insert(contentsOf: emptyLines(count), at: area.upperBound - count + 1)
  }

  mutating func scrollDown(_ area: ClosedRange<Int>, by count: Int) {
    let count = min(count, area.count)
    cells.removeSubrange((area.upperBound - count + 1)...area.upperBound)
    cells.insert(contentsOf: emptyLines(count), at: area.lowerBound)
  }

  private func emptyLines(_ count: Int) -> [[EmulatedCell]] {
    var blank = EmulatedCell()
    blank.style.background = style.background
    return Array(repeating: Array(repeating: blank, count: columns), count: count)
  }

  mutating func insertBlanks(_ count: Int) {
    let count = min(count, columns - cursor.column)
    let blanks = Array(repeating: EmulatedCell(), count: count)
    cells[cursor.row].insert(contentsOf: blanks, at: cursor.column)
    cells[cursor.row].removeLast(count)
  }

  mutating func deleteCharacters(_ count: Int) {
    let count = min(count, columns - cursor.column)
    cells[cursor.row].removeSubrange(cursor.column..<cursor.column + count)
    cells[cursor.row] += Array(repeating: EmulatedCell(), count: count)
  }
}
