// Bytes of a stream as lines, one JSON message each. A line that is too long is skipped to its end and
// reported once; nothing is kept of it.

/// Cuts a stream into lines.
struct LineSplitter {
  /// What comes out.
  enum Piece: Equatable {
    case line([UInt8])
    /// A line of more bytes than may be kept.
    case tooLong
  }

  private let bytesMax: Int
  private var kept: [UInt8] = []
  private var isSkipping = false

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  /// Takes bytes and gives what they complete; empty lines are left out.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A)
      append(bytes[start..<(end ?? bytes.count)], to: &pieces)
      guard let end else { break }
      finish(&pieces)
      start = end + 1
    }
    return pieces
  }

  /// The end of the stream ends a line, too.
  mutating func end() -> [Piece] {
    var pieces: [Piece] = []
    finish(&pieces)
    return pieces
  }

  private mutating func append(_ part: Slice<UnsafeRawBufferPointer>, to pieces: inout [Piece]) {
    guard !isSkipping else { return }
    if kept.count + part.count > bytesMax {
      isSkipping = true
      kept = []
      pieces.append(.tooLong)
    } else {
      kept.append(contentsOf: part)
    }
  }

  private mutating func finish(_ pieces: inout [Piece]) {
    defer { (kept, isSkipping) = ([], false) }
    if kept.last == 0x0D { kept.removeLast() }
    let isBlank = kept.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if !isBlank { pieces.append(.line(kept)) }
  }
}
