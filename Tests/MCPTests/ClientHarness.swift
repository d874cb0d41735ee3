// A client in the same process as its server: over HTTP without sockets, with scripted answers, or over the
// standard streams of a small program.
import HTTP
import HTTPServer
import JSON
import MCP
import MCPFixtures
import Synchronization
import Testing

/// Carries requests straight to a front.
struct FrontCarrier: HTTPCarrier {
  let origin = "http://127.0.0.1:1"
  let front: HTTPFront
  let seen = Seen()

  /// The requests that came, in their order.
  final class Seen: Sendable {
    private let requests = Mutex<[HTTPRequest]>([])
    func add(_ request: HTTPRequest) { requests.withLock { $0.append(request) } }
    var all: [HTTPRequest] { requests.withLock { $0 } }
  }

  init(_ server: ProtocolServer) {
    var options = HTTPFrontOptions()
    options.quick = .milliseconds(20)
    options.keepAlive = .milliseconds(20)
    front = HTTPFront(server, options, random: RandomHandle.make)
  }

  func send(
    _ request: HTTPRequest, receive: @escaping Receiver
  ) async throws(ClientFailure) -> HTTPResponse {
    var request = request
    let parts = request.path.split(separator: "?", maxSplits: 1)
    request.path = String(parts[0])
    request.query = Query(encoded: parts.count > 1 ? String(parts[1]) : "")
    request.headers["Host"] = "127.0.0.1:1"
    seen.add(request)
    let reply = await front.reply(to: request)
    let head = HTTPResponse(status: reply.status, headers: reply.headers)
    switch reply.body {
    case .whole(let bytes): if !bytes.isEmpty { receive(head, bytes) }
    case .stream(_, let next):
      while case .bytes(let bytes) = await next() {
        if Task.isCancelled { throw .cancelled }
        receive(head, bytes)
      }
    }
    return head
  }
}

/// Gives prepared answers, one a request.
final class ScriptedCarrier: HTTPCarrier {
  let origin = "http://script"
  private let answers: Mutex<[HTTPResponse]>
  let seen = FrontCarrier.Seen()

  init(_ answers: [HTTPResponse]) { self.answers = Mutex(answers) }

  func send(
    _ request: HTTPRequest, receive: @escaping Receiver
  ) async throws(ClientFailure) -> HTTPResponse {
    seen.add(request)
    let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let answer else { throw .unreachable("nothing more is scripted", advice: "") }
    let head = HTTPResponse(status: answer.status, headers: answer.headers)
    // In small pieces: events may be cut anywhere.
    for start in stride(from: 0, to: answer.body.count, by: 7) {
      receive(head, Array(answer.body[start..<min(start + 7, answer.body.count)]))
    }
    return head
  }

  static func json(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
  }

  static func events(_ text: String) -> HTTPResponse {
    HTTPResponse(
      status: 200, headers: ["Content-Type": "text/event-stream"], body: Array(text.utf8))
  }
}

enum ClientHarness {
  /// How a client reaches the server in the same process.
  enum Way: String, CaseIterable, Sendable { case streamable, sse }

  static func options(_ eras: ClientOptions.Eras = .all) -> ClientOptions {
    var options = ClientOptions(name: "test", version: "1")
    options.eras = eras
    (options.wait, options.probeWait) = (.seconds(300), .seconds(300))
    return options
  }

  static func client(
    of server: ProtocolServer, _ options: ClientOptions, way: Way = .streamable
  ) -> ProtocolClient {
    let carrier = FrontCarrier(server)
    let link: any ClientLink =
      way == .sse
      ? SSELink(carrier, target: "/mcp/sse") : StreamableLink(carrier, target: "/mcp")
    return ProtocolClient(link, options)
  }

  static func fixtures() -> ProtocolServer {
    ProtocolServer(
      Fixtures.offer(pause: { _ in await Task.yield() }), now: { .zero },
      random: RandomHandle.make)
  }

  /// A client over the streams of a shell script.
  static func shell(
    _ script: String, _ options: ClientOptions = ClientHarness.options()
  ) throws -> ProtocolClient {
    try program(["sh", "-c", script], options)
  }

  static func program(
    _ words: [String], _ options: ClientOptions = ClientHarness.options()
  ) throws -> ProtocolClient {
    let program = ServerProgram(words, environment: ["PATH": "/usr/bin:/bin"])
    return ProtocolClient(try #require(ProgramLink(program)), options)
  }
}
