// Where lines and pieces of lines begin and end; all in terms of bytes near the place asked for.
import Matching

extension TextDocument {
  /// The piece that holds the byte at `offset`, or, at the end, an empty one or the last.
  func piece(containing offset: Int) throws(MissingBytes) -> Piece {
    try piece(from: start(containing: offset))
  }

  /// The piece before the one that begins at `start`; nil at the top.
  func piece(before start: Int) throws(MissingBytes) -> Piece? {
    start > 0 ? try piece(containing: start - 1) : nil
  }

  /// The piece that begins at `start`, which must be where one begins.
  func piece(from start: Int) throws(MissingBytes) -> Piece {
    let isLineStart = start == 0 ? true : try byte(at: start - 1) == 0x0A
    let limit = Self.pieceBytesMax
    if let newline = try newline(from: start, to: start + limit) {
      let isWhole = isLineStart || newline < cut(after: start)
      if isWhole {
        let hasReturn = newline > start ? try byte(at: newline - 1) == 0x0D : false
        return Piece(
          start: start, end: hasReturn ? newline - 1 : newline, next: newline + 1,
          isLineStart: isLineStart, isLineEnd: true)
      }
    } else if let end, end <= start + limit, isLineStart || end <= cut(after: start) {
      return Piece(
        start: start, end: end, next: end, isLineStart: isLineStart, isLineEnd: false)
    }
    let place = cut(after: start)
    return Piece(
      start: start, end: place, next: place, isLineStart: isLineStart, isLineEnd: false)
  }

  /// Where the piece with this byte begins.
  private func start(containing offset: Int) throws(MissingBytes) -> Int {
    let limit = Self.pieceBytesMax
    let offset = end.map { min(offset, $0) } ?? offset
    let lineStart =
      try newlineBefore(offset, downTo: max(0, offset - 2 * limit)).map { $0 + 1 }
      ?? (offset <= 2 * limit ? 0 : nil)
    guard let lineStart else { return offset / limit * limit }
    if offset - lineStart < limit {
      let newline = try newline(from: lineStart, to: lineStart + limit)
      let isShort = newline != nil || end.map { $0 <= lineStart + limit } ?? false
      if isShort { return lineStart }
    }
    return max(lineStart, offset / limit * limit)
  }

  /// The next place where a long line is cut.
  private func cut(after offset: Int) -> Int {
    (offset / Self.pieceBytesMax + 1) * Self.pieceBytesMax
  }

  private func byte(at offset: Int) throws(MissingBytes) -> UInt8? {
    try cache.withBytes(from: offset, to: offset + 1) { $0.first }
  }

  /// The first line end in a range, nil if there is none or the text ends before.
  private func newline(from offset: Int, to limit: Int) throws(MissingBytes) -> Int? {
    var place = offset
    let stop = min(limit, end ?? limit)
    while place < stop {
      let (hit, count): (Int?, Int) = try cache.withBytes(from: place, to: stop) { bytes in
        (LineEnds.first(in: bytes), bytes.count)
      }
      if let hit { return place + hit }
      place += count
    }
    return nil
  }

  /// The last line end before `offset`, not before `limit`.
  private func newlineBefore(_ offset: Int, downTo limit: Int) throws(MissingBytes) -> Int? {
    var place = offset
    while place > limit {
      let (hit, count): (Int?, Int) = try cache.withBytes(before: place, downTo: limit) { bytes in
        (LineEnds.last(in: bytes, before: bytes.count), bytes.count)
      }
      if let hit { return place - count + hit }
      place -= count
    }
    return nil
  }
}
