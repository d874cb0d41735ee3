// `podium mcp`: the workspace for agents, on standard input and output or over HTTP.
import HTTP
import HTTPServer
import MCP
import OrchestraClient
import PodiumCore
import PodiumMCP
import PodiumServer
import Time

extension Command {
  static let mcp = Command(
    "mcp", "a Model Context Protocol server for agents",
    options: Option.connection + [
      Option("--http", "ADDRESS:PORT", "serve over HTTP at /mcp and /mcp/sse; else on stdio"),
      Option("--read-only", nil, "offer no tool that changes anything"),
      Option("--allow-writes", nil, "offer them in a production profile, too"),
      Option("--toolset", "NAMES", "standard, more; several with commas"),
    ],
    details: """
      On stdio nothing but messages is written to the standard output.
      Over HTTP the same operations are also plain requests: /api/v1, see /api/v1/openapi.json there.
      Over HTTP clients must send PODIUM_MCP_TOKEN as a bearer token where it is set; other addresses
      than loopback need it.
      """
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    return try MCPCommand(invocation).run(invocation)
  }
}

/// One call of `podium mcp`.
private struct MCPCommand {
  private let server: ProtocolServer
  private let routes: OperationRoutes
  private let address: (host: String, port: UInt16)?
  private let token: AccessKey?
  /// How long answers may take to leave when the server is asked to end.
  private static let grace: Duration = .milliseconds(500)

  init(_ invocation: Invocation) throws(CommandFailure) {
    let connection = try Connection(invocation)
    var bench = Workbench(
      client: connection.client(invocation.environment), source: connection.choice.label)
    bench.audit = Audit(AuditFile(path: connection.paths.auditFile))
    var choice = OperationTools.Choice()
    choice.allowsProduction = invocation.arguments.has("--allow-writes")
    if let names = invocation.arguments.text("--toolset") {
      choice.toolsets = try Self.toolsets(names)
    }
    routes = OperationRoutes(bench, choice)
    server = ProtocolServer(
      PodiumOffer.make(bench, choice: choice, version: Program.version),
      now: SystemClock.monotonic, random: RandomHandle.make)
    address = try invocation.arguments.text("--http").map { (text) throws(CommandFailure) in
      try Self.address(text)
    }
    token = invocation.environment["PODIUM_MCP_TOKEN"].flatMap { $0.isEmpty ? nil : AccessKey($0) }
    if let address, token == nil, !LoopbackAddress.contains(address.host) {
      throw CommandFailure(
        .refused, "--http \(address.host): set PODIUM_MCP_TOKEN first, this address is not loopback"
      )
    }
  }

  private static func toolsets(_ names: String) throws(CommandFailure) -> Set<Toolset> {
    var found: Set<Toolset> = []
    for name in names.split(separator: ",") {
      guard let toolset = Toolset(rawValue: String(name)) else {
        let known = Toolset.allCases.map(\.rawValue).joined(separator: ", ")
        throw .usage("--toolset \(name): there are \(known)")
      }
      found.insert(toolset)
    }
    return found
  }

  private static func address(_ text: String) throws(CommandFailure) -> (String, UInt16) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { throw .usage("--http \(text): write ADDRESS:PORT, such as 127.0.0.1:8788") }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    return (host.isEmpty ? "127.0.0.1" : host, port)
  }

  func run(_ invocation: Invocation) throws(CommandFailure) -> Ending {
    guard let address else {
      StdioServer(server).run()
      return .code(.ok)
    }
    EndingSignals.hold()
    var options = HTTPFrontOptions()
    options.browserGuard = BrowserGuard(hosts: LoopbackAddress.contains(address.host) ? [] : nil)
    if let token {
      options.principal = { token.opens($0.headers["Authorization"]) ? "" : nil }
    }
    let front = HTTPFront(server, options, random: RandomHandle.make)
    let operations = OperationFront(routes, options)
    let listener: Listener
    do throws(ListenerError) {
      listener = try Listener.start(
        host: address.host, port: address.port,
        guard: { head, _ in
          operations.owns(head.path) ? operations.refusal(of: head) : front.refusal(of: head)
        },
        streaming: { request, _ in
          guard operations.owns(request.path) else { return await front.reply(to: request) }
          return await operations.reply(to: request)
        })
    } catch {
      throw CommandFailure(.network, error.description)
    }
    invocation.output.answer("url: \(listener.url)\(options.path)")
    return Served.untilAsked {
      front.close()
      await listener.stop(grace: Self.grace)
    }
  }
}
