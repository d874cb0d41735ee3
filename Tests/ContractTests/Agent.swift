// The tools of a local server as an agent has them: called by name, their answers as values.
import HTTP
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
  let transport: RecordingTransport
  let client: Client
  let source: SourceLabel
  private let bench: Workbench

  /// - Parameter sendsWrites: else they are recorded and refused.
  init(
    _ caller: Caller, sendsWrites: Bool = true,
    source change: (inout SourceLabel) -> Void = { _ in }
  ) throws {
    let address = try ServerAddress(caller.server.origin)
    transport = RecordingTransport(caller.transport, sendsWrites: sendsWrites)
    client = Client(
      transport: transport,
      access: WorkspaceAccess(
        address: address, credentials: try Credentials(key: caller.server.key, source: "test")),
      requestsPerMinute: nil)
    var source = SourceLabel(profile: "test", host: address.host)
    source.pages = ""
    change(&source)
    self.source = source
    bench = Workbench(client: client, source: source)
  }

  /// What every agent gets.
  var tools: [Tool] { offering([.standard]) }

  /// The tools of some toolsets.
  func offering(_ toolsets: Set<Toolset>) -> [Tool] {
    var choice = OperationTools.Choice()
    choice.toolsets = toolsets
    return OperationTools(bench).tools(choice)
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
    try await call(try tool(name), arguments)
  }

  func call(_ tool: Tool, _ arguments: JSONObject) async throws -> JSONObject {
    let answer = try await ask(tool, arguments)
    guard answer["isError"] != true, let value = answer["structuredContent"]?.object else {
      throw NeverHappened(what: "\(tool.name) \(JSONValue.object(arguments).text): \(answer.text)")
    }
    #expect(answer["content"]?.array?.first?["text"]?.string == JSONValue.object(value).text)
    return value
  }

  /// The line of an answer that is an error.
  func problem(_ name: String, _ arguments: JSONObject) async throws -> String {
    let answer = try await ask(try tool(name), arguments)
    guard answer["isError"] == true, let text = answer["content"]?.array?.first?["text"]?.string
    else { throw NeverHappened(what: "\(name) worked: \(answer.text)") }
    return text
  }

  /// The object that a request below /api/v1 is answered with.
  func route(
    _ method: HTTPMethod, _ target: String, body: JSONObject? = nil
  ) async throws -> JSONValue {
    let response = await answer(method, target, body: body)
    let value = try JSONValue(parsing: response.body)
    guard response.status == 200 else {
      throw NeverHappened(what: "\(target): \(response.status) \(value.text)")
    }
    return value
  }

  /// The whole answer to a request below /api/v1.
  func answer(
    _ method: HTTPMethod, _ target: String, body: JSONObject? = nil
  ) async -> HTTPResponse {
    let parts = target.split(separator: "?", maxSplits: 1)
    var request = HTTPRequest(method, OperationRoutes.path + parts[0])
    if parts.count > 1 { request.query = Query(encoded: String(parts[1])) }
    request.body = body.map { JSONValue.object($0).serialized() } ?? []
    return await OperationRoutes(bench, OperationTools.Choice()).answer(request)
  }

  /// The addresses of the first page of resources.
  func resources() async throws -> [String] {
    try await RunResources(bench).list(nil).items.map(\.uri)
  }

  /// The text of a resource.
  func read(_ uri: String) async throws -> String {
    guard case .text(let text)? = try await RunResources(bench).read(uri)?.first?.body else {
      throw NeverHappened(what: "\(uri) is no text")
    }
    return text
  }

  /// Whether a run of this id was started by a request that was seen.
  func started(_ id: String) -> Bool {
    transport.exchanges.contains { $0.request.method == .post && $0.answer.contains(id) }
  }

  /// A call as it comes over the wire.
  private func ask(_ tool: Tool, _ arguments: JSONObject) async throws -> JSONValue {
    var offer = ServerOffer(card: ServerCard(name: "t", title: "t", version: "1", description: "t"))
    offer.tools = { [tool] }
    let server = ProtocolServer(offer, now: { .zero }, random: { "r" })
    let meta: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    let request = RPCRequest(
      id: .number(1), "tools/call",
      ["name": .string(tool.name), "arguments": .object(arguments), "_meta": .object(meta)])
    let answer = await server.answer(request, .number(1), Session(), SilentOutlet())
    guard let result = answer["result"] else { throw NeverHappened(what: answer.text) }
    return result
  }
}

private struct SilentOutlet: Outlet {
  func send(_ message: JSONValue) {}
}
