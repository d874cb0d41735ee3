// Where a server is: scheme, host, port and what stands before the API's own paths. Pure parsing;
// it never resolves names and never sees a key.
import HTTP

/// The address of an Orchestra server, however it was written.
package struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
  /// How to reach it.
  package enum Scheme: String, Sendable {
    case https
    case http
  }

  package let scheme: Scheme
  /// Lower-case name or address; IPv6 without brackets.
  package let host: String
  package let port: Int
  /// Path before `/api/engine/public`, for servers behind a proxy: "" or "/x", never ending in "/".
  package let prefix: String

  /// Why a text is no address.
  package enum Problem: Error, Sendable, Equatable {
    case scheme
    case host
    case port
    case userInformation
    case queryOrFragment
    case characters
  }

  /// Reads "https://host:port", with or without a trailing slash, with or without the API's path.
  package init(_ text: some StringProtocol) throws(Problem) {
    guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .characters }
    let (scheme, rest) = try Self.splitScheme(String(text))
    guard !rest.contains("?"), !rest.contains("#") else { throw .queryOrFragment }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else { throw .userInformation }
    self.scheme = scheme
    (host, port) = try Self.splitAuthority(authority, scheme: scheme)
    prefix = Self.prefix(of: rest.dropFirst(authority.count))
  }

  private init(cloud environment: CloudEnvironment) {
    scheme = .https
    host = "\(environment.rawValue).getorchestra.io"
    port = 443
    prefix = ""
  }

  /// Orchestra's own servers.
  package static func cloud(_ environment: CloudEnvironment = .app) -> ServerAddress {
    ServerAddress(cloud: environment)
  }

  /// Orchestra's installations, as `ORCHESTRA_ENV` names them.
  package enum CloudEnvironment: String, Sendable, CaseIterable {
    case app
    case stage
    case dev
  }

  /// "https://host:port" without a standard port: what must be equal for two URLs to be one origin.
  package var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == Self.standardPort(scheme)
      ? "\(scheme.rawValue)://\(name)" : "\(scheme.rawValue)://\(name):\(port)"
  }

  package var description: String { origin + prefix }

  /// The host as people say it: with the port only where it is not the standard one.
  package var hostText: String { String(origin.dropFirst(scheme.rawValue.count + 3)) }

  /// The full URL of a request whose path starts with the surface's own prefix.
  package func url(of request: HTTPRequest) -> String { origin + prefix + request.target }

  /// Whether what is sent there stays on this machine.
  package var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether a key may travel there without the user's explicit word.
  package var protectsKey: Bool { scheme == .https || isLoopback }
}

extension ServerAddress {
  private static let suffixes = [
    "/api/engine/public", "/engine/public", "/api/engine", "/public/v1",
  ]

  private static func splitScheme(_ text: String) throws(Problem) -> (Scheme, Substring) {
    let lowered = text.prefix(8).lowercased()
    if lowered.hasPrefix("https://") { return (.https, text.dropFirst(8)) }
    if lowered.hasPrefix("http://") { return (.http, text.dropFirst(7)) }
    throw .scheme
  }

  private static func splitAuthority(
    _ authority: Substring, scheme: Scheme
  ) throws(Problem) -> (String, Int) {
    var name = authority
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw .host }
      name = authority[authority.index(after: authority.startIndex)..<end]
      guard name.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { throw .host }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else { throw .host }
      if !rest.isEmpty { port = rest.dropFirst() }
    } else if let colon = authority.firstIndex(of: ":") {
      name = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !name.isEmpty, authority.hasPrefix("[") || name.utf8.allSatisfy(isHostByte) else {
      throw .host
    }
    guard let port, !port.isEmpty else { return (name.lowercased(), standardPort(scheme)) }
    guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port),
      (1...65_535).contains(number)
    else { throw .port }
    return (name.lowercased(), number)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95: true
    default: false
    }
  }

  private static func prefix(of path: Substring) -> String {
    var prefix = path
    while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
    if let suffix = suffixes.first(where: { prefix.hasSuffix($0) }) {
      prefix = prefix.dropLast(suffix.count)
    }
    while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
    return String(prefix)
  }

  private static func standardPort(_ scheme: Scheme) -> Int { scheme == .https ? 443 : 80 }
}
