// Typed ids. Opaque text for everyone; UUIDs, the usual case, take 16 bytes instead of a heap string.

/// The id of a `Noun`. Any text is accepted: other servers use other ids than UUIDs.
package struct Identifier<Noun>: Sendable, Hashable, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  private enum Storage: Sendable, Hashable {
    case uuid(UInt64, UInt64)
    case text(String)
  }

  private let storage: Storage

  package init(_ text: some StringProtocol) {
    var copy = String(text)
    self.init(bytes: copy.withUTF8 { Self.parse($0) }, else: copy)
  }

  package init(stringLiteral value: String) { self.init(value) }

  /// Parses raw bytes without making a string when they are a lower-case UUID.
  package init(bytes: UnsafeBufferPointer<UInt8>) {
    self.init(bytes: Self.parse(bytes), else: String(decoding: bytes, as: UTF8.self))
  }

  private init(bytes: (UInt64, UInt64)?, else text: @autoclosure () -> String) {
    if let bytes { storage = .uuid(bytes.0, bytes.1) } else { storage = .text(text()) }
  }

  /// A version 4 UUID from 16 random bytes' worth of `generator`.
  package static func random(
    using generator: inout some RandomNumberGenerator
  ) -> Identifier {
    let high = (generator.next() & 0xffff_ffff_ffff_0fff) | 0x4000
    let low = (generator.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000
    return Identifier(bytes: (high, low), else: "")
  }

  /// The id as on the wire.
  package var text: String {
    switch storage {
    case .text(let text): text
    case .uuid(let high, let low): Self.format(high, low)
    }
  }

  /// Whether it is a UUID.
  package var isUUID: Bool {
    if case .uuid = storage { true } else { false }
  }

  /// Appends the 36 characters of a UUID, without making a string.
  /// - Returns: false, and nothing is appended, for other ids.
  package func appendUUID(to bytes: inout [UInt8]) -> Bool {
    guard case .uuid(let high, let low) = storage else { return false }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(45, count: 36))
    bytes.withUnsafeMutableBufferPointer { Self.write(high, low, to: $0, at: start) }
    return true
  }

  package var description: String { text }

  /// The first eight characters: what people say to each other.
  package var short: String { String(text.prefix(8)) }

  package static func < (a: Identifier, b: Identifier) -> Bool {
    switch (a.storage, b.storage) {
    case (.uuid(let aHigh, let aLow), .uuid(let bHigh, let bLow)): (aHigh, aLow) < (bHigh, bLow)
    default: a.text < b.text
    }
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    guard bytes.count == 36, bytes[8] == 45, bytes[13] == 45, bytes[18] == 45, bytes[23] == 45,
      let a = fourDigits(bytes, 0), let b = fourDigits(bytes, 4), let c = fourDigits(bytes, 9),
      let d = fourDigits(bytes, 14), let e = fourDigits(bytes, 19), let f = fourDigits(bytes, 24),
      let g = fourDigits(bytes, 28), let h = fourDigits(bytes, 32)
    else { return nil }
    return (a << 48 | b << 32 | c << 16 | d, e << 48 | f << 32 | g << 16 | h)
  }

  /// Four lower-case hexadecimal digits at once, a byte of the word each; nil for anything else.
  private static func fourDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt64? {
    let raw = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt32.self)
    let word = UInt32(bigEndian: raw)
    let ones: UInt32 = 0x0101_0101
    // 1 in the bytes of letters; from 10 on they are written from "a", before from "0".
    let letters = word >> 6 & ones
    let digits = (word & (ones &* 15)) &+ letters &* 9
    let isFromTen = (digits &+ ones &* 6) >> 4 & ones
    guard digits & (ones &* 240) == 0, isFromTen == letters,
      digits &+ ones &* 48 &+ letters &* 39 == word
    else { return nil }
    let pairs = digits | digits >> 4
    return UInt64(pairs >> 8 & 0xff00 | pairs & 0xff)
  }

  private static func format(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { out in
      for index in [8, 13, 18, 23] { out[index] = 45 }
      write(high, low, to: out, at: 0)
      return 36
    }
  }

  /// The digits; the hyphens between them are there already.
  private static func write(
    _ high: UInt64, _ low: UInt64, to out: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) {
    var at = start
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { at += 1 }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - digit % 16 * 4)) & 15
      out[at] = nibble < 10 ? 48 + nibble : 87 + nibble
      at += 1
    }
  }
}
