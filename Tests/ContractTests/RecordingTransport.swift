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

  private let inner: any Transport
  private let kept = Mutex<[Exchange]>([])

  init(_ inner: any Transport) { self.inner = inner }

  /// Everything that was answered so far.
  var exchanges: [Exchange] { kept.withLock { $0 } }

  func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    let response = try await inner.send(request, limits: limits)
    let answer = String(decoding: response.body, as: UTF8.self)
    kept.withLock { $0.append(Exchange(request: request, answer: answer)) }
    return response
  }
}
