// Streamable HTTP: every message is a POST, and its answer one message or an event stream. A stream that
// ends before the answer is taken up again where the server allows it.
import HTTP
import JSON
import Synchronization

/// The way to a server's one address.
package final class StreamableLink: ClientLink {
  private struct State {
    var inbox: @Sendable (LinkEvent) -> Void = { _ in }
    var session: String?
    var era: Era?
  }
  private let state = Mutex(State())
  private let carrier: any HTTPCarrier
  private let target: String
  private let headers: HTTPHeaders
  private let pause: @Sendable (Duration) async throws -> Void

  /// How often a stream that ended too early is taken up again.
  private static let resumptionsMax = 5
  /// Before that, where the server does not say how long; and at most.
  private static let resumptionPause = 1_000
  private static let resumptionPauseMax = 30_000

  /// - Parameters:
  ///   - target: path and query, as they stand on the request line.
  ///   - headers: sent with each request: `Authorization`.
  package init(
    _ carrier: any HTTPCarrier, target: String, headers: HTTPHeaders = HTTPHeaders(),
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    (self.carrier, self.target, self.headers, self.pause) = (carrier, target, headers, pause)
  }

  package func cancelsBySilence(_ era: Era?) -> Bool { era?.isModern == true }

  package func open(_ inbox: @escaping @Sendable (LinkEvent) -> Void) {
    state.withLock { $0.inbox = inbox }
  }

  package func settle(_ era: Era) { state.withLock { $0.era = era } }

  package func send(_ message: JSONValue, headers more: HTTPHeaders) async throws(ClientFailure) {
    var request = HTTPRequest(.post, target, headers: common(), body: message.serialized())
    request.headers["Content-Type"] = "application/json"
    for field in more.fields { request.headers[field.name] = field.value }
    if message["method"]?.string == "initialize" {
      request.headers["Mcp-Session-Id"] = nil
      state.withLock { $0.session = nil }
    }
    let exchange = Exchange(message["method"] == nil ? nil : message["id"], inbox)
    let head = try await carry(request, exchange)
    guard head.isSuccess else { throw failure(head, exchange) }
    if let session = head.headers["Mcp-Session-Id"], message["method"]?.string == "initialize" {
      state.withLock { $0.session = session }
    }
    try await resume(exchange, head)
    guard exchange.isOpen else { return }
    throw BodyReader.isStream(head)
      ? .badAnswer("the stream ended before the answer")
      : .notMCP(exchange.body.words.map { "it answered \($0)" } ?? "it answered nothing")
  }

  package func close() async {
    guard state.withLock({ $0.session }) != nil else { return }
    // A server may refuse it; it ends here anyway.
    _ = try? await carrier.send(HTTPRequest(.delete, target, headers: common())) { _, _ in }
    state.withLock { $0.session = nil }
  }

  // MARK: One exchange

  private var inbox: @Sendable (LinkEvent) -> Void {
    state.withLock { $0.inbox }
  }

  private func common() -> HTTPHeaders {
    var headers = self.headers
    headers["Accept"] = "application/json, text/event-stream"
    state.withLock { state in
      if let session = state.session { headers["Mcp-Session-Id"] = session }
      if let era = state.era { headers["MCP-Protocol-Version"] = era.version }
    }
    return headers
  }

  private func carry(
    _ request: HTTPRequest, _ exchange: Exchange
  ) async throws(ClientFailure) -> HTTPResponse {
    let head = try await carrier.send(request) { exchange.take($0, $1) }
    exchange.finish(head)
    return head
  }

  private func failure(_ head: HTTPResponse, _ exchange: Exchange) -> ClientFailure {
    if let error = exchange.body.json?["error"], error["code"]?.int != nil, head.status != 401 {
      let hadSession = state.withLock { $0.session != nil && $0.era?.isModern == false }
      return head.status == 404 && hadSession ? .sessionLost : .refused(RPCError(json: error))
    }
    let hadSession = state.withLock { $0.session } != nil
    return head.failure(exchange.body, hadSession: hadSession)
  }

  /// Takes a stream up again that ended before the answer, if it can be.
  private func resume(
    _ exchange: Exchange, _ first: HTTPResponse
  ) async throws(ClientFailure) {
    var left = Self.resumptionsMax
    while exchange.isOpen, left > 0, BodyReader.isStream(first),
      let last = exchange.body.events.lastID
    {
      left -= 1
      let wait = min(
        exchange.body.events.retry ?? Self.resumptionPause, Self.resumptionPauseMax)
      do { try await pause(.milliseconds(wait)) } catch { throw .cancelled }
      var request = HTTPRequest(.get, target, headers: common())
      request.headers["Accept"] = "text/event-stream"
      request.headers["Last-Event-ID"] = last
      let head = try await carry(request, exchange)
      guard head.isSuccess else { throw failure(head, exchange) }
    }
  }
}

/// One request and what comes back for it.
private final class Exchange: Sendable {
  private struct State {
    var body = BodyReader()
    var isAnswered: Bool
  }
  private let state: Mutex<State>
  private let id: JSONValue?
  private let inbox: @Sendable (LinkEvent) -> Void

  /// - Parameter id: of the request; nil for messages without an answer.
  init(_ id: JSONValue?, _ inbox: @escaping @Sendable (LinkEvent) -> Void) {
    (self.id, self.inbox) = (id, inbox)
    state = Mutex(State(isAnswered: id == nil))
  }

  var body: BodyReader { state.withLock { $0.body } }
  /// Whether an answer is still to come.
  var isOpen: Bool { state.withLock { !$0.isAnswered } }

  func take(_ head: HTTPResponse, _ piece: [UInt8]) {
    let events = state.withLock { $0.body.take(head, piece) }
    for event in events where event.name == "message" {
      if let message = try? JSONValue(parsing: event.data) {
        hand(message)
      } else {
        inbox(.noise(Excerpt.line(event.data)))
      }
    }
  }

  /// The end of the body: one message, or several where a server of 2025-03-26 packs them.
  func finish(_ head: HTTPResponse) {
    guard let body = state.withLock({ $0.body.json }) else { return }
    for message in body.array ?? [body] where message["jsonrpc"] != nil { hand(message) }
  }

  private func hand(_ message: JSONValue) {
    if let id, message["id"] == id, message["method"] == nil {
      state.withLock { $0.isAnswered = true }
    }
    inbox(.message(message))
  }
}
