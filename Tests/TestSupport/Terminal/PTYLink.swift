// The descriptors of a PTY, its reading thread and those who wait. Not for tests: see PTY.
import CSystem
import Glibc
import Synchronization
import Time

/// Everything of a terminal that the reading thread and the test share.
struct PTYState: Sendable {
  struct Waiter: Sendable {
    let what: String
    /// Nanoseconds of the monotonic clock.
    var deadline: Int64
    /// The condition looks at more than the terminal: ask again and again.
    let polls: Bool
    let condition: @Sendable (PTYState) -> Bool
    let continuation: CheckedContinuation<Result<PTYState, PTY.Failure>, Never>
  }

  var emulator: TerminalEmulator
  var pid: pid_t?
  var isStopped = false
  /// The test wants the line dropped.
  var isHungUp = false
  var exitStatus: Int32?
  /// The shell is gone, and with it the only one who reports.
  var isOver = false
  /// The test has let go of the terminal.
  var isReleased = false
  var statusText: [UInt8] = []
  var waiters: [Waiter] = []
  /// How long after the program's end the terminal may still bring something.
  var lastWordsNanoseconds: Int64 = 0

  /// Takes a status line of the shell.
  mutating func note(_ words: [Substring]) {
    switch words.first {
    case "pid": pid = words.last.flatMap { pid_t($0) }
    case "stopped": isStopped = true
    default: exitStatus = words.last.flatMap { Int32($0) }
    }
    guard exitStatus != nil else { return }
    // What the program wrote last may still be on its way through the terminal.
    let soon = cs_monotonic_ns() + lastWordsNanoseconds
    for index in waiters.indices { waiters[index].deadline = min(waiters[index].deadline, soon) }
  }

}

final class PTYLink: Sendable {
  let state: Mutex<PTYState>
  private let master: Mutex<Int32>
  private let terminal: Int32
  private let shell: pid_t
  private let statusReader: Int32
  private let ordersWriter: Int32
  private let wakeReader: Int32
  private let wakeWriter: Int32
  private let modesBefore: [UInt8]

  init(_ program: PTYProgram) throws(PTY.Failure) {
    var state = PTYState(emulator: .init(rows: program.rows, columns: program.columns))
    state.lastWordsNanoseconds = Int64(program.lastWords.inSeconds * 1e9)
    self.state = Mutex(state)
    let (master, path) = try Self.openTerminal()
    self.master = Mutex(master)
    terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    modesBefore = Self.modes(terminal)
    let (statusReader, statusWriter) = Self.pipe()
    let (ordersReader, ordersWriter) = Self.pipe()
    (wakeReader, wakeWriter) = Self.pipe()
    (self.statusReader, self.ordersWriter) = (statusReader, ordersWriter)
    Self.setSize(master, program.rows, program.columns)
    shell = try program.spawn(terminalPath: path, status: statusWriter, orders: ordersReader)
    close(statusWriter)
    close(ordersReader)
  }

  var pid: pid_t? { state.withLock { $0.pid } }

  var lineModesRestored: Bool { Self.modes(terminal) == modesBefore }

  func write(_ bytes: [UInt8]) {
    master.withLock { master in
      guard master >= 0 else { return }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var space = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
          if poll(&space, 1, 60_000) <= 0 { return }
        } else if errno != EINTR {
          return
        }
      }
    }
  }

  func resize(rows: Int, columns: Int) {
    state.withLock { $0.emulator.resize(rows: rows, columns: columns) }
    master.withLock { if $0 >= 0 { Self.setSize($0, rows, columns) } }
  }

  /// Bytes that were typed and that the program has not read yet.
  var unread: Int {
    var count: Int32 = 0
    return ioctl(terminal, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }

  func order() {
    state.withLock { $0.isStopped = false }
    _ = Glibc.write(ordersWriter, "\n", 1)
  }

  /// Closes this end; the reading thread goes on with the status lines.
  func hangUp() {
    state.withLock { $0.isHungUp = true }
    wake()
  }

  /// Ends the program and its shell, whatever they do.
  func end() {
    if let pid, state.withLock({ $0.exitStatus == nil }) { kill(pid, SIGKILL) }
    kill(shell, SIGKILL)
    state.withLock { $0.isReleased = true }
    wake()
  }

  private func wake() { _ = Glibc.write(wakeWriter, "!", 1) }
}

// MARK: Waiting

extension PTYLink {
  /// Suspends until the condition holds; throws with the screen if it does not in time.
  func wait(
    _ what: String, _ limit: Duration, polls: Bool = false,
    _ condition: @escaping @Sendable (PTYState) -> Bool
  ) async throws(PTY.Failure) -> PTYState {
    let deadline = cs_monotonic_ns() + Int64(limit.inSeconds * 1e9)
    let result: Result<PTYState, PTY.Failure> = await withCheckedContinuation { continuation in
      state.withLock { state in
        let soon = cs_monotonic_ns() + state.lastWordsNanoseconds
        state.waiters.append(
          PTYState.Waiter(
            what: what, deadline: state.exitStatus == nil ? deadline : min(deadline, soon),
            polls: polls, condition: condition, continuation: continuation))
      }
      wake()
    }
    return try result.get()
  }

  private static let pollNanoseconds: Int64 = 10_000_000

  /// Resumes those whose condition holds or whose time is over; returns the nearest deadline.
  private func settle() -> Int64? {
    state.withLock { state in
      let now = cs_monotonic_ns()
      let waiters = state.waiters
      state.waiters = []
      var left: [PTYState.Waiter] = []
      // Nobody sees half a frame, but of a program that died over it.
      let isWhole = !state.emulator.isUpdating || state.exitStatus != nil || state.isOver
      for waiter in waiters {
        if isWhole, waiter.condition(state) {
          waiter.continuation.resume(returning: .success(state))
        } else if let reason = failure(of: waiter, state, now) {
          waiter.continuation.resume(returning: .failure(reason))
        } else {
          left.append(waiter)
        }
      }
      state.waiters = left
      return left.map { $0.polls ? min($0.deadline, now + Self.pollNanoseconds) : $0.deadline }
        .min()
    }
  }

  private func failure(of waiter: PTYState.Waiter, _ state: PTYState, _ now: Int64) -> PTY.Failure?
  {
    let why: String
    if (state.isOver && !waiter.polls) || (now >= waiter.deadline && state.exitStatus != nil) {
      why = "the program ended with \(state.exitStatus.map(String.init) ?? "its shell") before"
    } else if now >= waiter.deadline {
      why = "it took too long"
    } else {
      return nil
    }
    let frame = state.emulator.lines.map { "|\($0)" }.joined(separator: "\n")
    return PTY.Failure("waited for \(waiter.what): \(why); the screen:\n\(frame)")
  }
}

// MARK: Reading

extension PTYLink {
  /// Starts the thread that reads until the test lets go of the terminal.
  func startReading() {
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let made = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<PTYLink>.fromOpaque(argument).takeRetainedValue().readUntilReleased()
        return nil
      }, box.toOpaque())
    precondition(made == 0, "a test needs one more thread")
    pthread_detach(thread)
  }

  private func readUntilReleased() {
    while !state.withLock({ $0.isReleased }) {
      let left = settle().map { max(0, ($0 - cs_monotonic_ns()) / 1_000_000 + 1) } ?? 60_000
      let (master, status) = (self.master.withLock { $0 }, state.withLock { $0.isOver })
      var ready = [master, status ? -1 : statusReader, wakeReader].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      poll(&ready, nfds_t(ready.count), Int32(clamping: left))
      if ready[0].revents != 0 { readTerminal(master) }
      if ready[1].revents != 0 { readStatus() }
      if ready[2].revents != 0 { _ = drain(wakeReader) }
      if state.withLock({ $0.isHungUp }) { closeMaster() }
    }
    var status: Int32 = 0
    waitpid(shell, &status, 0)
    closeMaster()
    for descriptor in [statusReader, wakeReader, wakeWriter, ordersWriter] { close(descriptor) }
  }

  /// Only the reading thread closes, so that it never reads another's descriptor.
  private func closeMaster() {
    master.withLock { master in
      guard master >= 0 else { return }
      close(terminal)
      close(master)
      master = -1
    }
  }

  private func readTerminal(_ master: Int32) {
    let bytes = drain(master)
    if !bytes.isEmpty { state.withLock { $0.emulator.feed(bytes) } }
  }

  /// Reads status lines of the shell, or that it is gone.
  private func readStatus() {
    let bytes = drain(statusReader)
    state.withLock { state in
      state.isOver = bytes.isEmpty
      state.statusText += bytes
      while let end = state.statusText.firstIndex(of: 10) {
        let line = String(decoding: state.statusText[..<end], as: UTF8.self)
        state.statusText.removeSubrange(...end)
        state.note(line.split(separator: " "))
      }
    }
  }

  private func drain(_ fd: Int32) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = read(fd, &chunk, chunk.count)
    return count > 0 ? Array(chunk[..<count]) : []
  }
}

// MARK: System calls

extension PTYLink {
  /// A pipe whose ends stay clear of the low numbers that the child's descriptors get.
  private static func pipe() -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    Glibc.pipe(&ends)
    let high = ends.map { end in
      let moved = fcntl(end, F_DUPFD_CLOEXEC, 10)
      close(end)
      return moved
    }
    return (high[0], high[1])
  }

  /// A new pseudo-terminal: this end, non-blocking, and the path of the program's end.
  private static func openTerminal() throws(PTY.Failure) -> (master: Int32, path: String) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var number: Int32 = 0
    var locked: Int32 = 0
    let unlock = UInt(0x4004_5431)
    let getNumber = UInt(0x8004_5430)
    guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, getNumber, &number) == 0
    else { throw PTY.Failure("cannot open a pseudo-terminal: error \(errno)") }
    return (master, "/dev/pts/\(number)")
  }

  private static func setSize(_ fd: Int32, _ rows: Int, _ columns: Int) {
    var size = winsize()
    size.ws_row = UInt16(rows)
    size.ws_col = UInt16(columns)
    _ = ioctl(fd, UInt(TIOCSWINSZ), &size)
  }

  private static func modes(_ fd: Int32) -> [UInt8] {
    var modes = termios()
    guard tcgetattr(fd, &modes) == 0 else { return [] }
    return withUnsafeBytes(of: &modes) { Array($0) }
  }
}
