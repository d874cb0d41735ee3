// The pieces of a text that a person moves through, and the bytes that are shown of them: all of a
// text, or only the lines that pass; as they are written, or with other times.
import Glibc

/// A text as it is shown now.
struct TextPieces {
  let document: TextDocument
  let sieve: TextSieve?
  var times: TimeView?

  typealias Piece = TextDocument.Piece

  /// The piece that begins there; of sieved lines the next one, or the last. nil if there is none.
  func piece(at offset: Int) throws(MissingBytes) -> Piece? {
    guard let sieve else { return try document.piece(from: offset) }
    if let line = sieve.line(at: offset) { return line.piece }
    if let next = try sieve.first(from: offset, end: document.end) { return next.piece }
    return try sieve.last(before: offset)?.piece
  }

  /// The piece that holds a byte; of sieved lines that, the next or the last.
  func piece(containing offset: Int) throws(MissingBytes) -> Piece? {
    let piece = try document.piece(containing: offset)
    return sieve == nil ? piece : try self.piece(at: piece.start)
  }

  /// nil at the end.
  func piece(after piece: Piece) throws(MissingBytes) -> Piece? {
    if let sieve { return try sieve.first(from: piece.start + 1, end: document.end)?.piece }
    if let end = document.end, piece.next >= end { return nil }
    return piece.next == piece.start ? nil : try document.piece(from: piece.next)
  }

  /// nil at the top.
  func piece(before start: Int) throws(MissingBytes) -> Piece? {
    guard let sieve else { return try document.piece(before: start) }
    return try sieve.last(before: start)?.piece
  }

  /// The last one; nil in an empty text.
  func last(end: Int) throws(MissingBytes) -> Piece? {
    guard end > 0 else { return nil }
    guard let sieve else { return try document.piece(containing: end - 1) }
    guard let seen = sieve.seenEnd else { throw MissingBytes(offset: end, isDown: false) }
    if seen < end { throw MissingBytes(offset: sieve.covered.upperBound, isDown: true) }
    return try sieve.last(before: seen)?.piece
  }

  /// The bytes that are shown of a piece.
  func bytes(_ piece: Piece) throws(MissingBytes) -> [UInt8] {
    let bytes = try written(piece)
    guard let times, piece.isLineStart else { return bytes }
    return times.shown(bytes).bytes
  }

  /// The bytes of a piece as they are written.
  func written(_ piece: Piece) throws(MissingBytes) -> [UInt8] {
    if let line = sieve?.line(at: piece.start) { return line.bytes }
    return try document.bytes(piece.start..<piece.end)
  }
}
