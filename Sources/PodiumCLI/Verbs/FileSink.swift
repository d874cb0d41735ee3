// Where the bytes of a file go: a new file, a pipe as they are, or a terminal as harmless lines. Blocks.
import Glibc
import Synchronization
import TerminalUI

/// Takes the pieces of a file in order.
final class FileSink: Sendable {
  private struct State {
    /// The line that has not ended yet, for terminals.
    var rest: [UInt8] = []
    var problem: String?
  }

  private let state = Mutex(State())
  private let descriptor: Int32
  private let path: String?
  private let isTerminal: Bool

  /// - Parameter path: a file that does not exist yet; nil is standard output.
  init(_ call: VerbCall, path: String?) throws(CommandFailure) {
    self.path = path
    guard let path else {
      descriptor = STDOUT_FILENO
      isTerminal = isatty(STDOUT_FILENO) == 1
      return
    }
    isTerminal = false
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure(.refused, "--output \(path): \(String(cString: strerror(errno)))")
    }
  }

  /// False when nobody takes more.
  func take(_ bytes: [UInt8]) -> Bool {
    guard isTerminal else { return write(bytes) }
    let lines = state.withLock { state -> [UInt8] in
      state.rest += bytes
      guard let end = state.rest.lastIndex(of: 0x0A) else { return [] }
      defer { state.rest.removeFirst(end + 1) }
      return Array(state.rest[...end])
    }
    return write(Self.harmless(lines))
  }

  /// Writes what is left. What went wrong, in words; nil when nothing did.
  @discardableResult
  func finish() -> String? {
    let rest = state.withLock { $0.rest }
    if isTerminal, !rest.isEmpty { _ = write(Self.harmless(rest) + [0x0A]) }
    if path != nil { close(descriptor) }
    return state.withLock { $0.problem }
  }

  /// Without control characters; whole lines only.
  private static func harmless(_ bytes: [UInt8]) -> [UInt8] {
    Array(Sanitizer.cleanLines(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let reason = String(cString: strerror(errno))
        // A reader of a pipe that has enough is no problem.
        if errno != EPIPE { state.withLock { $0.problem = "\(path ?? "output"): \(reason)" } }
        return false
      }
    }
    return true
  }
}
