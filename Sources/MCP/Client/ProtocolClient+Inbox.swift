// What comes in: answers, signs of progress, and questions of the server's own.
import HTTP
import JSON

extension ProtocolClient {
  /// What only clients ask: a program that says it is an echo.
  private static let ours = ["server/discover", "initialize"]

  func take(_ event: LinkEvent) {
    switch event {
    case .noise(let line): state.withLock { $0.noise = $0.noise ?? line }
    case .ended(let failure): end(explained(failure))
    case .message(let value):
      guard let message = try? RPCMessage(json: value) else {
        return state.withLock { $0.noise = $0.noise ?? Excerpt.line(value.text) }
      }
      if case .request(let request) = message, Self.ours.contains(request.method) {
        return take(.noise("it repeats what it is told"))
      }
      state.withLock { $0.hasHeard = true }
      switch message {
      case .response(let response):
        settle(response.id, response.outcome.mapError { ClientFailure.refused($0) })
      case .request(let request):
        guard let id = request.id else { return take(notification: request) }
        Task { [self] in await answer(request, id) }
      }
    }
  }

  /// A failure in the light of what was seen: a program that only prints other things.
  package func explained(_ failure: ClientFailure) -> ClientFailure {
    guard let noise = state.withLock({ $0.hasHeard ? nil : $0.noise }) else { return failure }
    switch failure {
    case .timedOut, .ended(_, nil): return .notMCP(noise)
    default: return failure
    }
  }

  private func take(notification: RPCRequest) {
    switch notification.method {
    case "notifications/progress":
      guard let token = notification.params["progressToken"].flatMap(RPCID.init(json:)) else {
        return
      }
      let onProgress = state.withLock { state in
        state.pending[token]?.signs += 1
        return state.pending[token]?.onProgress
      }
      onProgress?(notification.params)
    case "notifications/message": options.onLog?(.object(notification.params))
    default: break
    }
  }

  private func answer(_ request: RPCRequest, _ id: RPCID) async {
    let message =
      switch await options.answers.result(request.method, request.params) {
      case .success(let result): RPCMessage.success(id, result)
      case .failure(let error): RPCMessage.failure(id, error)
      }
    _ = try? await link.send(message, headers: HTTPHeaders())
  }
}
