// A server made of scripted answers. Whatever is not planned fails the test that asks for it.
import HTTP
import OrchestraAPI
import Synchronization
import Testing

/// Answers requests from a script: single answers used once, and standing answers by endpoint.
package final class FakeTransport: Transport {
  /// One scripted answer.
  package enum Answer: Sendable {
    case response(HTTPResponse)
    case failure(TransportError)
    /// No answer until the task is cancelled.
    case silence

    /// An error with the platform's body.
    package static func problem(_ status: Int, _ detail: String) -> Answer {
      .response(APIProblem(status, detail).response)
    }
  }

  private typealias Standing = @Sendable (HTTPRequest) -> Answer?

  private struct State {
    var planned: [(method: HTTPMethod, target: String, answers: [Answer])] = []
    var standing: [Standing] = []
    var requests: [HTTPRequest] = []
    var limits: [TransferLimits] = []
    var unplanned: [String] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Plans answers to exactly this call, each used once, in order.
  package func plan<E: Endpoint>(_ endpoint: E, _ answers: Answer...) {
    let request = endpoint.request
    state.withLock { $0.planned.append((request.method, request.target, answers)) }
  }

  /// Plans one successful answer to exactly this call.
  package func plan<E: Endpoint>(_ endpoint: E, output: E.Output) {
    plan(endpoint, .response(E.encode(output)))
  }

  /// Answers every call of an endpoint type that has no planned answer.
  package func always<E: Endpoint>(
    _ type: E.Type, _ answer: @escaping @Sendable (E) throws(APIProblem) -> E.Output
  ) {
    whenever(type) { endpoint in
      do throws(APIProblem) {
        return .response(E.encode(try answer(endpoint)))
      } catch {
        return .response(error.response)
      }
    }
  }

  /// The same with any kind of answer.
  package func whenever<E: Endpoint>(
    _ type: E.Type, _ answer: @escaping @Sendable (E) -> Answer
  ) {
    let standing: Standing = { request in
      guard request.method == E.route.method,
        request.path.hasPrefix(E.route.surface.rawValue + "/"),
        let captures = E.route.captures(
          in: String(request.path.dropFirst(E.route.surface.rawValue.count))),
        let endpoint = try? E(
          Call(
            captures: captures, query: request.query, headers: request.headers,
            body: request.body))
      else { return nil }
      return answer(endpoint)
    }
    state.withLock { $0.standing.insert(standing, at: 0) }
  }

  /// Every request so far.
  package var requests: [HTTPRequest] { state.withLock { $0.requests } }
  /// The limits of every request so far.
  package var limits: [TransferLimits] { state.withLock { $0.limits } }
  /// Requests that nobody planned, as "GET /path": they have failed the test already.
  package var unplanned: [String] { state.withLock { $0.unplanned } }

  /// Expects that every planned answer was asked for.
  package func expectFinished(sourceLocation: SourceLocation = #_sourceLocation) {
    let left = state.withLock { $0.planned.filter { !$0.answers.isEmpty } }
    for plan in left {
      Issue.record(
        "\(plan.answers.count) answers left for \(plan.method.rawValue) \(plan.target)",
        sourceLocation: sourceLocation)
    }
  }

  package func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled }
    switch answer(request, limits) {
    case .response(let response): return response
    case .failure(let error): throw error
    case .silence:
      await Self.untilCancelled()
      throw .cancelled
    }
  }

  private func answer(_ request: HTTPRequest, _ limits: TransferLimits) -> Answer {
    let (planned, standing) = state.withLock { state -> (Answer?, [Standing]) in
      state.requests.append(request)
      state.limits.append(limits)
      let index = state.planned.firstIndex {
        $0.method == request.method && $0.target == request.target && !$0.answers.isEmpty
      }
      return (index.map { state.planned[$0].answers.removeFirst() }, state.standing)
    }
    if let planned { return planned }
    for standing in standing {
      if let answer = standing(request) { return answer }
    }
    let name = "\(request.method.rawValue) \(request.target)"
    state.withLock { $0.unplanned.append(name) }
    Issue.record("unplanned request: \(name)")
    return .failure(.other(reason: "unplanned request: \(name)", sentRequest: false))
  }

  private static func untilCancelled() async {
    let (stream, continuation) = AsyncStream<Never>.makeStream()
    await withTaskCancellationHandler {
      for await _ in stream {}
    } onCancel: {
      continuation.finish()
    }
  }
}
