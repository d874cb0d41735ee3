// How a client's messages reach a server, whatever carries them.
import HTTP
import JSON

/// What comes in.
package enum LinkEvent: Sendable {
  case message(JSONValue)
  /// Something that is no message, in one line.
  case noise(String)
  /// There will be nothing more.
  case ended(ClientFailure)
}

/// The way to one server.
package protocol ClientLink: Sendable {
  /// Whether the end of `send` (its task cancelled) tells the server to stop working.
  func cancelsBySilence(_ era: Era?) -> Bool
  /// Begins. Called once, before anything is sent.
  func open(_ inbox: @escaping @Sendable (LinkEvent) -> Void)
  /// Sends a message. Over HTTP it comes back when the answer has ended.
  /// - Parameter headers: what the message says again in HTTP headers; other ways leave them out.
  func send(_ message: JSONValue, headers: HTTPHeaders) async throws(ClientFailure)
  /// What was agreed on: from now on it is told with each message.
  func settle(_ era: Era)
  /// Ends whatever was begun.
  func close() async
}
