// Carries the HTTP requests of an MCP client over libcurl, and says in words what kept one from arriving.
import HTTP
import MCP
import OrchestraAPI
import OrchestraClient

/// The way to one server over HTTP.
package struct CurlCarrier: HTTPCarrier {
  package let origin: String
  /// Path and query of the address that it was made for, as they stand on the request line.
  package let target: String
  private let address: ServerAddress
  private let transport: CurlTransport

  /// An answer may be a stream that is open for long; how long anybody waits is the client's matter.
  private static let limits = TransferLimits(
    connect: .seconds(10), total: .seconds(3_600), bodyBytesMax: 64 << 20)

  /// - Parameter url: with its path: "https://host/mcp?x=1".
  package init(
    _ url: String, environment: [String: String]
  ) throws(ServerAddress.Problem) {
    let withoutScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let path = withoutScheme.drop { $0 != "/" && $0 != "?" && $0 != "#" }
    address = try ServerAddress(url.dropLast(path.count))
    origin = address.origin
    let sent = path.prefix { $0 != "#" }
    guard sent.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .characters }
    target = sent.hasPrefix("/") ? String(sent) : "/" + sent
    transport = CurlTransport(
      address: address,
      options: CurlOptions(userAgent: "podium/\(Program.version)", environment: environment))
  }

  package func send(
    _ request: HTTPRequest, receive: @escaping Receiver
  ) async throws(ClientFailure) -> HTTPResponse {
    do throws(TransportError) {
      return try await transport.stream(request, limits: Self.limits, receive: receive)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: TransportError) -> ClientFailure {
    let host = address.hostText
    return switch error {
    case .cancelled: .cancelled
    case .dns:
      .unreachable(
        "the name \(address.host) has no address",
        advice: "check the spelling, VPN and /etc/resolv.conf")
    case .refused(_, let port):
      .unreachable(
        "nothing accepts connections on \(address.host), port \(port)",
        advice: "start the server, or correct host and port in its url")
    case .tls(_, let reason):
      .unreachable(
        "no trusted TLS connection to \(host): \(reason)",
        advice: "check https or http, this machine's clock and SSL_CERT_FILE")
    case .proxy(let reason):
      .unreachable(
        "the proxy on the way to \(host): \(reason)",
        advice: "check https_proxy, http_proxy; or add \(address.host) to no_proxy")
    case .connectTimedOut, .timedOut: .timedOut
    case .tooLarge(let limit): .badAnswer("\(host) answered more than \(limit >> 20) MiB")
    case .truncated(let reason), .other(let reason, _):
      .unreachable(
        "\(host): \(reason)", advice: "check that an HTTP server is there, then try again")
    }
  }
}
