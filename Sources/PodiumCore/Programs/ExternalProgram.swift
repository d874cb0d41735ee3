// A program that the dashboard starts for a person: how it runs, and what is said about its end.
import CSystem
import Glibc
import Time

/// A program outside of the screen; words, never run by a shell.
package struct ExternalProgram: Sendable, Equatable {
  /// How it runs.
  package enum Place: Sendable, Equatable {
    /// It gets the terminal until it ends: pagers, editors.
    case terminal
    /// Behind the screen; its last line is told. Killed when its time is over.
    case background(Duration)
    /// Behind the screen, and goes on by itself when it has not failed at once: browsers.
    case detached
  }

  /// Not empty.
  package var words: [String]
  package var place: Place
  /// What is said when it is done; nil says what it printed last.
  package var done: String?
  /// Whether only a failure is told.
  package var isQuiet = false
  /// A file that was made for it and goes away after it, with the folder made for that.
  package var temporaryFile: String?

  package init(words: [String], place: Place = .terminal, done: String? = nil) {
    self.words = words
    self.place = place
    self.done = done
  }

  /// Time for a command of the user's own, and for a hook.
  package static let commandTime: Duration = .seconds(600)
  package static let hookTime: Duration = .seconds(60)
  /// A detached program that lives so long has not failed at once.
  static let detachedPatience: Duration = .seconds(3)
  /// Bytes kept of what it prints: the last ones.
  static let outputBytesMax = 16_384

  /// What came of it.
  package struct Result: Sendable, Equatable {
    package var end: ProgramEnd
    /// The last line it printed that is not empty; not sanitised.
    package var lastLine: String

    package init(_ end: ProgramEnd, lastLine: String = "") {
      self.end = end
      self.lastLine = lastLine
    }
  }

  /// Runs it behind the screen. Blocks.
  package func run(
    environment: [String: String], clock: MonotonicClock = SystemClock.monotonic
  ) -> Result {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      return Result(.notStarted(.init(program: words[0], code: errno)))
    }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // What goes on by itself must not print into a pipe that nobody reads any more.
    if place == .detached { Self.replaceByTrash(ends[1]) }
    let pid: Int32
    do throws(ChildProgram.NotStarted) {
      defer { close(ends[1]) }
      pid = try ChildProgram(words, environment: environment)
        .start(output: ends[1], errors: ends[1])
    } catch {
      return Result(.notStarted(error))
    }
    let pidfd = cs_pidfd(pid)
    defer { if pidfd >= 0 { close(pidfd) } }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    var output = Tail(descriptor: ends[0])
    let hasEnded = output.read(untilEndOf: pidfd, until: clock() + patience, clock)
    if hasEnded { return Result(.reaping(pid), lastLine: output.lastLine) }
    if place == .detached {
      Self.reapLater(pid)
      return Result(.running)
    }
    _ = cs_kill_group(pid, SIGKILL)
    _ = ProgramEnd.reaping(pid)
    return Result(.timedOut, lastLine: output.lastLine)
  }

  private var patience: Duration {
    if case .background(let time) = place { time } else { Self.detachedPatience }
  }

  private static func replaceByTrash(_ descriptor: Int32) {
    let trash = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard trash >= 0 else { return }
    dup2(trash, descriptor)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    close(trash)
  }

  private static func reapLater(_ pid: Int32) {
    Task.detached {
      _ = await OwnThread.run { ProgramEnd.reaping(pid) }
    }
  }
}

/// The end of what a program prints.
private struct Tail {
  let descriptor: Int32
  private var bytes: [UInt8] = []
  private var isOpen = true

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Reads until the program has ended; false if its time is over before. Programs that it left
  /// behind are not waited for.
  mutating func read(
    untilEndOf pidfd: Int32, until end: Duration, _ clock: MonotonicClock
  ) -> Bool {
    while true {
      let rest = end - clock()
      guard rest > .zero else { return false }
      var ready: [UInt8] = [0, 0]
      // poll(2) leaves out what is negative.
      let wanted = [pidfd, isOpen ? descriptor : -1]
      _ = cs_wait_readable(wanted, &ready, 2, Int32(clamping: rest.milliseconds + 1))
      if ready[1] != 0 || ready[0] != 0 { drain() }
      if ready[0] != 0 { return true }
    }
  }

  /// Pieces read at one go: a program that never stops printing must not hold the end back.
  private static let piecesMax = 64

  private mutating func drain() {
    var piece = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<Self.piecesMax where isOpen {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count > 0 {
        bytes += piece[..<count]
        let extra = bytes.count - ExternalProgram.outputBytesMax
        if extra > 0 { bytes.removeFirst(extra) }
      } else {
        if count == 0 { isOpen = false }
        return
      }
    }
  }

  /// The last line that says something.
  var lastLine: String {
    let lines = bytes.split { $0 == 10 || $0 == 13 }
    let line = lines.last { $0.contains { $0 > 32 } } ?? []
    return String(decoding: line, as: UTF8.self)
  }
}
