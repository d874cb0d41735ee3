// Reading what a server may send instead of what it should: null, numbers as text, text as numbers.
// Anything of a wholly different type is consumed and answered as nil.

extension JSONReader {
  /// Text; a number or flag as its text; nil for null and containers.
  package mutating func text() throws(JSONError) -> String? {
    skipBlanks()
    switch peek() {
    case 34: return try string()
    case 110, 91, 123:
      try skip()
      return nil
    case 116, 102: return try bool() ? "true" : "false"
    default:
      let start = offset
      _ = try scanNumber()
      return String(decoding: bytes[start..<offset], as: UTF8.self)
    }
  }

  /// An integer, also from text.
  package mutating func integer() throws(JSONError) -> Int? {
    try real().flatMap { Int(exactly: $0) }
  }

  /// A number, also from text.
  package mutating func real() throws(JSONError) -> Double? {
    skipBlanks()
    switch peek() {
    case 34: return Double(try string())
    case 45, 48...57: return try number().double
    default:
      try skip()
      return nil
    }
  }

  /// A boolean, also as the text "true" or "false"; nil for anything else.
  package mutating func flag() throws(JSONError) -> Bool? {
    skipBlanks()
    switch peek() {
    case 116, 102: return try bool()
    case 34:
      let word = try string()
      return word == "true" ? true : word == "false" ? false : nil
    default:
      try skip()
      return nil
    }
  }

  /// Elements of an array that `element` understands; null and other types are an empty list.
  /// - Parameter capacity: how many are expected, so that a kept list wastes no memory.
  package mutating func list<Element>(
    capacity: Int = 0, _ element: (inout JSONReader) throws(JSONError) -> Element?
  ) throws(JSONError) -> [Element] {
    skipBlanks()
    guard peek() == 91 else {
      try skip()
      return []
    }
    var result: [Element] = []
    result.reserveCapacity(capacity)
    try array { (reader) throws(JSONError) in
      if let value = try element(&reader) { result.append(value) }
    }
    return result
  }

  /// Whether an object comes next; if not, the value is consumed.
  package mutating func hasObject() throws(JSONError) -> Bool {
    skipBlanks()
    if peek() == 123 { return true }
    try skip()
    return false
  }

  /// Raw bytes of a string without escapes, for parsing in place; nil (value consumed) otherwise.
  package mutating func plainString<Value>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(JSONError) -> Value? {
    skipBlanks()
    guard peek() == 34 else {
      try skip()
      return nil
    }
    let (start, count, plain) = try scanString()
    guard plain else { return nil }
    return body(UnsafeBufferPointer(rebasing: bytes[start..<start + count]))
  }

  /// Decodes a value once for each distinct text of it: rows of a page repeat their nested lists.
  package mutating func repeated<Value: Sendable>(
    _ decode: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    skipBlanks()
    let start = offset
    if let (value, count): (Value, Int) = pool.value(UnsafeBufferPointer(rebasing: bytes[start...]))
    {
      offset += count
      return value
    }
    let value = try decode(&self)
    pool.remember(UnsafeBufferPointer(rebasing: bytes[start..<offset]), value)
    return value
  }
}

extension JSONReader {
  /// Whether an array comes next; nothing is consumed.
  package mutating func nextIsArray() throws(JSONError) -> Bool {
    skipBlanks()
    return peek() == 91
  }
}
