// Which proxy to use for an address, from the usual environment variables. Pure: the decision is ours,
// so that errors can tell a proxy from a server, and loopback is never sent to a proxy.

/// The proxies of an environment. Values may hold passwords: never shown.
package struct ProxySettings: Sendable, Equatable {
  private var http: String?
  private var https: String?
  private var exceptions: [String]

  /// Reads `http_proxy` (lower case only: upper case can be set by a request in CGI programs),
  /// `https_proxy`, `all_proxy` and `no_proxy`.
  package init(environment: [String: String]) {
    let value = { (names: [String]) in
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let all = value(["all_proxy", "ALL_PROXY"])
    http = value(["http_proxy"]) ?? all
    https = value(["https_proxy", "HTTPS_PROXY"]) ?? all
    exceptions = (value(["no_proxy", "NO_PROXY"]) ?? "").lowercased()
      .split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
  }

  /// Whether requests to a server go through a proxy.
  package func isUsed(for address: ServerAddress) -> Bool { proxy(for: address) != nil }

  /// The proxy for a server, nil for a direct connection.
  func proxy(for address: ServerAddress) -> String? {
    guard !address.isLoopback, !exceptions.contains(where: { Self.covers($0, address) }) else {
      return nil
    }
    return address.scheme == .https ? https : http
  }

  /// "*", "example.org", ".example.org", "10.1.2.3", each with an optional ":port".
  private static func covers(_ exception: String, _ address: ServerAddress) -> Bool {
    if exception == "*" { return true }
    var name = Substring(exception)
    if name.count(where: { $0 == ":" }) == 1, let colon = name.firstIndex(of: ":") {
      guard Int(name[name.index(after: colon)...]) == address.port else { return false }
      name = name[..<colon]
    }
    if name.hasPrefix("[") { name = name.dropFirst().prefix { $0 != "]" } }
    if name.hasPrefix(".") { name = name.dropFirst() }
    return !name.isEmpty && (address.host == name || address.host.hasSuffix("." + name))
  }
}

extension ProxySettings: CustomStringConvertible, CustomReflectable {
  package var description: String { "proxies of the environment" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
