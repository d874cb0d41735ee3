// Writes text to the standard streams, whole and unbuffered: the lines that scripts wait for must
// not stay in a buffer, and an answer that could not be written must not end as a success.
import Glibc
import Synchronization

/// Where a command's words go.
package struct Output: Sendable {
  private let answers: Int32
  private let complaints: Int32
  private let loss = Loss()

  /// The first error of an answer that was not written.
  private final class Loss: Sendable {
    let code = Mutex<Int32?>(nil)
  }

  /// Standard output and standard error unless told otherwise.
  package init(answers: Int32 = 1, complaints: Int32 = 2) {
    self.answers = answers
    self.complaints = complaints
  }

  /// Streams that the process was started without become ones that fail: a socket or a file that is
  /// opened later must not get their numbers, and with them the answers.
  package static func holdStandardStreams() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// A line of the result; false when nobody can read it any more.
  @discardableResult
  package func answer(_ line: String) -> Bool {
    guard let code = Self.write(line + "\n", to: answers) else { return true }
    loss.code.withLock { $0 = $0 ?? code }
    return false
  }

  /// A line for the person who started the command.
  package func complain(_ line: String) { _ = Self.write(line + "\n", to: complaints) }

  /// Why an answer is not where it should be; nil when it is, or when its reader had enough of it.
  package var lostAnswer: String? {
    let code = loss.code.withLock { $0 }
    return code.flatMap { $0 == EPIPE ? nil : "standard output: \(String(cString: strerror($0)))" }
  }

  /// Columns of the terminal that answers go to; nil when it is none.
  package var columns: Int? {
    guard isatty(answers) == 1 else { return nil }
    var size = winsize()
    guard ioctl(answers, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether somebody may still read answers: a pipe says that its reader is gone before a write does.
  package var hasReader: Bool {
    var entry = pollfd(fd: answers, events: 0, revents: 0)
    return poll(&entry, 1, 0) <= 0 || Int32(entry.revents) & (POLLERR | POLLNVAL) == 0
  }

  /// The error that kept a text from being written whole.
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
