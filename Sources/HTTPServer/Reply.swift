// What a handler answers with, and who asked. Values only; `Listener` does the sending.
import HTTP

/// An answer: status, header fields and a body that is whole or produced while it is sent.
package struct Reply: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: Body

  /// What follows the head.
  package enum Body: Sendable {
    case whole([UInt8])
    /// `length` nil: not known beforehand, sent in chunks.
    case stream(length: Int?, next: @Sendable () async -> Chunk)
  }

  /// One piece of a streamed body.
  package enum Chunk: Sendable {
    /// Never empty, unless nothing is to be sent before the next call.
    case bytes([UInt8])
    case end
    /// Breaks the connection off: the client sees a truncated body.
    case cut
  }

  package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: Body) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package init(_ response: HTTPResponse) {
    self.init(status: response.status, headers: response.headers, body: .whole(response.body))
  }
}

/// The other end of a connection, as numbers.
package struct Peer: Sendable, Equatable {
  package var address: String
  package var port: Int

  package init(address: String, port: Int) {
    self.address = address
    self.port = port
  }

  package var isLoopback: Bool { LoopbackAddress.contains(address) }
}

/// Which numeric addresses and names mean this machine.
package enum LoopbackAddress {
  /// "127.x.x.x", "::1" (also in brackets) or "localhost".
  package static func contains(_ host: String) -> Bool {
    if host == "::1" || host == "[::1]" || host.lowercased() == "localhost" { return true }
    if host.hasPrefix("::ffff:") { return contains(String(host.dropFirst(7))) }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
