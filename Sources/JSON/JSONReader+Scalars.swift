// Scanning of strings and numbers, with the checks of RFC 8259.

extension JSONReader {
  /// Consumes a string; answers the place of its content, and whether it has no escapes.
  mutating func scanString() throws(JSONError) -> (start: Int, count: Int, plain: Bool) {
    guard peek() == 34 else { throw error(.wrongType) }
    offset += 1
    let start = offset
    var plain = true
    while true {
      skipPlainText()
      guard offset < bytes.count else { break }
      let byte = bytes[offset]
      if byte == 34 {
        offset += 1
        return (start, offset - 1 - start, plain)
      }
      if byte < 32 { throw error(.badString) }
      if byte == 92 {
        plain = false
        offset += 1
      }
      offset += 1
    }
    throw JSONError(.unexpectedEnd, offset: bytes.count)
  }

  /// Steps over text eight bytes at a time, up to a quote, a backslash, a control character or the
  /// last bytes of the input.
  private mutating func skipPlainText() {
    guard let base = bytes.baseAddress else { return }
    let ones: UInt64 = 0x0101_0101_0101_0101
    while offset + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self))
      // A byte that is zero after the exclusive or, or below 32, borrows into its highest bit.
      let quotes = word ^ (ones &* 34)
      let slashes = word ^ (ones &* 92)
      let found =
        ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 32) & ~word)
        & (ones &* 128)
      if found != 0 {
        offset += found.trailingZeroBitCount / 8
        return
      }
      offset += 8
    }
  }

  /// Consumes a number; true when it is an integer.
  mutating func scanNumber() throws(JSONError) -> Bool {
    let start = offset
    if peek() == 45 { offset += 1 }
    let leading = peek()
    let digitsCount = scanDigits()
    if digitsCount == 0 || (leading == 48 && digitsCount > 1) {
      throw offset == start ? error(.unexpectedByte) : error(.badNumber)
    }
    var whole = true
    if peek() == 46 {
      offset += 1
      whole = false
      if scanDigits() == 0 { throw error(.badNumber) }
    }
    if peek() | 32 == 101 {
      offset += 1
      whole = false
      if peek() == 43 || peek() == 45 { offset += 1 }
      if scanDigits() == 0 { throw error(.badNumber) }
    }
    return whole
  }

  private mutating func scanDigits() -> Int {
    let start = offset
    while offset < bytes.count, (48...57).contains(bytes[offset]) { offset += 1 }
    return offset - start
  }

  /// Content of a string with its escapes resolved; lone surrogates become U+FFFD.
  func unescaped(_ raw: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      guard raw[index] == 92 else {
        out.append(raw[index])
        index += 1
        continue
      }
      guard index + 1 < raw.count else { throw JSONError(.badString, offset: start + index) }
      if raw[index + 1] == 117 {
        let (scalar, length) = try unicodeEscape(raw, index, start)
        out.append(contentsOf: String(Character(scalar)).utf8)
        index += length
      } else {
        guard let byte = Self.simpleEscape(raw[index + 1]) else {
          throw JSONError(.badString, offset: start + index)
        }
        out.append(byte)
        index += 2
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func simpleEscape(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 34, 92, 47: byte
    case 98: 8
    case 102: 12
    case 110: 10
    case 114: 13
    case 116: 9
    default: nil
    }
  }

  private func unicodeEscape(
    _ raw: UnsafeBufferPointer<UInt8>, _ index: Int, _ start: Int
  ) throws(JSONError) -> (Unicode.Scalar, length: Int) {
    guard let high = Self.hex4(raw, index + 2) else {
      throw JSONError(.badString, offset: start + index)
    }
    if (0xD800..<0xDC00).contains(high), index + 7 < raw.count, raw[index + 6] == 92,
      raw[index + 7] == 117, let low = Self.hex4(raw, index + 8), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    {
      return (scalar, 12)
    }
    return (Unicode.Scalar(high) ?? "\u{FFFD}", 6)
  }

  private static func hex4(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32? {
    guard at + 4 <= raw.count else { return nil }
    var value: UInt32 = 0
    for index in at..<at + 4 {
      guard let digit = Character(Unicode.Scalar(raw[index])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
