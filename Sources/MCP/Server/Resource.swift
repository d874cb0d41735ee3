// Things that can be read by their URI.
import JSON

/// A resource in a list or a link. Its URI must be legal by RFC 3986: one that is not makes some clients
/// refuse the whole list.
package struct Resource: Sendable, Equatable {
  package var uri: String
  package var name: String
  package var title: String?
  package var description: String?
  package var mimeType: String?

  package init(
    uri: String, name: String, title: String? = nil, description: String? = nil,
    mimeType: String? = nil
  ) {
    self.uri = uri
    self.name = name
    self.title = title
    self.description = description
    self.mimeType = mimeType
  }

  /// As it stands in a message.
  package var json: JSONValue {
    var object: JSONObject = ["uri": .string(uri), "name": .string(name)]
    if let title { object["title"] = .string(title) }
    if let description { object["description"] = .string(description) }
    if let mimeType { object["mimeType"] = .string(mimeType) }
    return .object(object)
  }
}

/// A family of resources: `run://{id}`.
package struct ResourceTemplate: Sendable, Equatable {
  /// Level 1 of RFC 6570: names in braces.
  package var uriTemplate: String
  package var name: String
  package var title: String
  package var description: String
  package var mimeType: String?

  package init(
    _ uriTemplate: String, name: String, title: String, description: String,
    mimeType: String? = nil
  ) {
    self.uriTemplate = uriTemplate
    self.name = name
    self.title = title
    self.description = description
    self.mimeType = mimeType
  }

  var json: JSONValue {
    var object: JSONObject = [
      "uriTemplate": .string(uriTemplate), "name": .string(name), "title": .string(title),
      "description": .string(description),
    ]
    if let mimeType { object["mimeType"] = .string(mimeType) }
    return .object(object)
  }

  /// The values of the names in braces when a URI fits; nil when it does not. A value is not empty
  /// and ends at the next `/`.
  package func match(_ uri: String) -> [String: String]? {
    var values: [String: String] = [:]
    var rest = uri[...]
    var pattern = uriTemplate[...]
    while let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") {
      let literal = pattern[..<open]
      guard rest.hasPrefix(literal) else { return nil }
      rest = rest.dropFirst(literal.count)
      let name = String(pattern[pattern.index(after: open)..<close])
      pattern = pattern[pattern.index(after: close)...]
      let value = rest.prefix { $0 != "/" && $0 != pattern.first }
      guard !value.isEmpty else { return nil }
      values[name] = String(value)
      rest = rest.dropFirst(value.count)
    }
    return rest == pattern ? values : nil
  }
}

/// What a resource holds.
package struct ResourceContents: Sendable, Equatable {
  /// Text or base64.
  package enum Body: Sendable, Equatable {
    case text(String)
    case base64(String)
  }

  package var uri: String
  package var mimeType: String?
  package var body: Body

  package init(uri: String, mimeType: String? = nil, _ body: Body) {
    self.uri = uri
    self.mimeType = mimeType
    self.body = body
  }

  var json: JSONValue {
    var object: JSONObject = ["uri": .string(uri)]
    if let mimeType { object["mimeType"] = .string(mimeType) }
    switch body {
    case .text(let text): object["text"] = .string(text)
    case .base64(let data): object["blob"] = .string(data)
    }
    return .object(object)
  }
}
