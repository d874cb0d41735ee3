// A way to a server that keeps what went over it.
import HTTP
import OrchestraAPI
import Synchronization

final class RecordingTransport: Transport {
  /// One request with the text of its answer.
  struct Exchange: Sendable {
    var request: HTTPRequest
    var answer: String
  }

  /// What a write was, as far as the server can tell.
  struct Write: Sendable, Equatable {
    var method: HTTPMethod
    var target: String
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let inner: any Transport
  private let sendsWrites: Bool
  private let kept = Mutex<[Exchange]>([])

  /// - Parameter sendsWrites: else they are kept and refused.
  init(_ inner: any Transport, sendsWrites: Bool = true) {
    self.inner = inner
    self.sendsWrites = sendsWrites
  }

  /// Every request so far that changes something.
  var writes: [Write] {
    exchanges.map(\.request).filter { $0.method != .get }
      .map { Write(method: $0.method, target: $0.target, body: $0.body) }
  }

  /// Everything that was answered so far.
  var exchanges: [Exchange] { kept.withLock { $0 } }

  func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    let isSent = sendsWrites || request.method == .get
    let response =
      isSent
      ? try await inner.send(request, limits: limits) : APIProblem(409, "not in this test").response
    let answer = String(decoding: response.body, as: UTF8.self)
    kept.withLock { $0.append(Exchange(request: request, answer: answer)) }
    return response
  }
}
