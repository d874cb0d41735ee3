// Moving through a text by rows of the screen. Needs only the bytes near the place.

/// A row of a text: of a piece, counted from the piece's first row.
package struct TextPlace: Sendable, Hashable {
  /// Where the piece begins.
  package var offset = 0
  package var row = 0
  /// The number of its line from 0, if known.
  package var line: Int?
}

/// Rows of a document at a width.
struct TextRows {
  let document: TextDocument
  let painter: TextPainter

  func rowCount(_ piece: TextDocument.Piece) throws(MissingBytes) -> Int {
    guard painter.wraps else { return 1 }
    let bytes = try document.bytes(piece.start..<piece.end)
    return bytes.withUnsafeBufferPointer { painter.rows($0) }
  }

  /// The piece after one; nil at the end of the text.
  func piece(after piece: TextDocument.Piece) throws(MissingBytes) -> TextDocument.Piece? {
    if let end = document.end, piece.next >= end { return nil }
    if piece.next == piece.start { return nil }
    return try document.piece(from: piece.next)
  }

  /// Moves `place` down, at most `count` rows; returns how many it went.
  func moveDown(_ place: inout TextPlace, by count: Int) throws(MissingBytes) -> Int {
    var piece = try document.piece(from: place.offset)
    var moved = 0
    while moved < count {
      let below = try rowCount(piece) - 1 - place.row
      if below >= count - moved {
        place.row += count - moved
        return count
      }
      place.row += max(0, below)
      moved += max(0, below)
      guard let next = try self.piece(after: piece) else { return moved }
      place = TextPlace(
        offset: next.start, row: 0, line: place.line.map { $0 + (piece.isLineEnd ? 1 : 0) })
      piece = next
      moved += 1
    }
    return moved
  }

  /// Moves `place` up, at most `count` rows; returns how many it went.
  func moveUp(_ place: inout TextPlace, by count: Int) throws(MissingBytes) -> Int {
    var moved = 0
    while moved < count {
      if place.row > 0 {
        let step = min(place.row, count - moved)
        place.row -= step
        moved += step
        continue
      }
      let piece = try document.piece(from: place.offset)
      guard let before = try document.piece(before: place.offset) else { return moved }
      let rows = try rowCount(before)
      place = TextPlace(
        offset: before.start, row: rows - 1,
        line: place.line.map { $0 - (piece.isLineStart ? 1 : 0) })
      moved += 1
    }
    return moved
  }

  /// The last row of the text.
  func last(end: Int) throws(MissingBytes) -> TextPlace {
    guard end > 0 else { return TextPlace(line: 0) }
    let piece = try document.piece(containing: end - 1)
    let line = document.lineCount.map { $0 - 1 }
    return TextPlace(offset: piece.start, row: try rowCount(piece) - 1, line: line)
  }
}
