// The program's exit codes. One table for all commands; extend it here, never at a call site.

/// How a command ended.
package enum Ending: Sendable, Equatable {
  case code(ExitCode)
  /// A signal asked for it: reported as shells do.
  case signal(Int32)

  /// The process's exit status.
  package var status: Int32 {
    switch self {
    case .code(let code): code.rawValue
    case .signal(let number): 128 + number
    }
  }
}

/// How a command ended, for scripts.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case ok = 0
  /// A run that was waited for did not succeed, or the program itself failed.
  case failed = 1
  /// Wrong arguments, a broken configuration, or a terminal that cannot be used.
  case usage = 2
  /// The key is missing or was refused.
  case authentication = 3
  /// There is no such pipeline, run, file or profile.
  case notFound = 4
  /// The other side, or a rule of this program, refused.
  case refused = 5
  /// The other side could not be reached.
  case network = 6
  case timedOut = 7
  /// Ended by the user with Ctrl-C.
  case interrupted = 130

  /// One line for the help.
  package var meaning: String {
    switch self {
    case .ok: "ok"
    case .failed: "a run that was waited for did not succeed, or the server failed"
    case .usage: "wrong arguments or files, a broken configuration, unusable terminal"
    case .authentication: "the key is missing or was refused"
    case .notFound: "no such pipeline, run, file or profile"
    case .refused: "refused by the profile, by the server, or by the plan"
    case .network: "the other side could not be reached"
    case .timedOut: "timed out; of a write it may be unknown whether it was done"
    case .interrupted: "interrupted (128 and the signal's number)"
    }
  }
}
