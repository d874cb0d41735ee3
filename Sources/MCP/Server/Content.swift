// Pieces of an answer that a model reads.
import JSON

/// One block of content.
package enum Content: Sendable, Equatable {
  case text(String)
  /// Base64 data and its media type.
  case image(data: String, mimeType: String)
  case audio(data: String, mimeType: String)
  case link(Resource)
  case resource(ResourceContents)

  /// As it stands in a message.
  package var json: JSONValue {
    switch self {
    case .text(let text): ["type": "text", "text": .string(text)]
    case .image(let data, let type):
      ["type": "image", "data": .string(data), "mimeType": .string(type)]
    case .audio(let data, let type):
      ["type": "audio", "data": .string(data), "mimeType": .string(type)]
    case .link(let resource):
      .object(JSONObject(resource.json, first: ("type", "resource_link")))
    case .resource(let contents): ["type": "resource", "resource": contents.json]
    }
  }
}

extension JSONObject {
  /// An object with one member before the others.
  init(_ value: JSONValue, first: (key: String, value: JSONValue)) {
    let rest = (value.object?.members ?? []).map { (key: $0.key, value: $0.value) }
    self.init(pairs: [first] + rest)
  }
}
