// The tools of a local server as an agent has them: called by name, their answers as values.
import JSON
import MCP
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumMCP
import PodiumServer
import Synchronization
import TestSupport
import Testing

final class Agent: Sendable {
  let tools: [Tool]
  let transport: RecordingTransport

  init(_ caller: Caller, source change: (inout SourceLabel) -> Void = { _ in }) throws {
    let address = try ServerAddress(caller.server.origin)
    transport = RecordingTransport(caller.transport)
    let client = Client(
      transport: transport,
      access: WorkspaceAccess(
        address: address, credentials: try Credentials(key: caller.server.key, source: "test")),
      requestsPerMinute: nil)
    var source = SourceLabel(profile: "test", host: address.host)
    source.pages = ""
    change(&source)
    let bench = Workbench(client: client, source: source)
    tools = OperationTools(bench).tools(OperationTools.Choice())
  }

  static func withServer(_ body: (Agent, Caller) async throws -> Void) async throws {
    try await LocalServer.serve(.inProcess) { caller in
      try await body(try Agent(caller), caller)
    }
  }

  func tool(_ name: String) throws -> Tool {
    try #require(tools.first { $0.name == name }, "there is no tool \(name)")
  }

  /// The structured content of a good answer.
  func call(_ name: String, _ arguments: JSONObject) async throws -> JSONObject {
    let answer = try await ask(name, arguments)
    guard answer["isError"] != true, let value = answer["structuredContent"]?.object else {
      throw NeverHappened(what: "\(name) \(JSONValue.object(arguments).text): \(answer.text)")
    }
    #expect(answer["content"]?.array?.first?["text"]?.string == JSONValue.object(value).text)
    return value
  }

  /// The line of an answer that is an error.
  func problem(_ name: String, _ arguments: JSONObject) async throws -> String {
    let answer = try await ask(name, arguments)
    guard answer["isError"] == true, let text = answer["content"]?.array?.first?["text"]?.string
    else { throw NeverHappened(what: "\(name) worked: \(answer.text)") }
    return text
  }

  /// Whether a run of this id was started by a request that was seen.
  func started(_ id: String) -> Bool {
    transport.exchanges.contains { $0.request.method == .post && $0.answer.contains(id) }
  }

  /// A call as it comes over the wire.
  private func ask(_ name: String, _ arguments: JSONObject) async throws -> JSONValue {
    let tools = tools
    var offer = ServerOffer(card: ServerCard(name: "t", title: "t", version: "1", description: "t"))
    offer.tools = { tools }
    let server = ProtocolServer(offer, now: { .zero }, random: { "r" })
    let meta: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    let request = RPCRequest(
      id: .number(1), "tools/call",
      ["name": .string(name), "arguments": .object(arguments), "_meta": .object(meta)])
    let answer = await server.answer(request, .number(1), Session(), SilentOutlet())
    guard let result = answer["result"] else { throw NeverHappened(what: answer.text) }
    return result
  }
}

private struct SilentOutlet: Outlet {
  func send(_ message: JSONValue) {}
}
