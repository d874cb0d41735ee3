// A serial executor with a thread of its own: actors whose work blocks (disk, waits) run here,
// so that they never take a thread of Swift's shared pool.
import Glibc

/// Runs the jobs of the actors that name it, one after another, on one thread.
///
/// `@unchecked Sendable`: the queue is only touched under `mutex`. The thread keeps the executor
/// alive until `stop`; jobs that come later still run, on a fresh thread each time it is needed.
package final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var queue: [UnownedJob] = []
  private var isRunning = false
  private var isStopped = false

  /// The thread itself starts with the first job.
  package init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Takes a job in; called by Swift.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pthread_mutex_lock(mutex)
    queue.append(job)
    let mustStart = !isRunning
    isRunning = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
    if mustStart { startThread() }
  }

  /// Lets the thread end once its queue is empty, so that the executor can be freed.
  package func stop() {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  private func startThread() {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(self).toOpaque()
    let code = pthread_create(&thread, nil, runThreadExecutor, argument)
    precondition(code == 0, "the system refuses another thread (error \(code))")
    pthread_detach(thread)
  }

  /// The thread's life: all jobs that are there, then wait for more.
  fileprivate func work() {
    while let jobs = nextJobs() {
      for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }

  private func nextJobs() -> [UnownedJob]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while queue.isEmpty {
      if isStopped {
        isRunning = false
        return nil
      }
      pthread_cond_wait(condition, mutex)
    }
    let jobs = queue
    queue.removeAll(keepingCapacity: true)
    return jobs
  }
}

/// A free function: a closure made in an actor's context would trap when C calls it.
private func runThreadExecutor(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  var mask = sigset_t()
  sigfillset(&mask)
  pthread_sigmask(SIG_BLOCK, &mask, nil)
  Unmanaged<ThreadExecutor>.fromOpaque(argument).takeRetainedValue().work()
  return nil
}
