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
    guard bytes.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for index in 0..<36 {
      let byte = bytes[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == 45 else { return nil }
        continue
      }
      let digit: UInt64
      switch byte {
      case 48...57: digit = UInt64(byte - 48)
      case 97...102: digit = UInt64(byte - 87)
      default: return nil
      }
      if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
      digits += 1
    }
    return (high, low)
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
