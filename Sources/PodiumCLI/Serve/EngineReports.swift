// What the engine has to say while it runs. Silent during the start, when the problems of the files
// are printed in full instead.
import PodiumEngine
import Synchronization

final class EngineReports: Sendable {
  private let isOpen = Atomic(false)
  private let output: Output

  init(_ output: Output) { self.output = output }

  /// One line; dropped until `open`.
  func report(_ line: String) {
    if isOpen.load(ordering: .relaxed) { output.complain("podium: \(line)") }
  }

  /// Lets reports through from now on.
  func open() { isOpen.store(true, ordering: .relaxed) }

  /// Prints every problem of the pipeline files with its line and caret.
  func printProblems(of engine: Engine) async {
    let problems = await engine.fileProblems()
    for (_, found) in problems.sorted(by: { $0.key < $1.key }) {
      for problem in found { output.complain(problem.rendered) }
    }
    if !problems.isEmpty {
      let files = problems.count == 1 ? "1 file has" : "\(problems.count) files have"
      output.complain("podium: \(files) problems; the others are loaded")
    }
  }
}
