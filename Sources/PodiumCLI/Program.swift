// The program from its words to its exit code. Everything it does is a command of the table.
import Glibc

/// Podium as a process.
package enum Program {
  /// The version that `podium version` prints.
  package static let version = "0.1.0"
  /// The day of that version, for the manual.
  static let day = "2026-11-21"

  /// Runs the process's own command line. Call it first thing, on the main thread.
  package static func main() -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    Output.holdStandardStreams()
    let words = Array(CommandLine.arguments.dropFirst())
    return run(words, environment: ProcessEnvironment.all(), output: Output()).status
  }

  /// Runs a command line; what went wrong becomes one line and a code.
  package static func run(
    _ words: [String], environment: [String: String], output: Output
  ) -> Ending {
    do throws(CommandFailure) {
      let (command, arguments) = try CommandTable.resolve(words)
      let ending = try command.run(
        Invocation(arguments: arguments, environment: environment, output: output))
      if ending == .code(.ok), let lost = output.lostAnswer { throw CommandFailure(.failed, lost) }
      return ending
    } catch {
      output.complain("podium: \(error.description)")
      return .code(error.code)
    }
  }
}
