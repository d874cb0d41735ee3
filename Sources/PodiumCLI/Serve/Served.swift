// Prints where an engine serves and keeps it serving until the process is asked to end.
import PodiumServer

enum Served {
  /// The two lines that scripts and people copy from.
  static func announce(_ url: String, _ key: AccessKey, _ output: Output) {
    output.answer("url: \(url)")
    output.answer("key: \(key.secret)")
  }

  /// Blocks until Ctrl-C, TERM or a hang-up, then lets `stop` finish what is under way.
  static func untilAsked(_ stop: @escaping @Sendable () async -> Void) -> Ending {
    _ = EndingSignals.wait()
    Blocking.wait(stop)
    return .code(.ok)
  }
}
