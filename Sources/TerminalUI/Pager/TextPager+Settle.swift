// Carries out movements as far as the bytes in memory allow, and notes which are missing.

extension TextPager {
  /// Adapts to the window's size and carries out what was asked. Call it before drawing, and after
  /// each command and answer.
  package mutating func settle(in size: Size) {
    self.size = Size(rows: max(1, size.rows), columns: max(1, size.columns))
    work.missing = nil
    while let motion = motions.first {
      do throws(MissingBytes) {
        guard try perform(motion) else { break }
        motions.removeFirst()
      } catch {
        work.missing = error
        break
      }
    }
    do throws(MissingBytes) {
      try fill()
      findLine()
    } catch {
      work.missing = work.missing ?? error
    }
  }

  /// False if it has to wait for something else than bytes.
  private mutating func perform(_ motion: Motion) throws(MissingBytes) -> Bool {
    switch motion {
    case .rows(let count): try moveRows(count)
    case .head(let count): try moveHead(by: count)
    case .end: try moveToEnd()
    case .percent(let percent):
      guard let end = document.end else { throw MissingBytes(offset: document.index.scanned) }
      try jump(to: end * percent / 100)
    case .offset(let offset): try jump(to: offset)
    case .line(let line): return try moveToLine(line)
    case .reveal(let range): try reveal(range)
    case .time: return false
    }
    return true
  }

  private mutating func moveRows(_ count: Int) throws(MissingBytes) {
    var next = place  // all the way or not at all: it is tried again when the bytes are there
    if count >= 0 {
      _ = try rows.moveDown(&next, by: count)
    } else {
      _ = try rows.moveUp(&next, by: -count)
    }
    place = next
  }

  private mutating func moveToEnd() throws(MissingBytes) {
    guard let end = document.end else { throw MissingBytes(offset: document.index.scanned) }
    var last = try rows.last(end: end)
    let head = last.offset
    _ = try rows.moveUp(&last, by: size.rows - 1)
    place = last
    extendSelection(to: head)
  }

  private mutating func jump(to offset: Int) throws(MissingBytes) {
    guard let piece = try pieces.piece(containing: offset) else { return }
    try show(piece)
    extendSelection(to: piece.start)
  }

  /// Shows a row of a piece with as many rows above as there are, up to a number.
  private mutating func show(
    _ piece: TextDocument.Piece, row: Int = 0, below rowsAbove: Int = 0
  ) throws(MissingBytes) {
    let line = piece.start == 0 ? 0 : sieve.lines?.line(at: piece.start)?.number
    var next = TextPlace(offset: piece.start, row: row, line: line)
    _ = try rows.moveUp(&next, by: rowsAbove)
    place = next
  }

  /// Waits for the index and for the place of the line.
  private mutating func moveToLine(_ line: Int) throws(MissingBytes) -> Bool {
    if let count = document.lineCount, line >= count {
      try moveToEnd()
      return true
    }
    return false
  }

  /// Brings a match on the screen: where it is if it is in view, else with a third of the screen
  /// above.
  private mutating func reveal(_ range: Range<Int>) throws(MissingBytes) {
    guard let piece = try pieces.piece(containing: range.lowerBound) else { return }
    let bytes = try pieces.bytes(piece)
    let shown = shownRange(range, in: piece)
    let (row, column) = bytes.withUnsafeBufferPointer {
      painter.place(of: shown.lowerBound, in: $0)
    }
    if !options.wraps {
      if column < options.left || column >= options.left + painter.width {
        options.left = max(0, column - painter.width / 2)
      }
    }
    extendSelection(to: piece.start)
    if isInView(piece.start, row: row) { return }
    try show(piece, row: row, below: size.rows / 3)
  }

  /// What is not in memory is not in view, and is not asked for: of sieved lines only one stretch is
  /// kept, and where one comes from must not displace where one goes to.
  private func isInView(_ offset: Int, row: Int) -> Bool {
    var bottom = place
    guard (try? rows.moveDown(&bottom, by: size.rows - 1)) != nil else { return false }
    return (offset, row) >= (place.offset, place.row)
      && (offset, row) <= (bottom.offset, bottom.row)
  }

  /// Where a range of the text is in the bytes that are shown of a piece.
  func shownRange(_ range: Range<Int>, in piece: TextDocument.Piece) -> Range<Int> {
    let lower = range.lowerBound - piece.start
    let inside = lower..<(range.upperBound - piece.start)
    guard let times = pieces.times, piece.isLineStart,
      let written = try? pieces.written(piece)
    else { return inside }
    return times.shown(written).place(of: inside)
  }

  private mutating func extendSelection(to offset: Int) {
    if isSelecting { selection?.head = offset }
  }

  /// Moves the end of the selection by lines and keeps it in view.
  private mutating func moveHead(by count: Int) throws(MissingBytes) {
    guard let selection, var piece = try pieces.piece(at: selection.head) else { return }
    for _ in 0..<abs(count) {
      let next =
        count > 0 ? try pieces.piece(after: piece) : try pieces.piece(before: piece.start)
      guard let next else { break }
      piece = next
    }
    if !isInView(piece.start, row: 0) {
      try show(piece, below: piece.start < place.offset ? 0 : size.rows - 1)
    }
    self.selection?.head = piece.start
  }

  /// Moves up where there is less than a screen below.
  private mutating func fill() throws(MissingBytes) {
    guard let piece = try pieces.piece(at: place.offset) else { return }
    if piece.start != place.offset { try show(piece) }
    if place.row > 0 { place.row = min(place.row, try rows.rowCount(piece) - 1) }
    var bottom = place
    let below = try rows.moveDown(&bottom, by: size.rows - 1)
    if below < size.rows - 1 { try moveRows(below - size.rows + 1) }
    if sieve.rule == nil { document.touch(place.offset..<bottom.offset) }
  }

  /// Finds out the number of the first line, if that takes no reading.
  private mutating func findLine() {
    if place.line == nil { place.line = lineNumber(at: place.offset) }
  }
}
