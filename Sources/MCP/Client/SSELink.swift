// The older HTTP+SSE (2024-11-05): one stream for all that the server says; its first event names the
// address that messages are posted to.
import HTTP
import JSON
import Synchronization

/// The way to a server of 2024-11-05.
package final class SSELink: ClientLink {
  private struct State {
    var address: Result<String, ClientFailure>?
    var waiting: [CheckedContinuation<Result<String, ClientFailure>, Never>] = []
    var stream: Task<Void, Never>?
  }
  private let state = Mutex(State())
  private let carrier: any HTTPCarrier
  private let target: String
  private let headers: HTTPHeaders

  /// - Parameter target: path and query of the stream.
  package init(_ carrier: any HTTPCarrier, target: String, headers: HTTPHeaders = HTTPHeaders()) {
    (self.carrier, self.target, self.headers) = (carrier, target, headers)
  }

  package func cancelsBySilence(_ era: Era?) -> Bool { false }
  package func settle(_ era: Era) {}

  package func open(_ inbox: @escaping @Sendable (LinkEvent) -> Void) {
    var request = HTTPRequest(.get, target, headers: headers)
    request.headers["Accept"] = "text/event-stream"
    let task = Task { [carrier, request] in
      let body = Mutex(BodyReader())
      let failure: ClientFailure
      do throws(ClientFailure) {
        let head = try await carrier.send(request) { [weak self] head, piece in
          for event in body.withLock({ $0.take(head, piece) }) { self?.take(event, inbox) }
        }
        let isStream = head.isSuccess && BodyReader.isStream(head)
        failure =
          isStream
          ? .ended(how: "closed the stream", lastWords: nil)
          : body.withLock { body in
            head.isSuccess
              ? .notMCP("the address gave no event stream")
              : head.failure(body, hadSession: false)
          }
      } catch {
        failure = error
      }
      self.settle(address: .failure(failure))
      inbox(.ended(failure))
    }
    state.withLock { $0.stream = task }
  }

  package func send(_ message: JSONValue, headers more: HTTPHeaders) async throws(ClientFailure) {
    var request = HTTPRequest(
      .post, try await address().get(), headers: headers, body: message.serialized())
    request.headers["Content-Type"] = "application/json"
    let body = Mutex(BodyReader())
    let head = try await carrier.send(request) { head, piece in
      _ = body.withLock { $0.take(head, piece) }
    }
    guard head.isSuccess else { throw body.withLock { head.failure($0, hadSession: false) } }
  }

  package func close() async {
    let stream = state.withLock { $0.stream }
    stream?.cancel()
    await stream?.value
  }

  private func take(_ event: EventReader.Event, _ inbox: @Sendable (LinkEvent) -> Void) {
    switch event.name {
    case "endpoint": settle(address: target(event.data))
    case "message":
      if let message = try? JSONValue(parsing: event.data) {
        inbox(.message(message))
      } else {
        inbox(.noise(Excerpt.line(event.data)))
      }
    default: break
    }
  }

  /// The path of the address; another server's would get our headers, so it is refused.
  private func target(_ text: String) -> Result<String, ClientFailure> {
    let isWhole = text.hasPrefix(carrier.origin + "/")
    let text = isWhole ? String(text.dropFirst(carrier.origin.count)) : text
    guard text.hasPrefix("/"), !text.hasPrefix("//") else {
      return .failure(.badAnswer("the stream names an address on another server"))
    }
    return .success(text)
  }

  private func settle(address: Result<String, ClientFailure>) {
    let waiting = state.withLock { state in
      if state.address == nil { state.address = address }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: address) }
  }

  private func address() async -> Result<String, ClientFailure> {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state in
        if state.address == nil { state.waiting.append(continuation) }
        return state.address
      }
      if let known { continuation.resume(returning: known) }
    }
  }
}
