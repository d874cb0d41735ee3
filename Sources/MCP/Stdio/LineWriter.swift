// Writes messages as lines, whole and in order, on a thread of its own: whoever sends never waits for a
// slow reader.
import CSystem
import Glibc
import JSON
import Synchronization

/// The writing end of a pipe.
///
/// Used from any thread; all state is behind one lock.
package final class LineWriter: Outlet {
  /// Above this, reading stops until the client has read; messages are never dropped.
  package static let waitingBytesMax = 8 << 20

  private struct State {
    var waiting: [[UInt8]] = []
    var bytes = 0
    var isWriting = false
    var isClosed = false
    var hasThread = false
  }
  private let state = Mutex(State())
  private let descriptor: Int32
  private let wake = cs_wake_open()

  /// - Parameter descriptor: stays open.
  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  package func send(_ message: JSONValue) {
    let line = message.serialized() + [0x0A]
    let begins = state.withLock { state in
      guard !state.isClosed else { return false }
      state.waiting.append(line)
      state.bytes += line.count
      defer { state.hasThread = true }
      return !state.hasThread
    }
    if begins { startThread() }
    cs_wake(wake)
  }

  /// Whether everything was written, or nobody reads any more.
  package var isIdle: Bool {
    state.withLock { $0.isClosed || ($0.waiting.isEmpty && !$0.isWriting) }
  }

  /// Whether the client has to read before more is taken from it.
  package var isFull: Bool { state.withLock { $0.bytes > Self.waitingBytesMax && !$0.isClosed } }

  /// Whether nobody reads any more.
  package var isClosed: Bool { state.withLock { $0.isClosed } }

  private func startThread() {
    Threads.start { [self] in
      while !isClosed {
        let lines = state.withLock { state in
          defer { (state.waiting, state.isWriting) = ([], !state.waiting.isEmpty) }
          return state.waiting
        }
        for line in lines { write(line) }
        state.withLock { $0.isWriting = false }
        if lines.isEmpty {
          var ready: UInt8 = 0
          var descriptor = wake
          _ = cs_wait_readable(&descriptor, &ready, 1, -1)
          cs_wake_drain(wake)
        }
      }
    }
  }

  private func write(_ line: [UInt8]) {
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        waitUntilWritable()
        continue
      }
      guard count > 0 else {
        return state.withLock { state in
          state.isClosed = true
          (state.waiting, state.bytes) = ([], 0)
        }
      }
      rest = rest.dropFirst(count)
    }
    state.withLock { $0.bytes -= line.count }
  }

  private func waitUntilWritable() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&entry, 1, -1)
  }
}
