// A tool as a server lists it. Nothing of it is trusted: annotations are hints, and a schema is never
// fetched from anywhere.
import HTTP
import JSON

/// A tool of another's server.
package struct RemoteTool: Sendable, Equatable {
  package let name: String
  /// All that the server says of it, unchanged.
  package let json: JSONValue

  package var inputSchema: JSONObject { json["inputSchema"]?.object ?? JSONObject() }

  /// What the server says it changes; nil where it says nothing.
  package var isReadOnly: Bool? { json["annotations"]?["readOnlyHint"]?.bool }

  /// Arguments that it cannot be called without.
  package var required: [String] {
    (inputSchema["required"]?.array ?? []).compactMap(\.string)
  }

  /// nil for what must not be used: no name, a schema that is no object's, headers that are malformed
  /// (2026-07-28, "x-mcp-header").
  package init?(json: JSONValue) {
    guard let name = json["name"]?.string, !name.isEmpty,
      json["inputSchema"]?["type"]?.string == "object"
    else { return nil }
    (self.name, self.json) = (name, json)
    guard Self.hasGoodHeaders(inputSchema) else { return nil }
  }

  /// What a call says again in HTTP headers.
  func headers(_ arguments: JSONObject) -> HTTPHeaders {
    var headers = HTTPHeaders()
    for (header, path) in HeaderCheck.parameters(of: inputSchema) {
      let value = path.reduce(Optional(JSONValue.object(arguments))) { $0?[$1] }
      guard let value, !value.isNull else { continue }
      headers["Mcp-Param-\(header)"] = HeaderCheck.encoded(HeaderCheck.plain(value))
    }
    return headers
  }

  private static func hasGoodHeaders(_ schema: JSONObject) -> Bool {
    let parameters = HeaderCheck.parameters(of: schema)
    guard Set(parameters.map { $0.header.lowercased() }).count == parameters.count else {
      return false
    }
    return parameters.allSatisfy { header, path in
      let property = path.reduce(Optional(JSONValue.object(schema))) {
        $0?["properties"]?[$1]
      }
      let types = property?["type"].map { $0.array ?? [$0] } ?? []
      let isPlain = !types.isEmpty && types.allSatisfy { plainTypes.contains($0.string ?? "") }
      return isPlain && !header.isEmpty && header.utf8.allSatisfy(isTokenByte)
    }
  }

  private static let plainTypes: Set = ["string", "integer", "number", "boolean"]

  /// RFC 9110 §5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

/// What a call of a tool gave.
package struct ToolOutcome: Sendable, Equatable {
  /// The tool's own error: what it says is for a model to read.
  package let isError: Bool
  /// All text of it.
  package let text: String
  package let structured: JSONValue?
  /// The result as it came.
  package let json: JSONValue

  init(json: JSONValue) {
    self.json = json
    isError = json["isError"]?.bool ?? false
    structured = json["structuredContent"]
    text = (json["content"]?.array ?? []).compactMap { $0["text"]?.string }
      .joined(separator: "\n")
  }

  /// The first line of the text, cut.
  package var excerpt: String { Excerpt.line(text) }
}
