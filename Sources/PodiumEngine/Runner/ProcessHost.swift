// Starts and watches all children of the engine on one thread: process groups, time limits, the
// grace between TERM and KILL. Sees only its own children, so other waits are not disturbed.
import CSystem
import Glibc
import OrchestraAPI
import Synchronization
import Time

/// A program to start.
package struct ProcessRequest: Sendable {
  /// Program and arguments; a name without slash is looked for in the PATH of `environment`.
  package var arguments: [String]
  package var environment: [String: String]
  package var folder: String
  /// File that standard output and error are appended to.
  package var logPath: String
  package var timeout: Duration?
  /// Time between TERM and KILL.
  package var grace = Duration.seconds(5)
  /// Size of the log at which the process is stopped, in bytes.
  package var logBytesMax = 1 << 30

  package init(
    arguments: [String], environment: [String: String], folder: String, logPath: String
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.logPath = logPath
  }
}

/// How a child ended.
package enum ProcessEnd: Sendable, Equatable {
  case exited(status: Int)
  case signalled(Int)
  case timedOut(after: Duration)
  /// Its log outgrew the limit, in bytes.
  case wroteTooMuch(limitBytes: Int)
  case stopped
  /// It ended, but another part of the program took its exit status.
  case lost
  /// It never ran: the reason for people.
  case notStarted(reason: String)
}

/// The thread that owns the children.
///
/// `@unchecked Sendable`: the wake descriptor is written once in `init`; all else is in a `Mutex`.
package final class ProcessHost: @unchecked Sendable {
  /// A task run has at most one process at a time.
  package typealias Key = TaskRun.ID

  fileprivate struct Child {
    var request: ProcessRequest
    var continuation: CheckedContinuation<ProcessEnd, Never>
    /// 0 until it was started.
    var pid: Int32 = 0
    var pidfd: Int32 = -1
    /// What ended it, when that was us.
    var cause: ProcessEnd?
    var timeoutAt: Duration?
    var killAt: Duration?
    var logCheckAt = Duration.zero
  }

  fileprivate struct State {
    var children: [Key: Child] = [:]
    var isRunning = false
    var isStopped = false
  }

  /// How often the size of a running task's log is looked at.
  static let logCheckEvery = Duration.seconds(5)

  private let state = Mutex(State())
  private let wakeFD: Int32
  private let clock: MonotonicClock

  package init(clock: @escaping MonotonicClock = SystemClock.monotonic) {
    self.clock = clock
    wakeFD = cs_wake_open()
    precondition(wakeFD >= 0, "the system has no file descriptor left")
  }

  deinit { close(wakeFD) }

  /// Starts a program and waits for its end. Cancelling the task asks it to end (TERM, then KILL).
  package func run(_ key: Key, _ request: ProcessRequest) async -> ProcessEnd {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        var child = Child(request: request, continuation: continuation)
        if Task.isCancelled { child.cause = .stopped }
        enter(key, child)
        if Task.isCancelled { stop(key) }
      }
    } onCancel: {
      stop(key)
    }
  }

  /// Asks a child's group to end; it is killed after the grace. Unknown keys are ignored.
  package func stop(_ key: Key) {
    state.withLock { state in
      guard var child = state.children[key], child.cause == nil else { return }
      child.end(.stopped, at: clock())
      state.children[key] = child
    }
    cs_wake(wakeFD)
  }

  /// Kills a child's group at once.
  package func kill(_ key: Key) {
    state.withLock { state in
      guard var child = state.children[key] else { return }
      child.cause = child.cause ?? .stopped
      if child.pid > 0 { _ = cs_kill_group(child.pid, SIGKILL) }
      state.children[key] = child
    }
    cs_wake(wakeFD)
  }

  /// Kills everything and ends the thread.
  package func shutDown() {
    let keys = state.withLock { state in
      state.isStopped = true
      return Array(state.children.keys)
    }
    for key in keys { kill(key) }
    cs_wake(wakeFD)
  }

  private func enter(_ key: Key, _ child: Child) {
    let mustStart = state.withLock { state in
      precondition(state.children[key] == nil, "a task run has one process at a time")
      state.children[key] = child
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if mustStart { startThread() } else { cs_wake(wakeFD) }
  }

  private func startThread() {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(self).toOpaque()
    let code = pthread_create(&thread, nil, runProcessHost, argument)
    precondition(code == 0, "the system refuses another thread (error \(code))")
    pthread_detach(thread)
  }

  // MARK: On the thread

  fileprivate func work() {
    while true {
      startWaiting()
      let now = clock()
      let watched = state.withLock { state -> [(Key, Int32)]? in
        state.enforceLimits(now)
        if state.isStopped, state.children.isEmpty {
          state.isRunning = false
          return nil
        }
        return state.children.compactMap { $0.value.pid > 0 ? ($0.key, $0.value.pidfd) : nil }
      }
      guard let watched else { return }
      wait(for: watched)
    }
  }

  private func startWaiting() {
    let fresh = state.withLock { state in state.children.filter { $0.value.pid == 0 } }
    for (key, child) in fresh {
      if let cause = child.cause {
        finish(key, cause)
        continue
      }
      let spawned = Self.spawn(child.request)
      switch spawned {
      case .failure(let failure): finish(key, .notStarted(reason: failure.reason))
      case .success(let pid): started(key, pid)
      }
    }
  }

  private func started(_ key: Key, _ pid: Int32) {
    let pidfd = cs_pidfd(pid)
    precondition(pidfd >= 0, "the system has no file descriptor left")
    let now = clock()
    state.withLock { state in
      guard var child = state.children[key] else { return }
      child.pid = pid
      child.pidfd = pidfd
      child.timeoutAt = child.request.timeout.map { now + $0 }
      child.logCheckAt = now + Self.logCheckEvery
      if child.cause != nil { _ = cs_kill_group(pid, SIGTERM) }
      state.children[key] = child
    }
  }

  private func wait(for watched: [(Key, Int32)]) {
    let now = clock()
    let next = state.withLock { state in
      state.children.values.map { child in
        min(child.killAt ?? child.timeoutAt ?? child.logCheckAt, child.logCheckAt)
      }.min()
    }
    let milliseconds = next.map { Int32(clamping: max(0, ($0 - now).milliseconds + 1)) } ?? -1
    let descriptors = [wakeFD] + watched.map(\.1)
    var ready = [UInt8](repeating: 0, count: descriptors.count)
    _ = cs_wait_readable(descriptors, &ready, Int32(descriptors.count), milliseconds)
    if ready[0] != 0 { cs_wake_drain(wakeFD) }
    for (index, (key, _)) in watched.enumerated() where ready[index + 1] != 0 { ended(key) }
  }

  /// Takes the end of a child. What is left of its group is killed first, while the zombie still
  /// reserves the group's number.
  private func ended(_ key: Key) {
    let child = state.withLock { state in state.children[key] }
    guard let child, cs_has_ended(child.pid) != 0 else { return }
    _ = cs_kill_group(child.pid, SIGKILL)
    state.withLock { state in state.children[key]?.pid = -1 }
    var status: Int32 = 0
    var signal: Int32 = 0
    let code = cs_reap(child.pid, &status, &signal)
    close(child.pidfd)
    let natural =
      code < 0
      ? ProcessEnd.lost : signal == 0 ? .exited(status: Int(status)) : .signalled(Int(signal))
    finish(key, child.cause ?? natural)
  }

  private func finish(_ key: Key, _ end: ProcessEnd) {
    let child = state.withLock { state in state.children.removeValue(forKey: key) }
    child?.continuation.resume(returning: end)
  }
}

extension ProcessHost.Child {
  /// Sends TERM (once) and sets the time of the KILL.
  fileprivate mutating func end(_ cause: ProcessEnd, at now: Duration) {
    self.cause = cause
    timeoutAt = nil
    killAt = now + request.grace
    if pid > 0 { _ = cs_kill_group(pid, SIGTERM) }
  }
}

extension ProcessHost.State {
  fileprivate mutating func enforceLimits(_ now: Duration) {
    for (key, child) in children where child.pid > 0 {
      var child = child
      if let killAt = child.killAt, killAt <= now {
        child.killAt = nil
        _ = cs_kill_group(child.pid, SIGKILL)
      }
      if let timeoutAt = child.timeoutAt, timeoutAt <= now {
        child.end(.timedOut(after: child.request.timeout ?? .zero), at: now)
      }
      if child.logCheckAt <= now {
        child.logCheckAt = now + ProcessHost.logCheckEvery
        let limit = child.request.logBytesMax
        if child.cause == nil, fileBytes(child.request.logPath) > limit {
          child.end(.wroteTooMuch(limitBytes: limit), at: now)
        }
      }
      children[key] = child
    }
  }
}

private func fileBytes(_ path: String) -> Int {
  var facts = stat()
  return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
}

/// A free function: a closure made in an actor's context would trap when C calls it.
private func runProcessHost(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  var mask = sigset_t()
  sigfillset(&mask)
  pthread_sigmask(SIG_BLOCK, &mask, nil)
  Unmanaged<ProcessHost>.fromOpaque(argument).takeRetainedValue().work()
  return nil
}
