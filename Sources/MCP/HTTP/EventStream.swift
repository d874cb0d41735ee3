// Messages on their way to one HTTP response: taken from whoever answers, given to whoever sends. The
// first message decides whether the response becomes an event stream.
import JSON
import Synchronization

/// A queue of messages with an end.
final class EventStream: Outlet {
  /// What comes out.
  enum Item: Sendable {
    /// One message, serialized.
    case message([UInt8])
    /// The last message, if there is one.
    case end(JSONValue?)
    /// Nothing for a while.
    case idle
  }

  /// Bytes of messages that wait for a slow reader; a client that lets more pile up loses its stream.
  static let waitingBytesMax = 64 << 20

  private struct State {
    var waiting: [[UInt8]] = []
    var bytes = 0
    var end: JSONValue??
    var isAbandoned = false
    var reader: (ticket: Int, continuation: CheckedContinuation<Item, Never>)?
    var ticket = 0
  }
  private let state = Mutex(State())
  private let pause: @Sendable (Duration) async throws -> Void
  private let waitingBytesMax: Int

  init(
    pause: @escaping @Sendable (Duration) async throws -> Void,
    waitingBytesMax: Int = EventStream.waitingBytesMax
  ) {
    (self.pause, self.waitingBytesMax) = (pause, waitingBytesMax)
  }

  func send(_ message: JSONValue) {
    let bytes = message.serialized()
    deliver { state in
      guard state.end == nil, !state.isAbandoned else { return nil }
      guard state.reader == nil else { return .message(bytes) }
      state.bytes += bytes.count
      if state.bytes > waitingBytesMax {
        (state.waiting, state.isAbandoned) = ([], true)
      } else {
        state.waiting.append(bytes)
      }
      return nil
    }
  }

  /// Ends the stream, with the answer if there is one.
  func finish(_ last: JSONValue? = nil) {
    deliver { state in
      guard state.end == nil else { return nil }
      state.end = .some(last)
      return state.reader == nil ? nil : .end(last)
    }
  }

  private func deliver(_ change: (inout sending State) -> Item?) {
    let (reader, item) = state.withLock { state in
      guard let item = change(&state) else {
        return (nil as CheckedContinuation<Item, Never>?, nil as Item?)
      }
      let reader = state.reader?.continuation
      state.reader = nil
      return (reader, item)
    }
    if let item { reader?.resume(returning: item) }
  }

  /// The next message, or `idle` after `patience`. One reader at a time.
  func next(within patience: Duration) async -> Item {
    let timer = Mutex<Task<Void, Never>?>(nil)
    defer { timer.withLock { $0?.cancel() } }
    return await withCheckedContinuation { continuation in
      let ticket = state.withLock { state -> Int? in
        if !state.waiting.isEmpty {
          let message = state.waiting.removeFirst()
          state.bytes -= message.count
          continuation.resume(returning: .message(message))
          return nil
        }
        if let end = state.end {
          continuation.resume(returning: .end(end))
          return nil
        }
        if state.isAbandoned {
          continuation.resume(returning: .end(nil))
          return nil
        }
        state.ticket += 1
        state.reader = (state.ticket, continuation)
        return state.ticket
      }
      guard let ticket else { return }
      let task = Task { [self] in
        do { try await pause(patience) } catch { return }
        expire(ticket)
      }
      timer.withLock { $0 = task }
    }
  }

  private func expire(_ ticket: Int) {
    deliver { state in state.reader?.ticket == ticket ? .idle : nil }
  }
}

/// One message as a server-sent event.
enum EventText {
  static func message(_ message: [UInt8]) -> [UInt8] {
    Array("event: message\ndata: ".utf8) + message + [0x0A, 0x0A]
  }

  static func event(_ name: String, _ data: String) -> [UInt8] {
    Array("event: \(name)\ndata: \(data)\n\n".utf8)
  }

  /// A comment: keeps the way open through proxies.
  static let keepAlive = Array(": still there\n\n".utf8)
}
