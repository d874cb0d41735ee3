// Why a client has no answer: one type for the way to the server, the protocol and the answer itself.

/// What went wrong, as far as a client can know.
package enum ClientFailure: Error, Sendable, Equatable {
  /// The server's program could not be started; an errno.
  case notStarted(program: String, code: Int32)
  /// The server's program has ended: how, and the last line that it wrote to its standard error.
  case ended(how: String, lastWords: String?)
  /// There is no way to the server: what happened, and what to do.
  case unreachable(String, advice: String)
  /// An HTTP status that is no answer of the protocol, with the server's words.
  case status(Int, words: String?)
  /// The server does not know the session any more.
  case sessionLost
  /// What came is not of this protocol.
  case notMCP(String)
  /// The server speaks none of our revisions; those that it named.
  case noCommonVersion([String])
  /// The server's own error.
  case refused(RPCError)
  /// An answer that is not as the protocol, or the tool's own schema, promises.
  case badAnswer(String)
  case timedOut
  case cancelled

  /// What happened, in one line.
  package var message: String {
    switch self {
    case .notStarted(let program, let code): "\(program): \(SystemWords.of(code))"
    case .ended(let how, let words): "its program \(how)\(words.map { ": \($0)" } ?? "")"
    case .unreachable(let words, _): words
    case .status(let status, let words): "HTTP \(status)\(words.map { ": \($0)" } ?? "")"
    case .sessionLost: "the server does not know the session any more"
    case .notMCP(let what): "speaks no MCP: \(what)"
    case .noCommonVersion(let versions):
      "speaks no revision that is known here: \(versions.joined(separator: ", "))"
    case .refused(let error): Excerpt.line(error.message)
    case .badAnswer(let what): what
    case .timedOut: "gave no answer in time"
    case .cancelled: "cancelled"
    }
  }
}
