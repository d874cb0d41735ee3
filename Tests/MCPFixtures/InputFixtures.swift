// Tools that need input before they can answer, in the way of 2026-07-28: they answer with questions and
// are called again.
import JSON
import MCP

enum InputFixtures {
  static var tools: [Tool] {
    [
      asking("test_input_required_result_elicitation", ["user_name": name]) { responses in
        let name = responses["user_name"]?["content"]?["name"]?.string ?? "nobody"
        return "Hello, \(name)!"
      },
      TalkFixtures.tool("test_streaming_elicitation") { call in
        guard call.inputResponses["user_name"] != nil else {
          return .needsInput(InputNeeded(requests: ["user_name": name]))
        }
        return .done([.text("ok")])
      },
      asking("test_input_required_result_sampling", ["capital": sampling]) { responses in
        responses["capital"]?["content"]?["text"]?.string ?? "no answer"
      },
      asking("test_input_required_result_list_roots", ["client_roots": roots]) { responses in
        let roots = responses["client_roots"]?["roots"]?.array ?? []
        return "roots: \(roots.compactMap { $0["uri"]?.string }.joined(separator: ", "))"
      },
      asking("test_input_required_result_tampered_state", ["confirm": confirmation]) { _ in
        "state-ok"
      },
      asking("test_input_required_result_request_state", ["confirm": confirmation]) { _ in
        "state-ok"
      },
      asking(
        "test_input_required_result_multiple_inputs",
        ["user_name": name, "greeting": sampling, "client_roots": roots]
      ) { _ in "all inputs are there" },
      rounds, capabilities,
    ]
  }

  static let name: JSONValue = [
    "method": "elicitation/create",
    "params": [
      "mode": "form", "message": "What is your name?",
      "requestedSchema": [
        "type": "object", "properties": ["name": ["type": "string"]], "required": ["name"],
      ],
    ],
  ]
  static let confirmation: JSONValue = [
    "method": "elicitation/create",
    "params": [
      "mode": "form", "message": "Please confirm",
      "requestedSchema": [
        "type": "object", "properties": ["ok": ["type": "boolean"]], "required": ["ok"],
      ],
    ],
  ]
  static let sampling: JSONValue = [
    "method": "sampling/createMessage",
    "params": [
      "messages": [
        ["role": "user", "content": ["type": "text", "text": "What is the capital of France?"]]
      ], "maxTokens": 100,
    ],
  ]
  static let roots: JSONValue = ["method": "roots/list", "params": [:]]

  /// Asks until every answer is there and of the right shape.
  private static func asking(
    _ name: String, _ requests: JSONObject, done: @escaping @Sendable (JSONObject) -> String
  ) -> Tool {
    TalkFixtures.tool(name) { call in
      let isComplete = requests.members.allSatisfy {
        isAnswer(call.inputResponses[$0.key], $0.value)
      }
      guard call.state != nil, isComplete else {
        return .needsInput(InputNeeded(requests: requests, state: "kept"))
      }
      return .done([.text(done(call.inputResponses))])
    }
  }

  private static func isAnswer(_ answer: JSONValue?, _ request: JSONValue) -> Bool {
    guard let answer = answer?.object else { return false }
    switch request["method"]?.string {
    case "elicitation/create":
      guard answer["action"]?.string == "accept" else { return answer["action"] != nil }
      let schema = request["params"]?["requestedSchema"] ?? [:]
      return SchemaCheck.firstProblem(answer["content"] ?? [:], schema) == nil
    case "roots/list": return answer["roots"]?.array != nil
    default: return answer["content"] != nil
    }
  }

  private static var rounds: Tool {
    TalkFixtures.tool("test_input_required_result_multi_round") { call in
      switch (call.state?["step"]?.int ?? 0, call.inputResponses) {
      case (1, let answers) where answers["step1"] != nil:
        let state: JSONValue = ["step": 2, "name": answers["step1"]?["content"]?["name"] ?? ""]
        return .needsInput(InputNeeded(requests: ["step2": confirmation], state: state))
      case (2, let answers) where answers["step2"] != nil:
        return .done([.text("finished for \(call.state?["name"]?.string ?? "")")])
      default:
        return .needsInput(InputNeeded(requests: ["step1": name], state: ["step": 1]))
      }
    }
  }

  /// Asks only for what the client can do.
  private static var capabilities: Tool {
    TalkFixtures.tool("test_input_required_result_capabilities") { call in
      if !call.inputResponses.isEmpty { return .done([.text("ok")]) }
      var requests = JSONObject()
      if call.meta.can("elicitation") { requests["user_name"] = name }
      if call.meta.can("sampling") { requests["capital"] = sampling }
      if call.meta.can("roots") { requests["client_roots"] = roots }
      guard !requests.isEmpty else { throw RPCError.missingCapability("elicitation") }
      return .needsInput(InputNeeded(requests: requests, state: "kept"))
    }
  }
}
