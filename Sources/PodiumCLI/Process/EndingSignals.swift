// The signals that ask a server to end, taken by waiting instead of by a handler.
import Glibc

/// Ctrl-C, a polite kill, or the terminal's hang-up.
enum EndingSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// Keeps them from ending the process at once. Call it before any thread starts: threads inherit.
  static func hold() {
    var signals = set()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Blocks until one arrives. The next one after it ends the process at once.
  static func wait() -> Int32 {
    var signals = set()
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    return number
  }

  private static func set() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    return signals
  }
}
