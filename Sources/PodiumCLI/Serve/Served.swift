// Prints where an engine serves and keeps it serving until the process is asked to end.
import PodiumServer

enum Served {
  /// The lines that scripts and people copy from.
  static func announce(_ serving: Serving, _ output: Output) {
    output.answer("url: \(serving.url)")
    output.answer("mcp: \(serving.origin)\(MountedMCP.path)")
    output.answer("key: \(serving.key.secret)")
  }

  /// Blocks until Ctrl-C, TERM or a hang-up, then lets `stop` finish what is under way.
  static func untilAsked(_ stop: @escaping @Sendable () async -> Void) -> Ending {
    _ = EndingSignals.wait()
    Blocking.wait(stop)
    return .code(.ok)
  }
}
