// Runs the UI actor's jobs on the thread that runs the event loop: the process's real main thread.
// On Linux @MainActor is not that thread, so Podium does not use it.
import CTerm
import Glibc
import Synchronization

/// An executor whose jobs are run by an event loop. Unchecked: `jobs` and `owner` are behind a
/// mutex, the wake descriptor is written once in `init`. Tasks that only wait for events of the
/// screen may prefer it: then no other thread wakes up for them.
package final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
  private struct State {
    var jobs: [UnownedJob] = []
    var owner: pthread_t?
  }

  private let state = Mutex(State())
  /// Becomes readable when there are jobs.
  let wakeDescriptor: Int32

  init() { wakeDescriptor = ct_wake_open() }

  /// Makes the calling thread the one that runs the jobs; it may do so again. Call it first thing in
  /// `main`.
  package func claim() {
    state.withLock { state in
      let isFree = state.owner.map { pthread_equal($0, pthread_self()) != 0 } ?? true
      precondition(isFree, "the UI actor already has a thread")
      state.owner = pthread_self()
    }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let (wasEmpty, hasOwner) = state.withLock { state in
      state.jobs.append(job)
      return (state.jobs.count == 1, state.owner != nil)
    }
    if !hasOwner { startThread() }
    if wasEmpty { ct_wake(wakeDescriptor) }
  }

  package func checkIsolated() {
    precondition(isOnOwner, "UI actor code outside of the UI thread")
  }

  package func isIsolatingCurrentContext() -> Bool? { isOnOwner }

  /// Runs what is queued now; jobs that these add wait for the next turn, so that keys get theirs.
  package func runPending() {
    ct_wake_clear(wakeDescriptor)
    let jobs = state.withLock { state in
      let jobs = state.jobs
      state.jobs = []
      return jobs
    }
    for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  private var isOnOwner: Bool {
    state.withLock { $0.owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  /// Tests and tools have no event loop: a thread of their own runs the jobs.
  private func startThread() {
    ct_thread_start(
      { context in
        guard let context else { return }
        let executor = Unmanaged<LoopExecutor>.fromOpaque(context).takeUnretainedValue()
        guard executor.becomeOwner() else { return }
        while true {
          ct_wake_wait(executor.wakeDescriptor)
          executor.runPending()
        }
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// False if another thread was faster.
  private func becomeOwner() -> Bool {
    state.withLock { state in
      if state.owner != nil { return false }
      state.owner = pthread_self()
      return true
    }
  }
}
