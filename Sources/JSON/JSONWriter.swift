// Writes JSON straight into bytes: no tree in between.

/// Appends compact JSON to `bytes`. Commas are placed by the writer.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  /// An object whose members `body` writes with `key(_:)` or `member(_:_:)`.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(123)
    body(&self)
    close(125)
  }

  /// Writes an array of what the body writes.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(91)
    body(&self)
    close(93)
  }

  /// Writes an array with one item for each.
  package mutating func array<Items: Sequence>(
    of items: Items, _ element: (inout JSONWriter, Items.Element) -> Void
  ) {
    open(91)
    for item in items { element(&self, item) }
    close(93)
  }

  /// The key of the next value.
  package mutating func key(_ name: String) {
    separate()
    quoted(name)
    bytes.append(58)
    needsComma = false
  }

  /// Writes a string, escaped.
  package mutating func string(_ text: String) {
    separate()
    quoted(text)
  }

  /// Writes a whole number.
  package mutating func int(_ value: some BinaryInteger) { raw("\(value)") }
  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  /// Writes `null`.
  package mutating func null() { raw("null") }
  /// NaN and infinities become null: JSON has no such numbers.
  package mutating func double(_ value: Double) { raw(value.isFinite ? "\(value)" : "null") }

  /// Writes a key with text, or `null`.
  package mutating func member(_ name: String, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  /// Writes a key with a whole number, or `null`.
  package mutating func member(_ name: String, _ value: Int?) {
    key(name)
    if let value { int(value) } else { null() }
  }

  /// Writes a key with a boolean, or `null`.
  package mutating func member(_ name: String, _ value: Bool?) {
    key(name)
    if let value { bool(value) } else { null() }
  }

  /// Writes a key with any value, or `null`.
  package mutating func member(_ name: String, _ value: JSONValue?) {
    key(name)
    self.value(value ?? .null)
  }

  /// Writes any value.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .int(let number): int(number)
    case .double(let number): double(number)
    case .string(let text): string(text)
    case .array(let items): array(of: items) { $0.value($1) }
    case .object(let object):
      self.object { writer in
        for member in object.members { writer.member(member.key, member.value) }
      }
    }
  }

  private mutating func separate() {
    if needsComma { bytes.append(44) }
    needsComma = true
  }

  private mutating func open(_ byte: UInt8) {
    separate()
    bytes.append(byte)
    needsComma = false
  }

  private mutating func close(_ byte: UInt8) {
    bytes.append(byte)
    needsComma = true
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  /// Stretches without anything to escape are copied whole.
  private mutating func quoted(_ text: String) {
    bytes.append(34)
    var text = text
    text.withUTF8 { source in
      var copied = 0
      for index in 0..<source.count where Self.needsEscape(source[index]) {
        bytes.append(contentsOf: source[copied..<index])
        escape(source[index])
        copied = index + 1
      }
      bytes.append(contentsOf: source[copied...])
    }
    bytes.append(34)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool { byte < 32 || byte == 34 || byte == 92 }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 34, 92: bytes += [92, byte]
    case 10: bytes += [92, 110]
    case 13: bytes += [92, 114]
    case 9: bytes += [92, 116]
    default:
      let hex = Array("0123456789abcdef".utf8)
      bytes += [92, 117, 48, 48, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
    }
  }
}
