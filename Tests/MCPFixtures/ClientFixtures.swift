// Tools with the names that the suite's own servers use to try clients: they fail when a client does not
// do what it must.
import JSON
import MCP

enum ClientFixtures {
  static var tools: [Tool] { [numbers, defaults, echo, echoState, noState, unrelated] }

  private static let numbers = Tool(
    name: "add_numbers", title: "Add", description: "Adds two numbers",
    inputSchema: [
      "type": "object", "properties": ["a": ["type": "number"], "b": ["type": "number"]],
      "required": ["a", "b"],
    ]
  ) { call in
    let sum = (call.arguments["a"]?.double ?? 0) + (call.arguments["b"]?.double ?? 0)
    return .done([.text("\(sum)")])
  }

  /// Wants a form back with the schema's defaults in it.
  private static let defaults = TalkFixtures.tool("test_client_elicitation_defaults") { call in
    let wanted: JSONObject = ["name": "John Doe", "age": 30, "verified": true]
    let properties = wanted.members.map { member in
      (key: member.key, value: JSONValue.object(["default": member.value]))
    }
    let answer = try await call.ask(
      "elicitation/create",
      [
        "message": "accept",
        "requestedSchema": [
          "type": "object", "properties": .object(JSONObject(pairs: properties)),
        ],
      ])
    let content = answer["content"]?.object ?? JSONObject()
    let isWhole = wanted.members.allSatisfy { content[$0.key] == $0.value }
    return isWhole ? .done([.text("ok")]) : .failed("the defaults are not in the form")
  }

  /// Wants the schema of `json_schema_2020_12_tool` back as it was listed.
  private static let echo = Tool(
    name: "json_schema_echo", title: "Echo", description: "Compares a schema",
    inputSchema: [
      "type": "object", "properties": ["schema": ["type": "object"]], "required": ["schema"],
    ]
  ) { call in
    let schema = ContentFixtures.tools.first { $0.name == "json_schema_2020_12_tool" }?.inputSchema
    return call.arguments["schema"]?.object == schema
      ? .done([.text("ok")]) : .failed("the schema came back changed")
  }

  private static let echoState = TalkFixtures.tool("test_mrtr_echo_state") { call in
    guard !call.inputResponses.isEmpty else {
      return .needsInput(
        InputNeeded(requests: ["confirm": InputFixtures.confirmation], state: "kept"))
    }
    return call.state == "kept" ? .done([.text("ok")]) : .failed("the state did not come back")
  }

  private static let noState = TalkFixtures.tool("test_mrtr_no_state") { call in
    guard !call.inputResponses.isEmpty else {
      return .needsInput(InputNeeded(requests: ["confirm": InputFixtures.confirmation]))
    }
    return call.state == nil ? .done([.text("ok")]) : .failed("a state came that was never given")
  }

  private static let unrelated = TalkFixtures.tool("test_mrtr_unrelated") { call in
    call.inputResponses.isEmpty && call.state == nil
      ? .done([.text("ok")]) : .failed("another call's answers came here")
  }
}
