// Where messages to a client go, whatever carries them.
import JSON

/// Takes messages for one client, in order; never waits.
package protocol Outlet: Sendable {
  /// Queues a message. What cannot be taken any more is dropped: the connection is then at its end.
  func send(_ message: JSONValue)
}
