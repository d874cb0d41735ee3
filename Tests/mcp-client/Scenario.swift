// What the official suite wants a client to do, scenario by scenario; the suite's server watches.
import JSON
import MCP

enum Scenario {
  typealias Run = @Sendable (ProtocolClient, _ context: JSONValue) async throws -> Void

  /// Something that the scenario needs is not there, or a tool says no.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let all: [String: Run] = [
    "initialize": { client, _ in _ = try await client.tools() },
    "tools_call": { client, _ in
      try await call(client, "add_numbers", ["a": 5, "b": 3])
    },
    "sse-retry": { client, _ in
      let tools = try await client.tools()
      let tool = tools.first { $0.name == "test_reconnection" } ?? tools.first
      try await call(client, tool?.name ?? "test_reconnection")
    },
    "elicitation-sep1034-client-defaults": { client, _ in
      try await call(client, "test_client_elicitation_defaults")
    },
    "request-metadata": { client, _ in _ = try await client.tools() },
    "http-standard-headers": standardHeaders,
    "http-custom-headers": customHeaders,
    "http-invalid-tool-headers": everyToolThatIsLeft,
    "json-schema-ref-no-deref": { client, _ in _ = try await client.tools() },
    "json-schema-2020-12-preservation": { client, _ in
      let tools = try await client.tools()
      guard let tool = tools.first(where: { $0.name == "json_schema_2020_12_tool" }) else {
        throw Failure(description: "json_schema_2020_12_tool is not listed")
      }
      try await call(client, "json_schema_echo", ["schema": .object(tool.inputSchema)])
    },
    "sep-2322-client-request-state": { client, _ in
      let tools = Set(try await client.tools().map(\.name))
      for part in ["echo_state", "unrelated", "no_state", "no_result_type"]
      where tools.contains("test_mrtr_\(part)") {
        try await call(client, "test_mrtr_\(part)")
      }
    },
  ]

  @discardableResult
  private static func call(
    _ client: ProtocolClient, _ tool: String, _ arguments: JSONObject = JSONObject()
  ) async throws -> ToolOutcome {
    let outcome = try await client.call(tool, arguments)
    guard !outcome.isError else { throw Failure(description: "\(tool): \(outcome.excerpt)") }
    return outcome
  }

  /// One request of each method that has a name to repeat in a header.
  private static func standardHeaders(_ client: ProtocolClient, _: JSONValue) async throws {
    for tool in try await client.tools() where tool.required.isEmpty {
      // What the tools do is not the matter here.
      _ = try? await client.call(tool.name)
    }
    for resource in try await client.resources() {
      if let uri = resource["uri"]?.string { _ = try await client.read(uri) }
    }
    for prompt in try await client.prompts() {
      let needsSome = (prompt["arguments"]?.array ?? []).contains { $0["required"] == true }
      if let name = prompt["name"]?.string, !needsSome { _ = try await client.prompt(name) }
    }
  }

  private static func customHeaders(_ client: ProtocolClient, _ context: JSONValue) async throws {
    _ = try await client.tools()
    guard let calls = context["toolCalls"]?.array, !calls.isEmpty else {
      throw Failure(description: "MCP_CONFORMANCE_CONTEXT names no toolCalls")
    }
    for wanted in calls {
      try await call(
        client, wanted["name"]?.string ?? "", wanted["arguments"]?.object ?? JSONObject())
    }
  }

  /// Malformed tools are not listed, so they cannot be called.
  private static func everyToolThatIsLeft(_ client: ProtocolClient, _: JSONValue) async throws {
    for tool in try await client.tools() where !tool.inputSchema.isEmpty {
      let pairs = tool.required.map { (key: $0, value: JSONValue.string("x")) }
      _ = try? await client.call(tool.name, JSONObject(pairs: pairs))
    }
  }
}
