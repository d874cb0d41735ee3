// Who a server says it is.
import JSON

/// A server's name and words, as clients show them.
package struct ServerCard: Sendable, Equatable {
  package var name: String
  package var title: String
  package var version: String
  package var description: String
  package var websiteURL: String?
  /// For the model that uses the server: what it is for and where to start.
  package var instructions: String?

  package init(
    name: String, title: String, version: String, description: String,
    websiteURL: String? = nil, instructions: String? = nil
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.description = description
    self.websiteURL = websiteURL
    self.instructions = instructions
  }

  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "title": .string(title), "version": .string(version),
      "description": .string(description),
    ]
    if let websiteURL { object["websiteUrl"] = .string(websiteURL) }
    return .object(object)
  }
}
