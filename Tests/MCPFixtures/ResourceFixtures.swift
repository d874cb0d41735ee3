// Resources of text and bytes, and one from a template.
import MCP

enum ResourceFixtures {
  static let resources = [
    Resource(uri: "test://static-text", name: "static-text", mimeType: "text/plain"),
    Resource(uri: "test://static-binary", name: "static-binary", mimeType: "image/png"),
    Resource(uri: "test://watched-resource", name: "watched-resource", mimeType: "text/plain"),
  ]
  static let templates = [
    ResourceTemplate(
      "test://template/{id}/data", name: "template", title: "Template",
      description: "Data of an id", mimeType: "application/json")
  ]

  static func read(_ uri: String) -> [ResourceContents]? {
    switch uri {
    case "test://static-text":
      return [
        ResourceContents(
          uri: uri, mimeType: "text/plain",
          .text("This is the content of the static text resource."))
      ]
    case "test://static-binary":
      return [ResourceContents(uri: uri, mimeType: "image/png", .base64(ContentFixtures.png))]
    case "test://watched-resource":
      return [ResourceContents(uri: uri, mimeType: "text/plain", .text("Watched"))]
    default:
      guard let id = templates[0].match(uri)?["id"] else { return nil }
      let text = #"{"id":"\#(id)","templateTest":true,"data":"Data for ID: \#(id)"}"#
      return [ResourceContents(uri: uri, mimeType: "application/json", .text(text))]
    }
  }
}
