// Another service on the port of the API, below a path of its own. The server knows nothing of it but
// this: which requests are its, and that it is closed when the server stops.
import HTTP
import HTTPServer

/// A service beside the API.
package struct Mount: Sendable {
  /// Makes one: from the API, to call it without a socket, and what keeps browsers away.
  package typealias Maker = @Sendable (PublicAPI, BrowserGuard) -> Mount

  /// Whether a path is this service's.
  package let owns: @Sendable (_ path: String) -> Bool
  /// Refuses a request by its head; see `Listener.Guard`.
  package let refusal: @Sendable (HTTPRequest) -> Reply?
  package let answer: @Sendable (HTTPRequest) async -> Reply
  /// Ends what is open.
  package let close: @Sendable () -> Void

  package init(
    owns: @escaping @Sendable (_ path: String) -> Bool,
    refusal: @escaping @Sendable (HTTPRequest) -> Reply?,
    answer: @escaping @Sendable (HTTPRequest) async -> Reply,
    close: @escaping @Sendable () -> Void
  ) {
    (self.owns, self.refusal, self.answer, self.close) = (owns, refusal, answer, close)
  }
}
