// Streamable HTTP: POST carries one message, GET opens a session's own stream, DELETE ends a session.
import HTTP
import HTTPServer
import JSON

extension HTTPFront {
  private static let sessionHeader = "Mcp-Session-Id"

  func post(_ request: HTTPRequest, _ principal: String) async -> Reply {
    let message: RPCMessage
    do throws(RPCFault) {
      message = try RPCMessage(bytes: request.body)
    } catch {
      return Self.json(400, error.json)
    }
    let header = request.headers["Mcp-Protocol-Version"].flatMap(HeaderCheck.decoded)
    if case .request(let rpc) = message, isModern(rpc, header) {
      return await postModern(rpc, request.headers, principal)
    }
    if let header, !ProtocolVersion.all.contains(header) {
      return Self.failure(400, .unsupportedVersion(header))
    }
    return await postLegacy(message, request.headers, principal)
  }

  private func isModern(_ request: RPCRequest, _ header: String?) -> Bool {
    RequestMeta.isModern(request.params) || header == ProtocolVersion.modern
  }

  static func isJSON(_ type: String?) -> Bool {
    let media = type?.split(separator: ";").first?.split(separator: " ").first
    return media?.lowercased() == "application/json"
  }

  static func acceptsBoth(_ header: String?) -> Bool {
    let header = header ?? ""
    return accepts(header, "application/json") && accepts(header, "text/event-stream")
  }

  static func accepts(_ header: String, _ type: String) -> Bool {
    header.lowercased().split(separator: ",").contains { part in
      let media = part.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
      return media == type || media == "*/*" || media == "\(type.prefix { $0 != "/" })/*"
    }
  }

  // MARK: Modern

  private func postModern(
    _ request: RPCRequest, _ headers: HTTPHeaders, _ principal: String
  ) async -> Reply {
    guard let id = request.id else { return Self.accepted }
    do throws(RPCError) {
      _ = try RequestMeta(modern: request.params)
    } catch {
      return Self.failure(400, error, id: id)
    }
    var tool: Tool?
    if request.method == "tools/call" {
      tool = await service.offer.tools?().first { $0.name == request.params["name"]?.string }
    }
    if let problem = HeaderCheck.problem(headers, request, tool: tool) {
      return Self.failure(400, problem, id: id)
    }
    // The client going away is its way to cancel.
    return await run(request, id, Session(principal: principal), cancelsWhenGone: true) {
      Self.status(ofModern: $0)
    }
  }

  /// HTTP status of an answer (2026-07-28, "Error Handling").
  static func status(ofModern answer: JSONValue) -> Int {
    switch answer["error"]?["code"]?.int {
    case nil: 200
    case RPCError.methodNotFoundCode: 404
    case RPCError.internalCode: 500
    case RPCError.busyCode: 503
    default: 400
    }
  }

  // MARK: Legacy

  private func postLegacy(
    _ message: RPCMessage, _ headers: HTTPHeaders, _ principal: String
  ) async -> Reply {
    if case .request(let request) = message, request.method == "initialize", let id = request.id {
      let session = Session(principal: principal)
      let events = EventStream(pause: options.pause)
      service.take(message, of: session, outlet: events)
      guard case .message(let answer) = await events.next(within: options.quick) else {
        return Self.failure(500, RPCError(code: RPCError.internalCode, "no answer"), id: id)
      }
      guard session.version != nil else { return Self.json(400, answer) }
      var reply = Self.json(200, answer)
      reply.headers.fields.append(.init(Self.sessionHeader, sessions.add(session)))
      return reply
    }
    guard let name = headers[Self.sessionHeader] else {
      return Self.plain(400, "initialize first: a session id is needed")
    }
    guard let found = sessions.find(name, principal: principal) else {
      return Self.plain(404, "this session is not there any more: initialize again")
    }
    guard case .request(let request) = message, let id = request.id else {
      service.take(message, of: found.session, outlet: EventStream(pause: options.pause))
      return Self.accepted
    }
    return await run(request, id, found.session, cancelsWhenGone: false) { _ in 200 }
  }

  /// Runs a request; a quick and quiet one is answered as JSON, any other as an event stream.
  private func run(
    _ request: RPCRequest, _ id: RPCID, _ session: Session, cancelsWhenGone: Bool,
    status: (JSONValue) -> Int
  ) async -> Reply {
    let events = EventStream(pause: options.pause)
    let isStarted = service.start(request, id, session, events) { answer in
      events.finish(answer)
    }
    guard isStarted else {
      let error = RPCError(code: RPCError.busyCode, "this id is in use, or too much is under way")
      return Self.failure(400, error, id: id)
    }
    let owner = openStreams.owner(of: events) { if cancelsWhenGone { session.cancel(id) } }
    switch await events.next(within: options.quick) {
    case .end(let answer?): return Self.json(status(answer), answer)
    case .end(nil): return openStreams.isClosed ? Self.plain(503, "the server ends") : Self.accepted
    case .message(let first): return stream(events, first: EventText.message(first), owner: owner)
    case .idle: return stream(events, first: EventText.keepAlive, owner: owner)
    }
  }

  // MARK: A session's own stream

  func get(_ request: HTTPRequest, _ principal: String) -> Reply {
    guard Self.accepts(request.headers["Accept"] ?? "", "text/event-stream") else {
      return Self.notAllowed("POST, DELETE")
    }
    // Some clients look here before they begin: they get a stream on which nothing happens.
    var session = Session(principal: principal)
    if let name = request.headers[Self.sessionHeader] {
      guard let found = sessions.find(name, principal: principal) else {
        return Self.plain(404, "this session is not there any more: initialize again")
      }
      session = found.session
    }
    let events = EventStream(pause: options.pause)
    let changes = Task { [service, session] in
      await service.pumpChanges(to: session, outlet: events)
    }
    return stream(
      events, first: EventText.keepAlive,
      owner: openStreams.owner(of: events) { changes.cancel() })
  }

  func delete(_ request: HTTPRequest, _ principal: String) -> Reply {
    guard let name = request.headers[Self.sessionHeader] else {
      return Self.plain(400, "the session id is missing")
    }
    guard sessions.remove(name, principal: principal) else {
      return Self.plain(404, "this session is not there any more")
    }
    return Reply(status: 204, body: .whole([]))
  }
}
