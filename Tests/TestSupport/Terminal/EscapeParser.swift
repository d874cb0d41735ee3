// Splits a terminal's byte stream into characters, controls and escape sequences. It keeps what is
// unfinished between two reads, and knows nothing of what a sequence does.

/// One thing the program sent.
enum EscapeToken: Equatable, Sendable {
  case character(Unicode.Scalar)
  case control(UInt8)
  /// `ESC` intermediates final, e.g. "(B" or "7".
  case escape(String)
  /// `CSI` with its private marker ("?", ">" …) if any.
  case sequence(marker: String, numbers: [Int], intermediates: String, final: Character)
  /// OSC, DCS, APC or PM, by its first character, and its text.
  case string(kind: Character, text: String)
  /// Bytes that are no valid UTF-8 or no valid sequence.
  case garbage([UInt8])
}

struct EscapeParser: Sendable {
  private static let stringBytesMax = 65_536
  private var pending: [UInt8] = []

  /// All tokens that are complete with these bytes.
  mutating func feed(_ bytes: [UInt8]) -> [EscapeToken] {
    pending += bytes
    var tokens: [EscapeToken] = []
    var start = 0
    while start < pending.count, let (token, end) = next(from: start) {
      tokens.append(token)
      start = end
    }
    pending.removeFirst(start)
    return tokens
  }

  private func next(from start: Int) -> (EscapeToken, Int)? {
    let byte = pending[start]
    if byte == 0x1B { return escape(from: start) }
    if byte < 0x20 || byte == 0x7F { return (.control(byte), start + 1) }
    return character(from: start)
  }

  private func character(from start: Int) -> (EscapeToken, Int)? {
    let first = pending[start]
    let length =
      first < 0x80
      ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 0 else { return (.garbage([first]), start + 1) }
    guard start + length <= pending.count else { return nil }
    let bytes = Array(pending[start..<start + length])
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return (.garbage([first]), start + 1) }
    return (.character(scalar), start + length)
  }

  private func escape(from start: Int) -> (EscapeToken, Int)? {
    guard start + 1 < pending.count else { return nil }
    switch pending[start + 1] {
    case UInt8(ascii: "["): return sequence(from: start)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return string(from: start)
    default: break
    }
    var end = start + 1
    while end < pending.count, (0x20...0x2F).contains(pending[end]) { end += 1 }
    guard end < pending.count else { return nil }
    guard (0x30...0x7E).contains(pending[end]) else {
      return (.garbage(Array(pending[start...end])), end + 1)
    }
    return (.escape(String(decoding: pending[(start + 1)...end], as: UTF8.self)), end + 1)
  }

  private func sequence(from start: Int) -> (EscapeToken, Int)? {
    guard let end = pending[(start + 2)...].firstIndex(where: { !(0x20...0x3F).contains($0) })
    else { return nil }
    guard (0x40...0x7E).contains(pending[end]) else {
      return (.garbage(Array(pending[start..<end])), end)
    }
    let body = pending[(start + 2)..<end]
    let marker = body.prefix { (0x3C...0x3F).contains($0) }
    let intermediates = body.drop { $0 >= 0x30 }
    let numbers = body.dropFirst(marker.count).prefix { $0 >= 0x30 }
      .split(omittingEmptySubsequences: false) { $0 == 0x3B || $0 == 0x3A }
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    let token = EscapeToken.sequence(
      marker: String(decoding: marker, as: UTF8.self), numbers: numbers,
      intermediates: String(decoding: intermediates, as: UTF8.self),
      final: Character(Unicode.Scalar(pending[end])))
    return (token, end + 1)
  }

  private func string(from start: Int) -> (EscapeToken, Int)? {
    var end = start + 2
    // For a multiplexer, what is handed on is a whole sequence with its escapes doubled.
    let isWrapped = pending[start + 1] == UInt8(ascii: "P")
    while end < pending.count, pending[end] != 0x07 || isWrapped {
      if pending[end] == 0x1B {
        guard isWrapped, end + 1 < pending.count, pending[end + 1] == 0x1B else { break }
        end += 1
      }
      end += 1
    }
    guard end < pending.count else {
      let tooLong = end - start > Self.stringBytesMax
      return tooLong ? (.garbage(Array(pending[start..<end])), end) : nil
    }
    let isEscape = pending[end] == 0x1B
    if isEscape, end + 1 >= pending.count { return nil }
    let text = String(decoding: pending[(start + 2)..<end], as: UTF8.self)
    let kind = Character(Unicode.Scalar(pending[start + 1]))
    return (.string(kind: kind, text: text), end + (isEscape ? 2 : 1))
  }
}
