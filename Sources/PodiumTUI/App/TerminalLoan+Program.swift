// A program that gets the terminal: same process group, our three standard descriptors, nothing else.
import CSystem
import Glibc
import PodiumCore
import TerminalUI

extension TerminalLoan {
  /// Starts the program; nil if it could not be started, which is told too.
  init?(
    to program: ExternalProgram, environment: [String: String],
    _ ended: @escaping @UIActor (ExternalProgram.Result) -> Void
  ) {
    let pid: Int32
    do throws(ChildProgram.NotStarted) {
      pid = try ChildProgram(program.words, environment: environment).start(
        input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO, usesTerminal: true)
    } catch {
      ended(ExternalProgram.Result(.notStarted(error)))
      return nil
    }
    let descriptor = cs_pidfd(pid)
    self.init(
      descriptor: descriptor,
      stop: { kill(pid, SIGHUP) },
      ended: {
        close(descriptor)
        ended(ExternalProgram.Result(.reaping(pid)))
      })
  }
}
