// Work that blocks (disk, programs) on a thread of its own: the shared pool has as few threads as the
// machine has cores, and a slow disk must not hold one of them.
import Glibc

/// Runs blocking work away from tasks.
package enum OwnThread {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Runs the work on a new thread; here if there can be none.
  package static func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      let work = Unmanaged.passRetained(Work { continuation.resume(returning: body()) })
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      if code == 0 {
        pthread_detach(thread)
      } else {
        work.takeRetainedValue().body()
      }
    }
  }
}
