// Compares what the headers of a modern request say with its body, so that what lies between may route by
// headers (2026-07-28, "Header Validation").
import HTTP
import JSON

/// Header values and their comparison.
package enum HeaderCheck {
  static let methodsWithName = [
    "tools/call": "name", "prompts/get": "name", "resources/read": "uri",
  ]

  /// The first difference, as an error; nil when all agree.
  static func problem(_ headers: HTTPHeaders, _ request: RPCRequest, tool: Tool?) -> RPCError? {
    func mismatch(_ name: String) -> RPCError {
      RPCError(
        code: RPCError.headerMismatchCode, "the header \(name) is missing or not as the body")
    }
    let version = request.params["_meta"]?[MetaKey.version]?.string
    guard value(headers, "Mcp-Protocol-Version") == version else {
      return mismatch("MCP-Protocol-Version")
    }
    guard value(headers, "Mcp-Method") == request.method else { return mismatch("Mcp-Method") }
    if let key = methodsWithName[request.method] {
      guard let name = value(headers, "Mcp-Name"), name == request.params[key]?.string else {
        return mismatch("Mcp-Name")
      }
    }
    guard let tool else { return nil }
    let arguments = request.params["arguments"]?.object ?? JSONObject()
    for (header, path) in parameters(of: tool.inputSchema) {
      let name = "Mcp-Param-\(header)"
      let sent = headers[name].map { decoded($0) }
      guard let expected = path.reduce(Optional(JSONValue.object(arguments)), { $0?[$1] }),
        !expected.isNull
      else {
        if sent != nil { return mismatch(name) }
        continue
      }
      guard let sent, let text = sent, text == plain(expected) else { return mismatch(name) }
    }
    return nil
  }

  /// Header tokens of a schema's `x-mcp-header` properties, with the way to each.
  static func parameters(
    of schema: JSONObject, at path: [String] = []
  ) -> [(header: String, path: [String])] {
    (schema["properties"]?.object?.members ?? []).flatMap {
      member -> [(header: String, path: [String])] in
      guard let property = member.value.object else { return [] }
      let way = path + [member.key]
      let own = property["x-mcp-header"]?.string.map { [(header: $0, path: way)] } ?? []
      return own + parameters(of: property, at: way)
    }
  }

  private static func value(_ headers: HTTPHeaders, _ name: String) -> String? {
    headers[name].flatMap { decoded($0) }
  }

  /// How a value stands in a header.
  static func plain(_ value: JSONValue) -> String { value.string ?? value.text }

  /// Without white space around it, and without the wrapping of values that are not plain ASCII; nil
  /// when the wrapping is broken.
  package static func decoded(_ value: String) -> String? {
    let text = trimmed(value)
    guard text.hasPrefix("=?base64?"), text.hasSuffix("?="), text.count >= 11 else { return text }
    guard let bytes = Base64.decode(text.dropFirst(9).dropLast(2)) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A value as it may stand in a header.
  package static func encoded(_ value: String) -> String {
    let isPlain =
      value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && trimmed(value) == value
      && !value.hasPrefix("=?base64?")
    return isPlain ? value : "=?base64?\(Base64.encode(Array(value.utf8)))?="
  }

  private static func trimmed(_ text: String) -> String {
    let space: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let front = text.drop(while: space)
    return String(front.reversed().drop(while: space).reversed())
  }
}

/// Base64 of RFC 4648, with padding.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let group = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
      for place in 0..<4 {
        let index = Int(group >> UInt32(18 - 6 * place) & 63)
        text.append(place <= part.count ? alphabet[index] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil unless it is exactly what `encode` writes.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: characters.count, by: 4) {
      let part = characters[start..<start + 4].prefix { $0 != UInt8(ascii: "=") }
      guard part.count >= 2 else { return nil }
      var group: UInt32 = 0
      for character in part {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        group = group << 6 | UInt32(value)
      }
      group <<= UInt32(6 * (4 - part.count))
      for place in 0..<(part.count - 1) {
        bytes.append(UInt8(group >> UInt32(16 - 8 * place) & 255))
      }
    }
    return encode(bytes) == String(text) ? bytes : nil
  }
}
