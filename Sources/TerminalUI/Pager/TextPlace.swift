// Moving through a text by rows of the screen. Needs only the bytes near the place.

/// A row of a text: of a piece, counted from the piece's first row.
package struct TextPlace: Sendable, Hashable {
  /// Where the piece begins.
  package var offset = 0
  package var row = 0
  /// The number of its line from 0, if known.
  package var line: Int?
}

/// Rows of a text at a width.
struct TextRows {
  let pieces: TextPieces
  let painter: TextPainter

  typealias Piece = TextDocument.Piece

  func rowCount(_ piece: Piece) throws(MissingBytes) -> Int {
    guard painter.wraps else { return 1 }
    let bytes = try pieces.bytes(piece)
    return bytes.withUnsafeBufferPointer { painter.rows($0) }
  }

  /// Moves `place` down, at most `count` rows; returns how many it went.
  func moveDown(_ place: inout TextPlace, by count: Int) throws(MissingBytes) -> Int {
    guard var piece = try pieces.piece(at: place.offset) else { return 0 }
    var moved = 0
    while moved < count {
      let below = try rowCount(piece) - 1 - place.row
      if below >= count - moved {
        place.row += count - moved
        return count
      }
      place.row += max(0, below)
      moved += max(0, below)
      guard let next = try pieces.piece(after: piece) else { return moved }
      place = TextPlace(
        offset: next.start, row: 0,
        line: number(of: next) ?? place.line.map { $0 + (piece.isLineEnd ? 1 : 0) })
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
      guard let piece = try pieces.piece(at: place.offset),
        let before = try pieces.piece(before: place.offset)
      else { return moved }
      let rows = try rowCount(before)
      place = TextPlace(
        offset: before.start, row: rows - 1,
        line: number(of: before) ?? place.line.map { $0 - (piece.isLineStart ? 1 : 0) })
      moved += 1
    }
    return moved
  }

  /// The last row of the text.
  func last(end: Int) throws(MissingBytes) -> TextPlace {
    guard let piece = try pieces.last(end: end) else { return TextPlace(line: 0) }
    // An index that has seen lines beyond this end, written since, does not number it.
    let isCounted = pieces.document.index.scanned == end
    let line = number(of: piece) ?? (isCounted ? pieces.document.lineCount.map { $0 - 1 } : nil)
    return TextPlace(offset: piece.start, row: try rowCount(piece) - 1, line: line)
  }

  /// Sieved lines bring their numbers, known or not: nil in all other texts, where a number follows
  /// from that of the line before.
  private func number(of piece: Piece) -> Int?? {
    guard let sieve = pieces.sieve else { return nil }
    return .some(sieve.line(at: piece.start)?.number)
  }
}
