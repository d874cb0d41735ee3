// A client of one server, in both eras: asks, hears answers in any order, answers what it is asked itself.
// What is said about pipelines, tools or people is for others.
import HTTP
import JSON
import Synchronization

/// How a client introduces itself and how long it waits.
package struct ClientOptions: Sendable {
  /// Which revisions to try.
  package enum Eras: Sendable, Equatable {
    /// The newest, then those with a handshake.
    case all
    case modern
    case legacy
  }
  package var name: String
  package var version: String
  package var eras = Eras.all
  package var answers = ClientAnswers()
  /// For one answer; signs of progress give the same again.
  package var wait: Duration = .seconds(30)
  /// For the first question of the modern era: servers of the other may stay silent.
  package var probeWait: Duration = .seconds(5)
  /// Messages that the server logs.
  package var onLog: (@Sendable (JSONValue) -> Void)?
  package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  package init(name: String, version: String) { (self.name, self.version) = (name, version) }

  var card: JSONValue { ["name": .string(name), "version": .string(version)] }
}

/// One server as a client sees it. Used from any task.
package final class ProtocolClient: Sendable {
  /// Signs of progress give more time so often: a hard end for servers that never come to one.
  package static let extensionsMax = 20

  struct Pending {
    let continuation: CheckedContinuation<Result<JSONValue, ClientFailure>, Never>
    let onProgress: (@Sendable (JSONObject) -> Void)?
    var signs = 0
    var tasks: [Task<Void, Never>] = []
  }

  struct State {
    var lastID: Int64 = 0
    var pending: [RPCID: Pending] = [:]
    var era: Era?
    /// The result of the handshake, whichever it was.
    var server: JSONValue = .null
    var tools: [String: RemoteTool] = [:]
    var end: ClientFailure?
    /// The first thing that was no message, until there is a message.
    var noise: String?
    var hasHeard = false
  }

  let state = Mutex(State())
  let link: any ClientLink
  let options: ClientOptions

  package init(_ link: any ClientLink, _ options: ClientOptions) {
    (self.link, self.options) = (link, options)
  }

  /// The era that was agreed on; nil before `connect`.
  package var era: Era? { state.withLock { $0.era } }

  /// Ends the connection, and whatever was started for it.
  package func close() async {
    await link.close()
    end(.cancelled)
  }

  // MARK: One request

  /// Asks and waits for the answer.
  func ask(
    _ method: String, _ params: JSONObject = JSONObject(), wait: Duration? = nil,
    headers: HTTPHeaders = HTTPHeaders(), onProgress: (@Sendable (JSONObject) -> Void)? = nil
  ) async throws(ClientFailure) -> JSONValue {
    let id = RPCID.number(
      state.withLock { state in
        state.lastID += 1
        return state.lastID
      })
    let asked = RPCRequest(id: id, method, described(params, id, wantsProgress: onProgress != nil))
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let pending = Pending(continuation: continuation, onProgress: onProgress)
        if let end = register(pending, id) {
          continuation.resume(returning: .failure(end))
          return
        }
        follow(id, Task { [self] in await send(asked, headers) })
        follow(id, Task { [self] in await expire(asked, after: wait ?? options.wait) })
        // Cancelled before there was anything to cancel.
        if Task.isCancelled { giveUp(asked, .cancelled) }
      }
    } onCancel: {
      giveUp(asked, .cancelled)
    }
    return try outcome.get()
  }

  /// Tells something that has no answer.
  func tell(_ method: String, _ params: JSONObject = JSONObject()) async {
    let message = RPCRequest(method, params)
    // Nobody waits for it; if the way is broken, the next question says so.
    _ = try? await link.send(message.json, headers: standardHeaders(message))
  }

  private func register(_ pending: Pending, _ id: RPCID) -> ClientFailure? {
    state.withLock { state in
      if let end = state.end { return end }
      state.pending[id] = pending
      return nil
    }
  }

  /// A task that ends with its request.
  private func follow(_ id: RPCID, _ task: Task<Void, Never>) {
    let isOver = state.withLock { state in
      state.pending[id]?.tasks.append(task)
      return state.pending[id] == nil
    }
    if isOver { task.cancel() }
  }

  private func send(_ request: RPCRequest, _ headers: HTTPHeaders) async {
    guard let id = request.id else { return }
    var all = standardHeaders(request)
    all.fields += headers.fields
    do throws(ClientFailure) {
      try await link.send(request.json, headers: all)
    } catch {
      settle(id, .failure(error))
    }
  }

  private func expire(_ request: RPCRequest, after wait: Duration) async {
    guard let id = request.id else { return }
    var seen = 0
    for _ in 0..<Self.extensionsMax {
      do { try await options.pause(wait) } catch { return }
      guard let signs = state.withLock({ $0.pending[id]?.signs }) else { return }
      if signs == seen { break }
      seen = signs
    }
    giveUp(request, .timedOut)
  }

  /// Waits no longer, and tells the server so where it can be told.
  private func giveUp(_ request: RPCRequest, _ failure: ClientFailure) {
    guard let id = request.id, settle(id, .failure(failure)) else { return }
    guard let era, !link.cancelsBySilence(era), request.method != "initialize" else { return }
    Task { [self] in
      await tell("notifications/cancelled", ["requestId": id.json, "reason": "no longer wanted"])
    }
  }

  /// Gives the answer to whoever waits; false when nobody does any more.
  @discardableResult
  func settle(_ id: RPCID, _ outcome: Result<JSONValue, ClientFailure>) -> Bool {
    guard let pending = state.withLock({ $0.pending.removeValue(forKey: id) }) else { return false }
    pending.continuation.resume(returning: outcome)
    for task in pending.tasks { task.cancel() }
    return true
  }

  func end(_ failure: ClientFailure) {
    let pending = state.withLock { state in
      if state.end == nil { state.end = failure }
      defer { state.pending = [:] }
      return state.pending
    }
    for entry in pending.values {
      entry.continuation.resume(returning: .failure(failure))
      for task in entry.tasks { task.cancel() }
    }
  }
}
