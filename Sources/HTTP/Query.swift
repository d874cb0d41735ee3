// Query strings and percent encoding (RFC 3986). Decoded pairs in memory, encoded on the wire.

/// The query of a request: decoded name/value pairs in order. Absent is different from empty.
package struct Query: Sendable, Equatable {
  package var items: [Item] = []

  /// One `name=value`.
  package struct Item: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  package init() {}

  /// Reads "a=1&b=2"; "+" is a space, broken escapes are kept as they are.
  package init(encoded: String) {
    for pair in encoded.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? PercentEncoding.decodeForm(parts[1]) : ""
      items.append(Item(name: PercentEncoding.decodeForm(parts[0]), value: value))
    }
  }

  package var isEmpty: Bool { items.isEmpty }

  /// First value of a name; setting replaces all of them, nil removes them.
  package subscript(name: String) -> String? {
    get { items.first { $0.name == name }?.value }
    set {
      items.removeAll { $0.name == name }
      if let newValue { items.append(Item(name: name, value: newValue)) }
    }
  }

  /// As it stands after the `?` of a URL.
  package var encoded: String {
    items.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
      .joined(separator: "&")
  }
}

/// Escapes text for URLs and back.
package enum PercentEncoding {
  /// Encodes everything but RFC 3986 unreserved characters, "/" included: safe for one path segment.
  package static func encode(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy(isUnreserved) { return String(text) }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Decodes "%41"; broken escapes stay as they are and invalid UTF-8 is repaired.
  package static func decode(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(37) else { return String(text) }
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index] == 37, index + 2 < source.count, let high = nibble(source[index + 1]),
        let low = nibble(source[index + 2])
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func decodeForm(_ text: some StringProtocol) -> String {
    decode(String(text.map { $0 == "+" ? " " : $0 }))
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
    default: false
    }
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
