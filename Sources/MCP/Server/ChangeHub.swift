// Tells whoever listens that lists or resources have changed. Holds no messages for slow listeners
// beyond a limit: a change that was missed is followed by the next one.
import Synchronization

/// Something that a client may want to know.
package enum ServerChange: Sendable, Hashable {
  case tools
  case prompts
  case resources
  case resource(uri: String)
}

/// Hands out changes to listeners.
package final class ChangeHub: Sendable {
  /// Changes that wait for a slow listener.
  static let waitingMax = 256

  private struct State {
    var listeners: [Int: AsyncStream<ServerChange>.Continuation] = [:]
    var next = 0
  }
  private let state = Mutex(State())

  package init() {}

  /// Announces a change to all who listen now.
  package func announce(_ change: ServerChange) {
    let listeners = state.withLock { Array($0.listeners.values) }
    for listener in listeners { listener.yield(change) }
  }

  /// Changes from now on, until the hub is closed or the listener's task is cancelled.
  package func listen() -> AsyncStream<ServerChange> {
    let (stream, continuation) = AsyncStream<ServerChange>.makeStream(
      bufferingPolicy: .bufferingNewest(Self.waitingMax))
    let id = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = continuation
      return state.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
    }
    return stream
  }

  /// Ends all listening: the server goes away.
  package func close() {
    let listeners = state.withLock { state in
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}
