// A pull parser over bytes: rows go straight into structs, without a tree or a dictionary in between.
// Strings that repeat from row to row (names, messages) are made once by `pool`.
import Glibc

/// Reads JSON from bytes that outlive it. Use through `JSONReader.read`.
package struct JSONReader {
  /// Deepest nesting of arrays and objects that is read.
  package static let depthMax = 128

  let bytes: UnsafeBufferPointer<UInt8>
  package internal(set) var offset = 0
  private var depth = 0
  let pool: StringPool

  private init(_ bytes: UnsafeBufferPointer<UInt8>, pool: StringPool) {
    self.bytes = bytes
    self.pool = pool
  }

  /// Reads one whole text; anything but blanks after the value is an error.
  package static func read<Value>(
    _ bytes: [UInt8], _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    let pool = StringPool()
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<Value, JSONError> in
      var reader = JSONReader(buffer, pool: pool)
      do throws(JSONError) {
        let value = try body(&reader)
        reader.skipBlanks()
        if reader.offset < buffer.count { throw reader.error(.trailingBytes) }
        return .success(value)
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Calls `member` for each key of an object; it must consume the value (`skip()` when unknown).
  package mutating func object(
    _ member: (inout JSONReader, JSONKey) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(123)
    if try leave(125) { return }
    repeat {
      skipBlanks()
      let (start, count, plain) = try scanString()
      try expect(58)
      let key = JSONKey(bytes: UnsafeBufferPointer(rebasing: bytes[start..<start + count]))
      if plain {
        try member(&self, key)
      } else {
        try memberWithEscapedKey(key, member)
      }
    } while try more(125)
  }

  /// Calls `element` for each element of an array; it must consume it.
  package mutating func array(
    _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(91)
    if try leave(93) { return }
    repeat { try element(&self) } while try more(93)
  }

  /// Consumes `null` if it is next.
  package mutating func takeNull() -> Bool {
    skipBlanks()
    guard peek() == 110, matches("null") else { return false }
    offset += 4
    return true
  }

  /// A string.
  package mutating func string() throws(JSONError) -> String {
    skipBlanks()
    let (start, count, plain) = try scanString()
    let slice = UnsafeBufferPointer(rebasing: bytes[start..<start + count])
    return plain ? pool.string(slice) : try unescaped(slice, at: start)
  }

  /// Takes `true` or `false`.
  package mutating func bool() throws(JSONError) -> Bool {
    skipBlanks()
    if matches("true") {
      offset += 4
      return true
    }
    if matches("false") {
      offset += 5
      return false
    }
    throw error(.wrongType)
  }

  /// Consumes any value.
  package mutating func skip() throws(JSONError) {
    skipBlanks()
    switch peek() {
    case 123: try object { (reader, _) throws(JSONError) in try reader.skip() }
    case 91: try array { (reader) throws(JSONError) in try reader.skip() }
    case 34: _ = try scanString()
    case 116, 102: _ = try bool()
    case 110: if !takeNull() { throw error(.unexpectedByte) }
    default: _ = try scanNumber()
    }
  }

  /// Any value as a tree.
  package mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch peek() {
    case 123:
      var pairs: [(key: String, value: JSONValue)] = []
      try object { (reader, key) throws(JSONError) in
        pairs.append((key.text, try reader.value()))
      }
      return .object(JSONObject(pairs: pairs))
    case 91:
      var result: [JSONValue] = []
      try array { (reader) throws(JSONError) in result.append(try reader.value()) }
      return .array(result)
    case 34: return .string(try string())
    case 116, 102: return .bool(try bool())
    case 110:
      guard takeNull() else { throw error(.unexpectedByte) }
      return .null
    default: return try number()
    }
  }

  /// A number: an integer when it has neither fraction nor exponent and fits.
  package mutating func number() throws(JSONError) -> JSONValue {
    skipBlanks()
    let start = offset
    let whole = try scanNumber()
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if whole, let value = Int64(text) { return .int(value) }
    guard let value = Double(text) else { throw JSONError(.badNumber, offset: start) }
    return .double(value)
  }

  // MARK: - Bytes

  /// An error at the place that is read now.
  package func error(_ kind: JSONError.Kind) -> JSONError {
    JSONError(offset >= bytes.count ? .unexpectedEnd : kind, offset: offset)
  }

  func peek() -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 32, 9, 10, 13: offset += 1
      default: return
      }
    }
  }

  private func matches(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard offset + count <= bytes.count else { return false }
    for index in 0..<count where bytes[offset + index] != word.utf8Start[index] { return false }
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    skipBlanks()
    guard peek() == byte else { throw error(.unexpectedByte) }
    offset += 1
  }

  private mutating func enter(_ byte: UInt8) throws(JSONError) {
    skipBlanks()
    guard peek() == byte else { throw error(.wrongType) }
    guard depth < Self.depthMax else { throw error(.tooDeep) }
    offset += 1
    depth += 1
  }

  /// True at the end of an empty container.
  private mutating func leave(_ closing: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    guard peek() == closing else { return false }
    offset += 1
    depth -= 1
    return true
  }

  /// True after a comma, false after the closing byte.
  private mutating func more(_ closing: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    let byte = peek()
    guard byte == 44 || byte == closing else { throw error(.unexpectedByte) }
    offset += 1
    if byte == closing { depth -= 1 }
    return byte == 44
  }

  private mutating func memberWithEscapedKey(
    _ key: JSONKey, _ member: (inout JSONReader, JSONKey) throws(JSONError) -> Void
  ) throws(JSONError) {
    var name = try unescaped(key.bytes, at: offset)
    let copy = Array(name.utf8)
    name = ""
    let owned = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: copy.count)
    defer { owned.deallocate() }
    _ = owned.initialize(from: copy)
    try member(&self, JSONKey(bytes: UnsafeBufferPointer(owned)))
  }
}

/// The key of an object member, compared as bytes. Valid only inside the call that receives it.
package struct JSONKey {
  @usableFromInline let bytes: UnsafeBufferPointer<UInt8>

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Inlined where it is used: a row is some twenty keys, each compared with up to as many names.
  @inlinable @inline(__always)
  package static func ~= (pattern: StaticString, key: JSONKey) -> Bool {
    let count = pattern.utf8CodeUnitCount
    guard key.bytes.count == count, let start = key.bytes.baseAddress else { return false }
    return memcmp(start, pattern.utf8Start, count) == 0
  }
}
