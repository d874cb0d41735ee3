// Answers requests of both eras: which method means what, and how answers are dressed for the era.
// Knows no transport; a request that carries the modern `_meta` is served without a session, a bare
// `initialize` begins one at any time.
import JSON

/// A server without its transports.
package final class ProtocolServer: Sendable {
  package let offer: ServerOffer
  let vault: StateVault

  /// - Parameters:
  ///   - now: a monotonic clock.
  ///   - random: at least 128 bits as visible ASCII, new with every call.
  package init(
    _ offer: ServerOffer, now: @escaping @Sendable () -> Duration,
    random: @escaping @Sendable () -> String
  ) {
    self.offer = offer
    vault = StateVault(now: now, random: random)
  }

  /// A request with what belongs to it.
  struct Inquiry {
    var request: RPCRequest
    var id: RPCID
    var meta: RequestMeta
    var session: Session
    var outlet: any Outlet
  }

  /// Takes a message of a client. The answer comes by the outlet; a request's work is a task of its
  /// own, except that a handshake is done when this returns.
  package func take(_ message: RPCMessage, of session: Session, outlet: any Outlet) {
    switch message {
    case .response(let response): session.take(response)
    case .request(let request):
      guard let id = request.id else { return notified(request, session) }
      if request.method == "initialize", !RequestMeta.isModern(request.params) {
        return outlet.send(initialize(request, id, session))
      }
      let isStarted = start(request, id, session, outlet) { answer in
        if let answer { outlet.send(answer) }
      }
      guard !isStarted else { return }
      let error = RPCError(
        code: RPCError.busyCode, "this id is in use, or too many requests are under way")
      outlet.send(RPCMessage.failure(id, error))
    }
  }

  /// Begins to answer a request; false when its id is in use or too much is under way.
  /// - Parameter end: gets the answer, or nil when the request was cancelled meanwhile.
  func start(
    _ request: RPCRequest, _ id: RPCID, _ session: Session, _ outlet: any Outlet,
    end: @escaping @Sendable (JSONValue?) -> Void
  ) -> Bool {
    let gate = StartGate()
    let task = Task {
      await gate.wait()
      let answer = await self.answer(request, id, session, outlet)
      session.finish(id, answer, end)
    }
    let isStarted = session.start(id, cancel: { task.cancel() })
    if !isStarted { task.cancel() }
    gate.open()
    return isStarted
  }

  /// The answer to a request, whenever it is ready.
  package func answer(
    _ request: RPCRequest, _ id: RPCID, _ session: Session, _ outlet: any Outlet
  ) async -> JSONValue {
    do throws(RPCError) {
      let meta = try self.meta(request, session)
      let inquiry = Inquiry(
        request: request, id: id, meta: meta, session: session, outlet: outlet)
      return RPCMessage.success(id, dressed(try await result(inquiry), meta))
    } catch {
      return RPCMessage.failure(id, error)
    }
  }

  private func meta(_ request: RPCRequest, _ session: Session) throws(RPCError) -> RequestMeta {
    if RequestMeta.isModern(request.params) || request.method == "server/discover" {
      return try RequestMeta(modern: request.params)
    }
    guard session.version != nil || request.method == "ping" else {
      throw .invalidRequest(
        "send initialize first, or \(MetaKey.version) and \(MetaKey.capabilities) in params._meta")
    }
    return session.meta(request.params)
  }

  /// Modern answers say that they are complete, and who gave them.
  private func dressed(_ result: JSONObject, _ meta: RequestMeta) -> JSONValue {
    guard meta.era.isModern else { return .object(result) }
    var result = result
    if result["resultType"] == nil { result["resultType"] = "complete" }
    var extra = result["_meta"]?.object ?? JSONObject()
    extra[MetaKey.server] = offer.card.json
    result["_meta"] = .object(extra)
    return .object(result)
  }

  private func initialize(_ request: RPCRequest, _ id: RPCID, _ session: Session) -> JSONValue {
    guard let wish = request.params["protocolVersion"]?.string else {
      return RPCMessage.failure(id, .invalidParams("\"protocolVersion\" must be a string"))
    }
    let version = ProtocolVersion.negotiated(wish)
    session.begin(
      version: version, capabilities: request.params["capabilities"]?.object ?? JSONObject(),
      client: request.params["clientInfo"])
    var result: JSONObject = [
      "protocolVersion": .string(version),
      "capabilities": .object(offer.capabilities(.legacy(version))),
      "serverInfo": offer.card.json,
    ]
    if let instructions = offer.card.instructions { result["instructions"] = .string(instructions) }
    return RPCMessage.success(id, .object(result))
  }

  private func notified(_ request: RPCRequest, _ session: Session) {
    guard request.method == "notifications/cancelled",
      let id = request.params["requestId"].flatMap(RPCID.init(json:))
    else { return }
    session.cancel(id)
  }
}

/// Holds a task back until its request is noted: it may end before that otherwise.
private final class StartGate: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream<Void>.makeStream() }

  func open() { continuation.finish() }
  func wait() async { for await _ in stream {} }
}
