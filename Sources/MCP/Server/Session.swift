// What is known of one client between its messages, in the eras that have sessions; and the requests
// under way, so that they can be cancelled. Guarded by one lock; nothing is awaited under it.
import JSON
import Synchronization

/// One client's connection.
package final class Session: Sendable {
  /// Requests of one client under way at most.
  package static let requestsMax = 4_096
  /// Resources that one client may subscribe to.
  package static let subscriptionsMax = 1_000

  private struct State {
    var version: String?
    var capabilities = JSONObject()
    var client: JSONValue?
    var logLevel: LogLevel = .info
    var subscriptions: Set<String> = []
    var running: [RPCID: @Sendable () -> Void] = [:]
    /// Requests whose answers are being given away.
    var answering = 0
    var questions: [String: CheckedContinuation<JSONValue, any Error>] = [:]
    var questionCount = 0
    var isClosed = false
  }
  private let state = Mutex(State())
  /// Who is on the other side, as the transport knows; "" on a private pipe.
  package let principal: String

  package init(principal: String = "") { self.principal = principal }

  /// The version of the handshake; nil before it.
  package var version: String? { state.withLock { $0.version } }

  func begin(version: String, capabilities: JSONObject, client: JSONValue?) {
    state.withLock { state in
      state.version = version
      state.capabilities = capabilities
      state.client = client
    }
  }

  /// What the handshake said, for one request.
  func meta(_ params: JSONObject) -> RequestMeta {
    state.withLock { state in
      var meta = RequestMeta(era: .legacy(state.version ?? ProtocolVersion.assumed))
      meta.capabilities = state.capabilities
      meta.client = state.client
      meta.logLevel = state.logLevel
      meta.progressToken = RequestMeta.token(params["_meta"]?.object ?? JSONObject())
      return meta
    }
  }

  func setLogLevel(_ level: LogLevel) { state.withLock { $0.logLevel = level } }

  /// False when there are too many.
  func subscribe(_ uri: String) -> Bool {
    state.withLock { state in
      guard state.subscriptions.count < Self.subscriptionsMax else { return false }
      state.subscriptions.insert(uri)
      return true
    }
  }

  func unsubscribe(_ uri: String) { state.withLock { _ = $0.subscriptions.remove(uri) } }

  func isSubscribed(_ uri: String) -> Bool { state.withLock { $0.subscriptions.contains(uri) } }

  // MARK: Requests under way

  /// Notes a request; false when its id is in use or there are too many.
  func start(_ id: RPCID, cancel: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard !state.isClosed, state.running.count < Self.requestsMax, state.running[id] == nil
      else { return false }
      state.running[id] = cancel
      return true
    }
  }

  /// Gives a request's answer away, or nil when it was cancelled meanwhile. It is under way until then.
  func finish(_ id: RPCID, _ answer: JSONValue, _ give: (JSONValue?) -> Void) {
    let isWanted = state.withLock { state in
      guard state.running.removeValue(forKey: id) != nil else { return false }
      state.answering += 1
      return true
    }
    // Without the type, nil would be JSON's null.
    give(isWanted ? answer : Optional<JSONValue>.none)
    if isWanted { state.withLock { $0.answering -= 1 } }
  }

  /// Cancels a request; one that is not known is ignored.
  package func cancel(_ id: RPCID) {
    state.withLock { $0.running.removeValue(forKey: id) }?()
  }

  /// Number of requests under way.
  package var running: Int { state.withLock { $0.running.count + $0.answering } }

  // MARK: Questions to the client

  /// Asks the client something and waits for its answer.
  func ask(_ method: String, _ params: JSONObject, through outlet: any Outlet) async throws
    -> JSONValue
  {
    let id = state.withLock { state in
      state.questionCount += 1
      return "server-\(state.questionCount)"
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isOpen = state.withLock { state in
          guard !state.isClosed, !Task.isCancelled else { return false }
          state.questions[id] = continuation
          return true
        }
        guard isOpen else { return continuation.resume(throwing: CancellationError()) }
        outlet.send(RPCRequest(id: .text(id), method, params).json)
      }
    } onCancel: {
      answer(id, .failure(CancellationError()))
    }
  }

  /// Takes an answer of the client; one to no question is ignored.
  package func take(_ response: RPCResponse) {
    guard case .text(let id) = response.id else { return }
    answer(id, response.outcome.mapError { $0 as any Error })
  }

  private func answer(_ id: String, _ outcome: Result<JSONValue, any Error>) {
    state.withLock { $0.questions.removeValue(forKey: id) }?.resume(with: outcome)
  }

  /// Ends everything under way: the client is gone.
  package func close() {
    let (running, questions) = state.withLock { state in
      state.isClosed = true
      defer { (state.running, state.questions) = ([:], [:]) }
      return (Array(state.running.values), Array(state.questions.values))
    }
    for cancel in running { cancel() }
    for question in questions { question.resume(throwing: CancellationError()) }
  }
}
