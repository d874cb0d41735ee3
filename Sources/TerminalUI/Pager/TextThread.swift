// A thread for reading that blocks: the shared pool has as few threads as the machine has cores.
import CTerm
import Glibc

/// Runs work that waits for a disk.
enum TextThread {
  private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// How far background work steps back behind the screen and the person's own searches.
  private static let backgroundNice: Int32 = 10

  /// Runs it on a thread of its own; here if there can be none.
  static func run<T: Sendable>(
    inBackground: Bool, _ body: @escaping @Sendable () -> T
  ) async -> T {
    await withCheckedContinuation { continuation in
      let job = Unmanaged.passRetained(
        Job {
          // On Linux this is the calling thread's own.
          if inBackground {
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, backgroundNice)
          }
          continuation.resume(returning: body())
        })
      let code = ct_thread_start(
        { context in
          guard let context else { return }
          Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body()
        }, job.toOpaque())
      if code != 0 { job.takeRetainedValue().body() }
    }
  }
}
