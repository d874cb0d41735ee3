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
        work.missing = error.offset
        break
      }
    }
    do throws(MissingBytes) {
      try fill()
      findLine()
    } catch {
      work.missing = work.missing ?? error.offset
    }
  }

  /// False if it has to wait for something else than bytes.
  private mutating func perform(_ motion: Motion) throws(MissingBytes) -> Bool {
    switch motion {
    case .rows(let count): try moveRows(count)
    case .end: try moveToEnd()
    case .percent(let percent):
      guard let end = document.end else { throw MissingBytes(offset: document.index.scanned) }
      try jump(to: end * percent / 100)
    case .offset(let offset): try jump(to: offset)
    case .line(let line): return try moveToLine(line)
    case .reveal(let range): try reveal(range)
    }
    return true
  }

  private mutating func moveRows(_ count: Int) throws(MissingBytes) {
    if count >= 0 {
      _ = try rows.moveDown(&place, by: count)
    } else {
      _ = try rows.moveUp(&place, by: -count)
    }
  }

  private mutating func moveToEnd() throws(MissingBytes) {
    guard let end = document.end else { throw MissingBytes(offset: document.index.scanned) }
    var last = try rows.last(end: end)
    _ = try rows.moveUp(&last, by: size.rows - 1)
    place = last
  }

  private mutating func jump(to offset: Int) throws(MissingBytes) {
    let piece = try document.piece(containing: offset)
    place = TextPlace(offset: piece.start, row: 0, line: piece.start == 0 ? 0 : nil)
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
    let piece = try document.piece(containing: range.lowerBound)
    let bytes = try document.bytes(piece.start..<piece.end)
    let (row, column) = bytes.withUnsafeBufferPointer {
      painter.place(of: range.lowerBound - piece.start, in: $0)
    }
    if !options.wraps {
      if column < options.left || column >= options.left + painter.width {
        options.left = max(0, column - painter.width / 2)
      }
    }
    var bottom = place
    _ = try rows.moveDown(&bottom, by: size.rows - 1)
    let target = (piece.start, row)
    if target >= (place.offset, place.row), target <= (bottom.offset, bottom.row) { return }
    place = TextPlace(offset: piece.start, row: row, line: piece.start == 0 ? 0 : nil)
    _ = try rows.moveUp(&place, by: size.rows / 3)
  }

  /// Moves up where there is less than a screen below.
  private mutating func fill() throws(MissingBytes) {
    if place.row > 0 {
      let piece = try document.piece(from: place.offset)
      place.row = min(place.row, try rows.rowCount(piece) - 1)
    }
    var bottom = place
    let below = try rows.moveDown(&bottom, by: size.rows - 1)
    if below < size.rows - 1 {
      _ = try rows.moveUp(&place, by: size.rows - 1 - below)
    }
    document.touch(place.offset..<bottom.offset)
  }

  /// Finds out the number of the first line, if that takes no reading.
  private mutating func findLine() {
    guard place.line == nil, document.index.scanned >= place.offset else { return }
    let entry = document.index.entry(before: place.offset)
    guard place.offset - entry.offset <= TextCache.blockBytes,
      let bytes = try? document.bytes(entry.offset..<place.offset)
    else { return }
    place.line = bytes.reduce(entry.line) { $1 == 0x0A ? $0 + 1 : $0 }
  }
}
