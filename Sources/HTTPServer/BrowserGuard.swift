// Keeps web pages away from a local server: DNS rebinding shows in Host, cross-site requests show in
// Origin and Sec-Fetch-Site. Programs send none of the latter and pass.
import HTTP

/// Which names this server answers to.
package struct BrowserGuard: Sendable, Equatable {
  /// Lower-case host names and addresses without port, besides the loopback names; nil: any.
  package var hosts: Set<String>?

  /// Why a request was refused; the text is for the client.
  package enum Refusal: String, Sendable, Equatable {
    case missingHost = "Host header missing"
    case unknownHost = "Host not allowed"
    case foreignOrigin = "Origin not allowed"
  }

  package init(hosts: Set<String>? = []) {
    self.hosts = hosts.map { Set($0.map { $0.lowercased() }) }
  }

  /// nil: the request may pass. A page of another origin may not, whatever host it names.
  package func refusal(of request: HTTPRequest) -> Refusal? {
    guard let header = request.headers["Host"], !header.isEmpty else { return .missingHost }
    guard let host = Self.split(header), allows(host.name) else { return .unknownHost }
    if let origin = request.headers["Origin"], !Self.isSame(origin, host) { return .foreignOrigin }
    if let site = request.headers["Sec-Fetch-Site"], site != "same-origin", site != "none" {
      return .foreignOrigin
    }
    return nil
  }

  private func allows(_ name: String) -> Bool {
    guard let hosts else { return true }
    return LoopbackAddress.contains(name) || hosts.contains(name)
  }

  private static func isSame(_ origin: String, _ host: (name: String, port: Int?)) -> Bool {
    for (scheme, port) in [("http://", 80), ("https://", 443)] where origin.hasPrefix(scheme) {
      guard let from = split(String(origin.dropFirst(scheme.count))) else { return false }
      return from.name == host.name && (from.port ?? port) == (host.port ?? port)
    }
    return false
  }

  /// "name", "name:80", "[::1]:80"; nil when malformed. The host comes back without brackets.
  static func split(_ authority: String) -> (name: String, port: Int?)? {
    let text = authority.lowercased()
    let end: String.Index
    if text.hasPrefix("[") {
      guard let bracket = text.firstIndex(of: "]") else { return nil }
      end = text.index(after: bracket)
    } else {
      end = text.firstIndex(of: ":") ?? text.endIndex
    }
    let host = text[..<end].filter { $0 != "[" && $0 != "]" }
    guard !host.isEmpty else { return nil }
    let rest = text[end...]
    if rest.isEmpty { return (host, nil) }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()) else { return nil }
    return (host, Int(port))
  }
}
