// What a request says about itself in `params._meta`. In the modern era it replaces the handshake.
import JSON

/// Keys of `_meta` that the protocol reserves.
package enum MetaKey {
  package static let version = "io.modelcontextprotocol/protocolVersion"
  package static let capabilities = "io.modelcontextprotocol/clientCapabilities"
  package static let client = "io.modelcontextprotocol/clientInfo"
  package static let logLevel = "io.modelcontextprotocol/logLevel"
  package static let server = "io.modelcontextprotocol/serverInfo"
  package static let subscription = "io.modelcontextprotocol/subscriptionId"
}

/// How loud a log message is, the quietest first (RFC 5424 names).
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, notice, warning, error, critical, alert, emergency

  package static func < (a: LogLevel, b: LogLevel) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// What is known about the sender of a request.
package struct RequestMeta: Sendable, Equatable {
  package var era: Era
  package var capabilities = JSONObject()
  package var client: JSONValue?
  /// Messages below it are not sent; nil sends none.
  package var logLevel: LogLevel?
  /// A string or a number; nil when progress is not wanted.
  package var progressToken: JSONValue?

  package init(era: Era) { self.era = era }

  /// Whether the client can do something ("sampling", "elicitation", "roots").
  package func can(_ capability: String) -> Bool { capabilities[capability] != nil }

  /// Whether a request belongs to the modern era by what its `_meta` says.
  package static func isModern(_ params: JSONObject) -> Bool {
    params["_meta"]?[MetaKey.version] != nil
  }

  /// Reads the `_meta` of a modern request.
  package init(modern params: JSONObject) throws(RPCError) {
    let meta = params["_meta"]?.object ?? JSONObject()
    guard let version = meta[MetaKey.version]?.string else {
      throw .invalidParams("params._meta has no \(MetaKey.version)")
    }
    guard version == ProtocolVersion.modern else { throw .unsupportedVersion(version) }
    guard let capabilities = meta[MetaKey.capabilities]?.object else {
      throw .invalidParams("params._meta has no \(MetaKey.capabilities)")
    }
    self.init(era: .modern)
    self.capabilities = capabilities
    client = meta[MetaKey.client]
    logLevel = meta[MetaKey.logLevel]?.string.flatMap(LogLevel.init)
    progressToken = Self.token(meta)
  }

  /// The token of a request in either era.
  static func token(_ meta: JSONObject) -> JSONValue? {
    switch meta["progressToken"] {
    case .string(let text): .string(text)
    case .int(let number): .int(number)
    default: nil
    }
  }
}
