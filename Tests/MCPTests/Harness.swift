// A server with two tools, and a client that is a list of messages.
import JSON
import MCP
import Synchronization
import Testing

/// Keeps what was sent to a client.
final class Mailbox: Outlet {
  private let messages = Mutex<[JSONValue]>([])

  func send(_ message: JSONValue) { messages.withLock { $0.append(message) } }

  var all: [JSONValue] { messages.withLock { $0 } }

  /// Messages with this method.
  func notifications(_ method: String) -> [JSONValue] {
    all.filter { $0["method"]?.string == method }
  }

  /// The answer to a request, as soon as it is there.
  func answer(to id: RPCID) async -> JSONValue {
    while true {
      if let found = all.first(where: { $0["id"] == id.json && $0["method"] == nil }) {
        return found
      }
      await Task.yield()
    }
  }
}

enum Harness {
  /// Handles that are different and known.
  static func handles() -> @Sendable () -> String {
    let count = Mutex(0)
    return {
      count.withLock { count in
        count += 1
        return "handle-\(count)"
      }
    }
  }

  static func server(
    changes: ChangeHub? = nil, now: @escaping @Sendable () -> Duration = { .zero }
  ) -> ProtocolServer {
    var offer = ServerOffer(
      card: ServerCard(
        name: "test", title: "Test", version: "1", description: "A server for tests",
        instructions: "Use echo."))
    offer.tools = { [echo, waits, asks] }
    offer.prompts = { [greeting] }
    offer.resources = { cursor in
      switch cursor {
      case nil: ListPage([Resource(uri: "test://1", name: "one")], next: "2")
      case "2": ListPage([Resource(uri: "test://2", name: "two")])
      default: throw RPCError.invalidParams("this cursor is not known")
      }
    }
    offer.templates = [
      ResourceTemplate("test://{id}", name: "t", title: "T", description: "Any number")
    ]
    offer.read = { uri, _ in
      uri == "test://1" ? [ResourceContents(uri: uri, .text("one"))] : nil
    }
    offer.complete = { question in
      let all = (0..<150).map { "\(question.value)\($0)" }
      return (values: all, total: all.count)
    }
    offer.logs = true
    offer.changes = changes
    return ProtocolServer(offer, now: now, random: handles())
  }

  private static let echo: Tool = {
    var tool = Tool(
      name: "echo", title: "Echo", description: "Says it again",
      inputSchema: [
        "type": "object", "properties": ["text": ["type": "string", "x-mcp-header": "Text"]],
        "required": ["text"], "additionalProperties": false,
      ]
    ) { call in
      call.progress(1, of: 2)
      call.progress(1, of: 2)
      call.progress(2, of: 2)
      call.log(.info, "echo")
      call.log(.debug, "details")
      return .value(["said": call.arguments["text"] ?? .null])
    }
    tool.outputSchema = ["type": "object"]
    return tool
  }()

  /// Works until it is cancelled.
  private static let waits = Tool(name: "wait", title: "Wait", description: "Never ends") { _ in
    let (stream, hold) = AsyncStream<Void>.makeStream()
    for await _ in stream {}
    hold.finish()
    throw CancellationError()
  }

  private static let asks = Tool(name: "ask", title: "Ask", description: "Asks first") { call in
    guard let answer = call.inputResponses["name"]?["content"]?["name"]?.string else {
      return .needsInput(
        InputNeeded(
          requests: ["name": ["method": "elicitation/create", "params": [:]]], state: ["round": 1]))
    }
    return .done([.text("\(answer) in round \(call.state?["round"]?.int ?? 0)")])
  }

  private static let greeting = Prompt(
    name: "greeting", title: "Greeting", description: "Greets",
    arguments: [Prompt.Argument("name", "Whom", isRequired: true)]
  ) { call in .messages([.init(.user, .text("Hello \(call.arguments["name"]?.string ?? "")"))]) }

  /// `_meta` of the modern era.
  static func meta(_ more: JSONObject = JSONObject()) -> JSONValue {
    var object: JSONObject = [MetaKey.version: "2026-07-28", MetaKey.capabilities: [:]]
    for member in more.members { object[member.key] = member.value }
    return .object(object)
  }

  /// Sends one modern request and gives its answer.
  static func modern(
    _ server: ProtocolServer, _ method: String, _ params: JSONObject = JSONObject(),
    meta: JSONValue = Harness.meta(), mailbox: Mailbox = Mailbox()
  ) async -> JSONValue {
    var params = params
    params["_meta"] = meta
    server.take(
      .request(RPCRequest(id: .number(1), method, params)), of: Session(), outlet: mailbox)
    return await mailbox.answer(to: .number(1))
  }
}

/// A client of the eras with a handshake.
struct LegacyClient {
  let server: ProtocolServer
  let session = Session()
  let mailbox = Mailbox()

  init(_ server: ProtocolServer, version: String = "2025-11-25") {
    self.server = server
    server.take(
      .request(
        RPCRequest(
          id: .text("hello"), "initialize",
          ["protocolVersion": .string(version), "capabilities": [:]])),
      of: session, outlet: mailbox)
  }

  func send(_ method: String, _ params: JSONObject = JSONObject(), id: Int64? = nil) {
    server.take(
      .request(RPCRequest(id: id.map { .number($0) }, method, params)), of: session,
      outlet: mailbox)
  }

  func ask(_ method: String, _ params: JSONObject = JSONObject(), id: Int64) async -> JSONValue {
    send(method, params, id: id)
    return await mailbox.answer(to: .number(id))
  }
}
