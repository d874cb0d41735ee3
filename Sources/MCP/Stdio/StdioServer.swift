// A server on a pair of pipes: one message a line in both directions, nothing else on the output. Runs
// on the thread that calls it until the input ends; a client's bad lines never end it.
import CSystem
import Glibc
import JSON
import Synchronization

/// Serves one client over its standard input and output.
package final class StdioServer: Sendable {
  /// Longest message.
  package static let lineBytesMax = 16 << 20
  /// How long answers under way may take when the input has ended.
  package static let patience: Duration = .milliseconds(800)
  private static let turnMilliseconds: Int32 = 5

  private let service: ProtocolServer
  private let input: Int32
  private let writer: LineWriter
  private let patience: Duration
  private let session = Session()
  private let stopping = Mutex(false)
  private let wake = cs_wake_open()

  package init(
    _ service: ProtocolServer, input: Int32 = 0, output: Int32 = 1,
    patience: Duration = StdioServer.patience
  ) {
    self.service = service
    self.patience = patience
    self.input = input
    writer = LineWriter(output)
  }

  /// Ends `run` soon; safe from any thread.
  package func stop() {
    stopping.withLock { $0 = true }
    cs_wake(wake)
  }

  /// Serves until the input ends, the client is gone, or `stop`. Blocks.
  package func run() {
    let changes = Task { [service, session, writer] in
      await service.pumpChanges(to: session, outlet: writer)
    }
    defer { changes.cancel() }
    var splitter = LineSplitter(bytesMax: Self.lineBytesMax)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while waitForInput() {
      let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else {
        for piece in splitter.end() { take(piece) }
        break
      }
      let pieces = buffer.withUnsafeBytes {
        splitter.take(UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      for piece in pieces { take(piece) }
    }
    finish()
  }

  /// False when there will be no more.
  private func waitForInput() -> Bool {
    while writer.isFull, !isStopping {
      // A client that neither reads nor is there any more.
      if isInputClosed { return false }
      pause()
    }
    guard !isStopping, !writer.isClosed else { return false }
    var ready: [UInt8] = [0, 0]
    let descriptors = [input, wake]
    _ = cs_wait_readable(descriptors, &ready, 2, -1)
    return !isStopping
  }

  /// Whether nobody can write to the input any more, whatever is left in it.
  private var isInputClosed: Bool {
    var entry = pollfd(fd: input, events: 0, revents: 0)
    return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLHUP) != 0
  }

  private var isStopping: Bool { stopping.withLock { $0 } }

  private func take(_ piece: LineSplitter.Piece) {
    switch piece {
    case .tooLong:
      let megabytes = Self.lineBytesMax >> 20
      let error = RPCError.invalidRequest("a message may have \(megabytes) MiB at most")
      writer.send(RPCMessage.failure(nil, error))
    case .line(let bytes):
      do throws(RPCFault) {
        service.take(try RPCMessage(bytes: bytes), of: session, outlet: writer)
      } catch {
        writer.send(error.json)
      }
    }
  }

  /// Lets answers under way go out, for a while.
  private func finish() {
    var turns = Int(patience / Duration.milliseconds(Int64(Self.turnMilliseconds)))
    while session.running > 0 || !writer.isIdle, turns > 0, !isStopping, !writer.isClosed {
      pause()
      turns -= 1
    }
    session.close()
  }

  private func pause() {
    var ready: UInt8 = 0
    var descriptor = wake
    _ = cs_wait_readable(&descriptor, &ready, 1, Self.turnMilliseconds)
  }
}
