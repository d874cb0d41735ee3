// A tool: what it is called, what it takes and gives, what it may change, and what does it.
import JSON

/// What clients may think of a tool before they call it; all four are always sent.
package struct ToolAnnotations: Sendable, Equatable {
  package var isReadOnly: Bool
  package var isDestructive: Bool
  /// Calling it twice is as good as once.
  package var isIdempotent: Bool
  /// It reaches systems outside of the server.
  package var isOpenWorld: Bool

  package init(
    isReadOnly: Bool, isDestructive: Bool = false, isIdempotent: Bool = false,
    isOpenWorld: Bool = true
  ) {
    self.isReadOnly = isReadOnly
    self.isDestructive = isDestructive
    self.isIdempotent = isIdempotent
    self.isOpenWorld = isOpenWorld
  }

  /// A tool that only looks.
  package static let reads = ToolAnnotations(isReadOnly: true, isIdempotent: true)
}

/// What a tool answers.
package enum ToolAnswer: Sendable {
  /// Content for the model, and the same as a value when the tool has an output schema.
  case done([Content], structured: JSONObject? = nil)
  /// The model can read it and do better: one line, what is wrong and what to do.
  case failed(String)
  /// A question to the client first (modern era only).
  case needsInput(InputNeeded)

  /// A value, and the same as text.
  package static func value(_ object: JSONObject) -> ToolAnswer {
    .done([.text(JSONValue.object(object).text)], structured: object)
  }
}

/// Questions that must be answered before a call can go on.
package struct InputNeeded: Sendable, Equatable {
  /// Requests by a key of the server's choice: `{"method": …, "params": …}`.
  package var requests: JSONObject
  /// What the server wants to find again; kept on the server, only a handle travels.
  package var state: JSONValue?

  package init(requests: JSONObject = JSONObject(), state: JSONValue? = nil) {
    self.requests = requests
    self.state = state
  }
}

/// A tool of a server.
package struct Tool: Sendable {
  package var name: String
  package var title: String
  package var description: String
  package var annotations: ToolAnnotations
  /// JSON Schema 2020-12 with an object at its root.
  package var inputSchema: JSONObject
  /// The same for the structured result; nil promises none.
  package var outputSchema: JSONObject?
  package let perform: @Sendable (Call) async throws -> ToolAnswer

  /// A tool without an output schema; set `outputSchema` to promise a structured result.
  package init(
    name: String, title: String, description: String,
    annotations: ToolAnnotations = .reads, inputSchema: JSONObject = ["type": "object"],
    perform: @escaping @Sendable (Call) async throws -> ToolAnswer
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.annotations = annotations
    self.inputSchema = inputSchema
    self.perform = perform
  }

  /// As it stands in a list.
  package var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "inputSchema": .object(inputSchema),
    ]
    if let outputSchema { object["outputSchema"] = .object(outputSchema) }
    object["annotations"] = [
      "readOnlyHint": .bool(annotations.isReadOnly),
      "destructiveHint": .bool(annotations.isDestructive),
      "idempotentHint": .bool(annotations.isIdempotent),
      "openWorldHint": .bool(annotations.isOpenWorld),
    ]
    return .object(object)
  }
}
