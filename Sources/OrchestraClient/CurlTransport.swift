// Requests over libcurl. Checks what leaves, follows redirects only inside one origin, and hands the
// exchange to the one thread of CurlLoop. Never retries.
import HTTP
import OrchestraAPI
import Time

/// HTTP/1.1 and HTTP/2 to one server, with connections kept open between requests.
package final class CurlTransport: Transport {
  private let address: ServerAddress
  private let options: CurlOptions
  private let loop = CurlLoop()

  /// Nothing is loaded, opened or started before the first request.
  package init(address: ServerAddress, options: CurlOptions = CurlOptions()) {
    self.address = address
    self.options = options
  }

  deinit { loop.stop() }

  /// Redirects followed in a row.
  private static let redirectsMax = 3

  package func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    if let fault = WireCheck.fault(in: request) {
      throw .other(reason: fault, sentRequest: false)
    }
    let end = SystemClock.monotonic() + limits.total
    var order = order(url: address.url(of: request), request, limits)
    for _ in 0..<Self.redirectsMax {
      let answer = try await loop.send(order)
      guard let next = redirect(answer, of: request) else { return answer.response }
      order.url = next
      order.limits.total = end - SystemClock.monotonic()
      if order.limits.total <= .zero { return answer.response }
    }
    return try await loop.send(order).response
  }

  /// Takes pieces of a body in their order, each with the answer's head; on libcurl's thread.
  package typealias Receiver = @Sendable (_ head: HTTPResponse, _ piece: [UInt8]) -> Void

  /// Sends a request and hands its answer's body over as it arrives; gives the head when it has ended.
  /// Follows no redirects. Event streams are read so.
  package func stream(
    _ request: HTTPRequest, limits: TransferLimits, receive: @escaping Receiver
  ) async throws(TransportError) -> HTTPResponse {
    if let fault = WireCheck.fault(in: request) {
      throw .other(reason: fault, sentRequest: false)
    }
    var order = order(url: address.url(of: request), request, limits)
    order.receive = receive
    return try await loop.send(order).response
  }

  private func order(
    url: String, _ request: HTTPRequest, _ limits: TransferLimits
  ) -> CurlOrder {
    CurlOrder(
      url: url, host: address.host, port: address.port, isTLS: address.scheme == .https,
      isLoopback: address.isLoopback, proxy: options.proxies.proxy(for: address),
      request: request, limits: limits, options: options)
  }

  /// Where a read goes on: only in the same origin, so that the key stays with its server.
  private func redirect(_ answer: CurlAnswer, of request: HTTPRequest) -> String? {
    guard request.method == .get || request.method == .head,
      [301, 302, 303, 307, 308].contains(answer.response.status), let target = answer.redirect,
      let location = try? ServerAddress(target.prefix { $0 != "?" && $0 != "#" }),
      location.origin == address.origin
    else { return nil }
    return String(target.prefix { $0 != "#" })
  }
}

/// What is the same for all requests of a transport.
package struct CurlOptions: Sendable, Equatable {
  /// The `User-Agent` header.
  package var userAgent: String
  package var proxies: ProxySettings
  /// A file of CA certificates instead of the system's.
  package var caFile: String?

  package init(
    userAgent: String = "podium", proxies: ProxySettings = ProxySettings(environment: [:]),
    caFile: String? = nil
  ) {
    self.userAgent = userAgent
    self.proxies = proxies
    self.caFile = caFile
  }

  /// Reads the proxy variables and `SSL_CERT_FILE`.
  package init(userAgent: String = "podium", environment: [String: String]) {
    self.init(
      userAgent: userAgent, proxies: ProxySettings(environment: environment),
      caFile: environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
  }
}

/// Refuses what would change the meaning of a request on the wire.
enum WireCheck {
  /// What is wrong, in words; nil when nothing is.
  static func fault(in request: HTTPRequest) -> String? {
    guard request.target.hasPrefix("/"), request.target.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else { return "the path holds a space, a control or a non-ASCII character" }
    for field in request.headers.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else {
        return "a header has a malformed name"
      }
      guard field.value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 }) else {
        return "the header \(field.name) holds a line break or another control character"
      }
    }
    return nil
  }

  /// RFC 9110 §5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
