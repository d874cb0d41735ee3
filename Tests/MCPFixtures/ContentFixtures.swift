// Tools that answer with every kind of content, and schemas that must survive listing.
import JSON
import MCP

enum ContentFixtures {
  /// One red pixel.
  static let png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
  /// A sound without samples.
  static let wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="

  static let image = Content.image(data: png, mimeType: "image/png")
  static let embedded = Content.resource(
    ResourceContents(
      uri: "test://embedded-resource", mimeType: "text/plain",
      .text("This is an embedded resource content.")))

  static var tools: [Tool] {
    [
      tool("test_simple_text", [.text("This is a simple text response for testing.")]),
      tool("test_image_content", [image]),
      tool("test_audio_content", [.audio(data: wav, mimeType: "audio/wav")]),
      tool("test_embedded_resource", [embedded]),
      tool(
        "test_multiple_content_types",
        [
          .text("Multiple content types test:"), image,
          .resource(
            ResourceContents(
              uri: "test://mixed-content-resource", mimeType: "application/json",
              .text(#"{"test":"data","value":123}"#))),
        ]),
      Tool(name: "test_error_handling", title: "Error", description: "Always fails") { _ in
        .failed("This tool intentionally returns an error for testing")
      },
      Tool(
        name: "json_schema_2020_12_tool", title: "Schema",
        description: "Takes what its schema says", inputSchema: schema
      ) { _ in .done([.text("ok")]) },
      Tool(
        name: "test_custom_header", title: "Header",
        description: "Has a parameter that also stands in a header",
        inputSchema: [
          "type": "object",
          "properties": ["region": ["type": "string", "x-mcp-header": "Region"]],
        ]
      ) { call in .done([.text(call.arguments["region"]?.string ?? "none")]) },
    ]
  }

  static func tool(_ name: String, _ content: [Content]) -> Tool {
    Tool(name: name, title: name, description: "Answers with fixed content") { _ in
      .done(content)
    }
  }

  private static let schema: JSONObject = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": [
      "address": [
        "$anchor": "addressDef", "type": "object",
        "properties": ["street": ["type": "string"], "city": ["type": "string"]],
      ]
    ],
    "properties": [
      "name": ["type": "string"], "address": ["$ref": "#/$defs/address"],
      "contactMethod": ["type": "string", "enum": ["phone", "email"]],
      "phone": ["type": "string"], "email": ["type": "string"],
    ],
    "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
    "if": [
      "properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"],
    ],
    "then": ["required": ["phone"]],
    "else": ["required": ["email"]],
    "additionalProperties": false,
  ]
}
