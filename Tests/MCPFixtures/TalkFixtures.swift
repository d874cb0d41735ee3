// Tools that talk to the client while they work: progress, logs, questions, changes.
import JSON
import MCP

enum TalkFixtures {
  typealias Pause = @Sendable (Duration) async throws -> Void

  static func tools(_ changes: ChangeHub, _ pause: @escaping Pause) -> [Tool] {
    [
      tool("test_tool_with_logging") { call in
        for text in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
          call.log(.info, .string(text))
          try await pause(.milliseconds(50))
        }
        return .done([.text("logged")])
      },
      tool("test_logging_tool") { call in
        call.log(.info, "one message")
        return .done([.text("logged")])
      },
      tool("test_tool_with_progress") { call in
        for step in [0.0, 50, 100] {
          call.progress(step, of: 100, "at \(Int(step))")
          try await pause(.milliseconds(50))
        }
        return .done([.text("done")])
      },
      tool("test_trigger_tool_change") { _ in
        changes.announce(.tools)
        return .done([.text("announced")])
      },
      tool("test_trigger_prompt_change") { _ in
        changes.announce(.prompts)
        return .done([.text("announced")])
      },
      tool("test_missing_capability") { call in
        guard call.meta.can("sampling") else { throw RPCError.missingCapability("sampling") }
        return .done([.text("sampling is there")])
      },
      tool("test_reconnection") { call in
        call.log(.info, "still there")
        try await pause(.milliseconds(100))
        return .done([.text("Reconnection test completed successfully")])
      },
      sampling, elicitation, defaults, enums,
    ]
  }

  static func tool(
    _ name: String, _ perform: @escaping @Sendable (Call) async throws -> ToolAnswer
  ) -> Tool {
    Tool(name: name, title: name, description: "A fixture", perform: perform)
  }

  private static var sampling: Tool {
    Tool(
      name: "test_sampling", title: "Sampling", description: "Asks the client's model",
      inputSchema: text("prompt")
    ) { call in
      let answer = try await call.ask(
        "sampling/createMessage",
        [
          "messages": [
            [
              "role": "user",
              "content": ["type": "text", "text": call.arguments["prompt"] ?? ""],
            ]
          ], "maxTokens": 100,
        ])
      return .done([.text("LLM response: \(answer["content"]?["text"]?.string ?? "")")])
    }
  }

  private static var elicitation: Tool {
    Tool(
      name: "test_elicitation", title: "Elicitation", description: "Asks the person",
      inputSchema: text("message")
    ) { call in
      let schema: JSONValue = [
        "type": "object",
        "properties": [
          "username": ["type": "string", "description": "User's response"],
          "email": ["type": "string", "description": "User's email address"],
        ], "required": ["username", "email"],
      ]
      return try await ask(call, call.arguments["message"]?.string ?? "", schema)
    }
  }

  private static var defaults: Tool {
    tool("test_elicitation_sep1034_defaults") { call in
      let schema: JSONValue = [
        "type": "object",
        "properties": [
          "name": ["type": "string", "default": "John Doe"],
          "age": ["type": "integer", "default": 30],
          "score": ["type": "number", "default": 95.5],
          "status": [
            "type": "string", "enum": ["active", "inactive", "pending"], "default": "active",
          ],
          "verified": ["type": "boolean", "default": true],
        ],
      ]
      return try await ask(call, "Please review", schema)
    }
  }

  private static var enums: Tool {
    tool("test_elicitation_sep1330_enums") { call in
      let titled: JSONValue = [
        ["const": "value1", "title": "First Option"],
        ["const": "value2", "title": "Second Option"],
        ["const": "value3", "title": "Third Option"],
      ]
      let plain: JSONValue = ["option1", "option2", "option3"]
      let schema: JSONValue = [
        "type": "object",
        "properties": [
          "untitledSingle": ["type": "string", "enum": plain],
          "titledSingle": ["type": "string", "oneOf": titled],
          "legacyEnum": [
            "type": "string", "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
          ],
          "untitledMulti": ["type": "array", "items": ["type": "string", "enum": plain]],
          "titledMulti": ["type": "array", "items": ["anyOf": titled]],
        ],
      ]
      return try await ask(call, "Please choose", schema)
    }
  }

  private static func ask(_ call: Call, _ message: String, _ schema: JSONValue) async throws
    -> ToolAnswer
  {
    let answer = try await call.ask(
      "elicitation/create", ["message": .string(message), "requestedSchema": schema])
    let action = answer["action"]?.string ?? "none"
    return .done([
      .text("Elicitation completed: action=\(action), content=\((answer["content"] ?? [:]).text)")
    ])
  }

  static func text(_ name: String) -> JSONObject {
    [
      "type": "object", "properties": .object([name: ["type": "string"]]),
      "required": [.string(name)],
    ]
  }
}
