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
    /// What waits is still written, then it is closed.
    var isEnding = false
    var hasThread = false
  }
  private let state = Mutex(State())
  private let descriptor: Int32
  private let owns: Bool
  private let wake = cs_wake_open()

  /// - Parameter owns: whether `finish` closes the descriptor; else it stays open.
  package init(_ descriptor: Int32, owns: Bool = false) {
    (self.descriptor, self.owns) = (descriptor, owns)
  }

  deinit { Glibc.close(wake) }

  /// Takes no more messages; when those that wait are written, the other side sees the end.
  package func finish() {
    let closesHere = state.withLock { state in
      defer { state.isEnding = true }
      return owns && !state.hasThread && !state.isEnding
    }
    if closesHere { Glibc.close(descriptor) }
    cs_wake(wake)
  }

  package func send(_ message: JSONValue) {
    let line = message.serialized() + [0x0A]
    let begins = state.withLock { state in
      guard !state.isClosed, !state.isEnding else { return false }
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
      defer { if owns { Glibc.close(descriptor) } }
      // A reader that is gone is an error of the write, not of this process.
      var broken = sigset_t()
      sigemptyset(&broken)
      sigaddset(&broken, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &broken, nil)
      while !isClosed {
        let (lines, isEnding) = state.withLock { state in
          defer { (state.waiting, state.isWriting) = ([], !state.waiting.isEmpty) }
          return (state.waiting, state.isEnding)
        }
        for line in lines { write(line) }
        state.withLock { $0.isWriting = false }
        if lines.isEmpty {
          if isEnding { return }
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
