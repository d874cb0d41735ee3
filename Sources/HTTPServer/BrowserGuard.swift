// Keeps web pages away from a local server: DNS rebinding shows in Host, cross-site requests show in
// Origin and Sec-Fetch-Site. Programs send none of the latter and pass.
import HTTP

/// Which names this server answers to.
package struct BrowserGuard: Sendable, Equatable {
  /// Lower-case host names and addresses without port; loopback names are always among them.
  package var hosts: Set<String>
  /// Ports that a Host header may name.
  package var ports: Set<Int>

  /// Why a request was refused; the text is for the client.
  package enum Refusal: String, Sendable, Equatable {
    case missingHost = "Host header missing"
    case unknownHost = "Host not allowed"
    case foreignOrigin = "Origin not allowed"
  }

  package init(hosts: Set<String> = [], ports: Set<Int>) {
    self.hosts = Set(hosts.map { $0.lowercased() })
    self.ports = ports
  }

  /// nil: the request may pass.
  package func refusal(of request: HTTPRequest) -> Refusal? {
    guard let host = request.headers["Host"], !host.isEmpty else { return .missingHost }
    guard allows(authority: host, defaultPort: 80) else { return .unknownHost }
    if let origin = request.headers["Origin"], !allows(origin: origin) { return .foreignOrigin }
    if let site = request.headers["Sec-Fetch-Site"], site != "same-origin", site != "none" {
      return .foreignOrigin
    }
    return nil
  }

  private func allows(origin: String) -> Bool {
    for (scheme, port) in [("http://", 80), ("https://", 443)] where origin.hasPrefix(scheme) {
      return allows(authority: String(origin.dropFirst(scheme.count)), defaultPort: port)
    }
    return false
  }

  private func allows(authority: String, defaultPort: Int) -> Bool {
    guard let (host, port) = Self.split(authority) else { return false }
    let known = LoopbackAddress.contains(host) || hosts.contains(host)
    return known && ports.contains(port ?? defaultPort)
  }

  /// "name", "name:80", "[::1]:80"; nil when malformed. The host comes back without brackets.
  static func split(_ authority: String) -> (host: String, port: Int?)? {
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
