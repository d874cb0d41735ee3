// The protocol over HTTP: Streamable HTTP of both eras at one path, and the older HTTP+SSE below it. Says
// no early and exactly: origin, host, token, media types, then the message.
import HTTP
import HTTPServer
import JSON

/// How a server over HTTP is guarded and timed.
package struct HTTPFrontOptions: Sendable {
  /// Where it is: "/mcp"; the older transport is at "/mcp/sse".
  package var path = "/mcp"
  package var browserGuard = BrowserGuard()
  /// Who a request comes from; nil refuses it. Looks at headers only.
  package var principal: @Sendable (HTTPRequest) -> String? = { _ in "" }
  /// A request that takes longer becomes an event stream.
  package var quick: Duration = .seconds(4)
  /// Between two signs of life on a stream.
  package var keepAlive: Duration = .seconds(15)
  package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  package init() {}
}

/// Turns HTTP requests into messages and answers into replies.
package final class HTTPFront: Sendable {
  let service: ProtocolServer
  let options: HTTPFrontOptions
  let sessions: SessionTable
  let openStreams = OpenStreams()

  package init(
    _ service: ProtocolServer, _ options: HTTPFrontOptions, random: @escaping @Sendable () -> String
  ) {
    self.service = service
    self.options = options
    sessions = SessionTable(random: random)
  }

  /// Ends all sessions, streams and calls under way.
  package func close() {
    sessions.close()
    openStreams.close()
    service.offer.changes?.close()
  }

  /// Whether a path is this service's.
  package func owns(_ path: String) -> Bool {
    path == options.path || path.hasPrefix(options.path + "/")
  }

  /// What a request is for, or why it is refused.
  private enum Entry {
    case message(String)
    case stream(String)
    case end(String)
    case olderStream(String)
    case olderMessage(String)
    case refused(Reply)
  }

  /// What the head of a request alone says against it; nil lets it pass. Nobody needs to read the body
  /// of a request that is refused here.
  package func refusal(of head: HTTPRequest) -> Reply? {
    guard case .refused(let reply) = entry(head) else { return nil }
    return reply
  }

  /// The answer to a request.
  package func reply(to request: HTTPRequest) async -> Reply {
    switch entry(request) {
    case .refused(let reply): reply
    case .message(let principal): await post(request, principal)
    case .stream(let principal): get(request, principal)
    case .end(let principal): delete(request, principal)
    case .olderStream(let principal): openSSE(request, principal)
    case .olderMessage(let principal): postSSE(request, principal)
    }
  }

  private func entry(_ head: HTTPRequest) -> Entry {
    if let refusal = options.browserGuard.refusal(of: head) {
      return .refused(Self.plain(refusal == .foreignOrigin ? 403 : 421, refusal.rawValue))
    }
    if head.query["access_token"] != nil || head.query["token"] != nil {
      return .refused(
        Self.plain(400, "a token does not belong into the address: use Authorization"))
    }
    guard let principal = options.principal(head) else { return .refused(Self.unauthorized) }
    let entry = place(head, principal)
    switch entry {
    case .message where !Self.isJSON(head.headers["Content-Type"]),
      .olderMessage where !Self.isJSON(head.headers["Content-Type"]):
      return .refused(Self.plain(415, "Content-Type must be application/json"))
    case .message where !Self.acceptsBoth(head.headers["Accept"]):
      return .refused(Self.plain(406, "Accept must have application/json and text/event-stream"))
    default: return entry
    }
  }

  private func place(_ head: HTTPRequest, _ principal: String) -> Entry {
    let path = head.path.hasSuffix("/") ? String(head.path.dropLast()) : head.path
    guard owns(path) else { return .refused(nothingHere) }
    return switch (path.dropFirst(options.path.count), head.method) {
    case ("", .post): .message(principal)
    case ("", .get): .stream(principal)
    case ("", .delete): .end(principal)
    case ("/sse", .get): .olderStream(principal)
    case ("/sse", .post), ("/messages", .post): .olderMessage(principal)
    case ("", _): .refused(Self.notAllowed("GET, POST, DELETE"))
    case ("/sse", _): .refused(Self.notAllowed("GET, POST"))
    case ("/messages", _): .refused(Self.notAllowed("POST"))
    default: .refused(nothingHere)
    }
  }

  private var nothingHere: Reply {
    Self.plain(404, "there is nothing here: the server is at \(options.path)")
  }

  // MARK: Replies

  static func json(_ status: Int, _ value: JSONValue) -> Reply {
    json(status, value.serialized())
  }

  static func json(_ status: Int, _ message: [UInt8]) -> Reply {
    Reply(status: status, headers: ["Content-Type": "application/json"], body: .whole(message))
  }

  static func failure(_ status: Int, _ error: RPCError, id: RPCID? = nil) -> Reply {
    json(status, RPCMessage.failure(id, error))
  }

  static func plain(_ status: Int, _ text: String) -> Reply {
    json(status, RPCMessage.failure(nil, .invalidRequest(text)))
  }

  static func notAllowed(_ methods: String) -> Reply {
    var reply = plain(405, "this method is not allowed here: use \(methods)")
    reply.headers.fields.append(.init("Allow", methods))
    return reply
  }

  private static var unauthorized: Reply {
    var reply = plain(401, "a valid token is needed: Authorization: Bearer TOKEN")
    reply.headers.fields.append(.init("WWW-Authenticate", #"Bearer realm="podium""#))
    return reply
  }

  static var accepted: Reply { Reply(status: 202, body: .whole([])) }

  /// An event stream. `owner` is released when the client is gone.
  func stream(
    _ events: EventStream, first: [UInt8] = [], headers: HTTPHeaders = HTTPHeaders(),
    owner: StreamOwner
  ) -> Reply {
    var all: HTTPHeaders = [
      "Content-Type": "text/event-stream", "Cache-Control": "no-cache",
      "X-Accel-Buffering": "no",
    ]
    all.fields += headers.fields
    let keepAlive = options.keepAlive
    owner.pending = first
    return Reply(
      status: 200, headers: all,
      body: .stream(length: nil) {
        if let first = owner.takePending() { return .bytes(first) }
        if owner.isAtEnd { return .end }
        switch await events.next(within: keepAlive) {
        case .message(let message): return .bytes(EventText.message(message))
        case .idle: return .bytes(EventText.keepAlive)
        case .end(let last):
          owner.isAtEnd = true
          return last.map { .bytes(EventText.message($0.serialized())) } ?? .end
        }
      })
  }
}
