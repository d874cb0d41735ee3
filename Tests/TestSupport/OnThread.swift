// Blocking work of tests, kept off the threads that tasks run on.
import Glibc

/// Runs blocking work on a new thread.
package func onThread<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    let box = Unmanaged.passRetained(WorkBox { continuation.resume(returning: work()) })
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<WorkBox>.fromOpaque(context).takeRetainedValue().work()
        return nil
      }, box.toOpaque())
    precondition(code == 0, "no thread for a test client")
    pthread_detach(thread)
  }
}

private final class WorkBox: Sendable {
  let work: @Sendable () -> Void
  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}
