// Runs the program that prints a key: no shell, a time limit, bounded output, nothing logged. Blocks:
// only for plain threads and before the loop starts, never inside a task.
import CSystem
import Glibc
import Time

/// Reads a key from a program's standard output.
package struct KeyCommand: Sendable {
  /// Program and arguments; not empty.
  package let arguments: [String]
  package let timeout: Duration

  /// A key has no more bytes.
  package static let outputBytesMax = 16_384
  /// Time to unlock a password store.
  package static let timeoutDefault: Duration = .seconds(60)

  /// Why there is no key. Never holds output of the program.
  package enum Problem: Error, Sendable, Equatable {
    case notFound(program: String)
    case notStarted(program: String, code: Int32)
    case timedOut(program: String, after: Duration)
    case failed(program: String, status: Int)
    case tooLong(program: String)
    /// 1Password's `op item get` printed advice instead: it conceals fields unless asked not to.
    case concealed(program: String)

    /// One line: what happened and what to do.
    package var message: String {
      switch self {
      case .notFound(let program): "\(program): no such program in PATH; check key_command"
      case .notStarted(let program, let code):
        "\(program): cannot be started (\(String(cString: strerror(code)))); check key_command"
      case .timedOut(let program, let after):
        "\(program): printed no key within \(after.milliseconds / 1000) s; unlock it and try again"
      case .failed(let program, let status):
        "\(program): ended with status \(status); run key_command in a shell to see why"
      case .tooLong(let program): "\(program): printed far more than a key; check key_command"
      case .concealed(let program):
        "\(program): keeps the key concealed; add --reveal to key_command, or use onepassword:"
      }
    }
  }

  /// How `op` begins what it prints instead of a concealed field, since 2.30.
  package static let concealment = "[use 'op item get "

  package init(_ arguments: [String], timeout: Duration = KeyCommand.timeoutDefault) {
    precondition(!arguments.isEmpty, "a command has a program")
    self.arguments = arguments
    self.timeout = timeout
  }

  private var program: String { arguments[0] }

  /// What the program prints. Its standard error is thrown away: it could hold anything.
  package func output(
    environment: [String: String], clock: MonotonicClock = SystemClock.monotonic
  ) throws(Problem) -> [UInt8] {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(program: program, code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let trash = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { if trash >= 0 { close(trash) } }
    let child = ChildProgram(arguments, environment: environment)
    let pid: Int32
    do throws(ChildProgram.NotStarted) {
      defer { close(ends[1]) }
      pid = try child.start(output: ends[1], errors: trash)
    } catch {
      close(ends[0])
      throw error.code == ENOENT
        ? .notFound(program: program) : .notStarted(program: program, code: error.code)
    }
    defer { close(ends[0]) }
    let bytes: [UInt8]
    do throws(Problem) {
      bytes = try readAll(ends[0], until: clock() + timeout, clock)
    } catch {
      _ = cs_kill_group(pid, SIGKILL)
      end(pid)
      throw error
    }
    let status = end(pid)
    guard status == 0 else { throw .failed(program: program, status: status) }
    guard !bytes.starts(with: Self.concealment.utf8) else { throw .concealed(program: program) }
    return bytes
  }

  private func readAll(
    _ fd: Int32, until end: Duration, _ clock: MonotonicClock
  ) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let rest = end - clock()
      guard rest > .zero else { throw .timedOut(program: program, after: timeout) }
      var ready: [UInt8] = [0]
      _ = cs_wait_readable([fd], &ready, 1, Int32(clamping: rest.milliseconds + 1))
      guard ready[0] != 0 else { continue }
      let count = read(fd, &piece, piece.count)
      if count <= 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= Self.outputBytesMax else { throw .tooLong(program: program) }
    }
  }

  /// Kills what still runs and takes the status; 128 + signal for a signal.
  @discardableResult
  private func end(_ pid: Int32) -> Int {
    var ready: [UInt8] = [0]
    let pidfd = cs_pidfd(pid)
    if pidfd >= 0 {
      // The output has ended, or its time: the program gets a moment to end by itself.
      _ = cs_wait_readable([pidfd], &ready, 1, 1000)
      close(pidfd)
    }
    if ready[0] == 0 { _ = cs_kill_group(pid, SIGKILL) }
    var status: Int32 = 0
    var signal: Int32 = 0
    _ = cs_reap(pid, &status, &signal)
    return signal == 0 ? Int(status) : 128 + Int(signal)
  }
}
