// The thread of the store: its actor, the tasks it starts and their timers run here. One poll of the
// server then wakes few threads instead of bouncing over the shared pool; a quiet screen costs little.
import CSystem
import Glibc
import OrchestraClient
import Synchronization
import Time

/// The store's serial executor.
///
/// Owns the thread: it ends when this object goes and the queue is empty.
final class StoreThread: SerialExecutor {
  private let core = ThreadCore()

  init() { core.start() }

  deinit { core.finish() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    core.add { job.runSynchronously(on: executor) }
  }

  func checkIsolated() { precondition(core.isCurrent, "not on the store's thread") }

  /// A task's job, run between those of the actor.
  fileprivate func enqueueTask(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
    core.add { job.runSynchronously(on: executor) }
  }

  /// Sleeps on this thread's own timers.
  func sleep(_ duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    let id = core.newTimer()
    let core = core
    let isOver = await withTaskCancellationHandler {
      await withCheckedContinuation { core.arm(id, after: duration, $0) }
    } onCancel: {
      core.cancel(id)
    }
    if !isOver { throw CancellationError() }
  }
}

/// Lets tasks prefer the store's thread; they keep it alive while they run.
final class StoreTasks: TaskExecutor {
  let thread: StoreThread

  init(_ thread: StoreThread) { self.thread = thread }

  func enqueue(_ job: consuming ExecutorJob) {
    thread.enqueueTask(UnownedJob(job), asUnownedTaskExecutor())
  }
}

/// Queue and timers of the thread. The thread holds it until it ends.
///
/// `@unchecked Sendable`: the descriptor and the thread's name are written before anyone else can
/// see them; all else is in a `Mutex`.
private final class ThreadCore: @unchecked Sendable {
  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var timers: [Int: Timer] = [:]
    /// Cancelled before they were armed.
    var cancelled: Set<Int> = []
    var lastTimer = 0
    var isWaiting = false
    var isFinished = false
  }

  private struct Timer {
    var at: Duration
    var continuation: CheckedContinuation<Bool, Never>
  }

  private let state = Mutex(State())
  private let wakeFD: Int32
  private var thread = pthread_t()

  init() {
    wakeFD = cs_wake_open()
    precondition(wakeFD >= 0, "the system has no file descriptor left")
  }

  deinit { close(wakeFD) }

  var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

  func start() {
    let argument = Unmanaged.passRetained(self).toOpaque()
    let code = pthread_create(&thread, nil, runStoreThread, argument)
    precondition(code == 0, "the system refuses another thread (error \(code))")
    pthread_detach(thread)
  }

  func finish() {
    state.withLock { $0.isFinished = true }
    cs_wake(wakeFD)
  }

  func add(_ job: @escaping @Sendable () -> Void) {
    let mustWake = state.withLock { state in
      state.jobs.append(job)
      return state.isWaiting
    }
    if mustWake { cs_wake(wakeFD) }
  }

  func newTimer() -> Int {
    state.withLock { state in
      state.lastTimer += 1
      return state.lastTimer
    }
  }

  func arm(_ id: Int, after duration: Duration, _ continuation: CheckedContinuation<Bool, Never>) {
    let timer = Timer(at: SystemClock.monotonic() + duration, continuation: continuation)
    let (isArmed, mustWake) = state.withLock { state in
      guard state.cancelled.remove(id) == nil else { return (false, false) }
      state.timers[id] = timer
      return (true, state.isWaiting)
    }
    if !isArmed { continuation.resume(returning: false) }
    if mustWake { cs_wake(wakeFD) }
  }

  func cancel(_ id: Int) {
    let timer = state.withLock { state in
      let timer = state.timers.removeValue(forKey: id)
      if timer == nil { state.cancelled.insert(id) }
      return timer
    }
    timer?.continuation.resume(returning: false)
  }

  // MARK: On the thread

  fileprivate func work() {
    while true {
      let due = takeDueTimers()
      for timer in due { timer.continuation.resume(returning: true) }
      let jobs = state.withLock { state in
        let jobs = state.jobs
        state.jobs.removeAll(keepingCapacity: true)
        return jobs
      }
      for job in jobs { job() }
      if jobs.isEmpty, due.isEmpty, !wait() { return }
    }
  }

  private func takeDueTimers() -> [Timer] {
    let now = SystemClock.monotonic()
    return state.withLock { state in
      let due = state.timers.filter { $0.value.at <= now }
      for id in due.keys { state.timers[id] = nil }
      // A sleep that ended leaves no trace of a late cancellation.
      if state.timers.isEmpty { state.cancelled.removeAll() }
      return due.sorted { $0.value.at < $1.value.at }.map(\.value)
    }
  }

  /// - Returns: false when the thread may end.
  private func wait() -> Bool {
    let next = state.withLock { state -> Duration?? in
      guard state.jobs.isEmpty else { return .some(.zero) }
      if state.isFinished, state.timers.isEmpty { return .none }
      state.isWaiting = true
      return .some(state.timers.values.map(\.at).min())
    }
    guard let next else { return false }
    let pause = next.map { max($0 - SystemClock.monotonic(), .zero) }
    let milliseconds = pause.map { Int32(clamping: ($0.microseconds + 999) / 1000) } ?? -1
    var ready: [UInt8] = [0]
    _ = cs_wait_readable([wakeFD], &ready, 1, milliseconds)
    state.withLock { $0.isWaiting = false }
    if ready[0] != 0 { cs_wake_drain(wakeFD) }
    return true
  }
}

/// A free function: a closure made in an actor's context would trap when C calls it.
private func runStoreThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  var mask = sigset_t()
  sigfillset(&mask)
  pthread_sigmask(SIG_BLOCK, &mask, nil)
  Unmanaged<ThreadCore>.fromOpaque(argument).takeRetainedValue().work()
  return nil
}
