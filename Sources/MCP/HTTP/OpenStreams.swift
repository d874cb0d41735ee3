// Every stream that a client may be waiting on, so that all end when the server does.
import Synchronization

/// The streams of a server that are open.
final class OpenStreams: Sendable {
  private struct State {
    var streams: [Int: EventStream] = [:]
    var count = 0
    var isClosed = false
  }
  private let state = Mutex(State())

  /// Whether the server ends; nothing stays open from then on.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Holds what a stream needs until nobody reads it any more.
  /// - Parameter gone: called then.
  func owner(of stream: EventStream, gone: @escaping @Sendable () -> Void) -> StreamOwner {
    let place = state.withLock { state -> Int? in
      guard !state.isClosed else { return nil }
      state.count += 1
      state.streams[state.count] = stream
      return state.count
    }
    if place == nil { stream.finish() }
    return StreamOwner { [self] in
      if let place { state.withLock { $0.streams[place] = nil } }
      gone()
    }
  }

  /// Ends all, and every later one at once.
  func close() {
    let streams = state.withLock { state in
      state.isClosed = true
      defer { state.streams = [:] }
      return Array(state.streams.values)
    }
    for stream in streams { stream.finish() }
  }
}
