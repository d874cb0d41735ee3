// Puts scalars into the cells of one row: widths, marks, clipping. Used by `Canvas` and the pager.

/// A pen on one row of a screen, in screen coordinates.
struct LineWriter {
  let row: Int
  /// Where the line begins; may be left of the clip.
  let column: Int
  /// Columns that may be used.
  let limit: Int
  let clip: Rect
  var style: StyleID
  /// Whether typographic signs become ASCII ones.
  let isPlain: Bool
  /// Columns used so far, clipped ones too.
  private(set) var used = 0
  private var last: Int?

  init(
    row: Int, column: Int, limit: Int, clip: Rect, style: StyleID, isPlain: Bool = false
  ) {
    self.row = row
    self.column = column
    self.limit = limit
    self.clip = clip
    self.style = style
    self.isPlain = isPlain
  }

  /// Writes until the end or the limit; true if something did not fit.
  mutating func write(_ scanner: inout CleanScanner, to screen: inout Screen) -> Bool {
    while let scalar = scanner.next() {
      if !put(scalar, on: &screen) { return true }
    }
    return false
  }

  /// Writes one scalar; false if it does not fit any more.
  mutating func put(_ scalar: UInt32, on screen: inout Screen) -> Bool {
    let scalar = isPlain ? PlainSigns.sign(for: scalar) : scalar
    let width = TextWidth.columns(of: scalar)
    if width == 0 {
      if let last { screen.cells[last].combine(scalar) }
      return true
    }
    guard used + width <= limit else { return false }
    let place = column + used
    used += width
    last = nil
    if place >= clip.column, place + width <= clip.endColumn {
      let index = row * screen.size.columns + place
      screen.mendEdges(row: row, from: place, to: place + width)
      screen.cells[index] = Cell(scalar: scalar, width: width, style: style)
      if width == 2 { screen.cells[index + 1] = .continuation(style) }
      last = index
    } else if width == 2 {
      blank(place, on: &screen)
      blank(place + 1, on: &screen)
    }
    return true
  }

  /// Replaces the end of a full line by the sign for "there is more".
  mutating func endWithEllipsis(_ ellipsis: String, on screen: inout Screen) {
    let width = TextWidth.columns(ellipsis)
    guard limit >= width else { return }
    var start = min(used, limit - width)
    let place = column + start
    if start > 0, clip.column <= place, place < clip.endColumn, screen[row, place].isContinuation {
      start -= 1
    }
    for place in (column + start)..<(column + limit) { blank(place, on: &screen) }
    used = start
    for scalar in ellipsis.unicodeScalars { _ = put(scalar.value, on: &screen) }
  }

  private func blank(_ place: Int, on screen: inout Screen) {
    guard place >= clip.column, place < clip.endColumn else { return }
    screen[row, place] = Cell.blank.styled(style)
  }
}
