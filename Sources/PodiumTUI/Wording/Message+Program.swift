// What is said when a program has ended: one line, with what it printed last.
import PodiumCore
import TerminalUI

extension Message {
  /// nil when there is nothing to say.
  package init?(ending program: ExternalProgram, _ result: ExternalProgram.Result) {
    let name = Sanitizer.clean(
      String(program.words[0].split(separator: "/").last ?? Substring(program.words[0])))
    let line = Sanitizer.clean(result.lastLine)
    let said = line.isEmpty ? "" : ": \(line)"
    switch result.end {
    case .exited(0), .running:
      if program.isQuiet || program.place == .terminal { return nil }
      let done = program.done ?? (line.isEmpty ? "\(name): done" : "\(name): \(line)")
      self.init(done)
    case .exited(let status): self = .error("\(name) ended with status \(status)\(said)")
    case .killed(let signal): self = .error("\(name) was ended by signal \(signal)\(said)")
    case .timedOut: self = .error("\(name) took too long and was ended\(said)")
    case .notStarted(let problem): self = .error(Sanitizer.clean(problem.message))
    }
  }
}
