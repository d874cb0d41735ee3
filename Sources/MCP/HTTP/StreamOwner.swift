// Lives as long as a response is being sent. When it goes, the client is gone or has everything.
import Synchronization

/// Holds what a stream needs, and tells when nobody reads it any more.
final class StreamOwner: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isAtEnd = false
  }
  private let state = Mutex(State())
  private let gone: @Sendable () -> Void

  init(gone: @escaping @Sendable () -> Void = {}) { self.gone = gone }

  deinit { gone() }

  /// Bytes to send before anything else.
  var pending: [UInt8] {
    get { state.withLock { $0.pending } }
    set { state.withLock { $0.pending = newValue } }
  }

  /// Whether the last message was handed out.
  var isAtEnd: Bool {
    get { state.withLock { $0.isAtEnd } }
    set { state.withLock { $0.isAtEnd = newValue } }
  }

  /// The bytes to send first, once; nil when there are none.
  func takePending() -> [UInt8]? {
    state.withLock { state in
      defer { state.pending = [] }
      return state.pending.isEmpty ? nil : state.pending
    }
  }
}
