// Sends one request: the seam for libcurl, the engine in process, and scripted answers in tests.
import HTTP
import Time

/// Carries one request to a server and its answer back. Never retries and never adds credentials.
package protocol Transport: Sendable {
  func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse
}

/// What one exchange may cost.
package struct TransferLimits: Sendable, Equatable {
  package var connect: Duration
  package var total: Duration
  package var bodyBytesMax: Int

  package init(
    connect: Duration = .seconds(10), total: Duration = .seconds(30),
    bodyBytesMax: Int = 32 << 20
  ) {
    self.connect = connect
    self.total = total
    self.bodyBytesMax = bodyBytesMax
  }
}

/// Why there is no answer. An answer with an error status is not a transport error.
package enum TransportError: Error, Sendable, Equatable {
  case cancelled
  /// The host's name has no address.
  case dns(host: String)
  case refused(host: String, port: Int)
  case tls(host: String, reason: String)
  case proxy(reason: String)
  case connectTimedOut(host: String)
  case timedOut(after: Duration, sentRequest: Bool)
  case tooLarge(limitBytes: Int)
  /// The connection ended before the answer did.
  case truncated(reason: String)
  case other(reason: String, sentRequest: Bool)

  /// Whether the server may have received the request: then a write must not be repeated.
  package var mayHaveArrived: Bool {
    switch self {
    case .dns, .refused, .tls, .proxy, .connectTimedOut: false
    case .timedOut(_, let sentRequest), .other(_, let sentRequest): sentRequest
    case .cancelled, .tooLarge, .truncated: true
    }
  }
}
