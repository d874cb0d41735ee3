// A text on the screen, or why there is none.
import PodiumCore
import TerminalUI

extension TextView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let pager else {
      return Notice.draw(on: canvas, emptiness(context))
    }
    let status = pager.status
    if status.bytes == nil {
      let notice = status.message.map {
        Notice("Could not read it: \($0).", next: retry, role: .failed)
      }
      return Notice.draw(on: canvas, notice ?? Notice("Reading…"))
    }
    if status.bytes == 0 {
      let next =
        asked.kind == .local
        ? "What is written to it appears here."
        : status.isComplete ? "The task wrote nothing." : "F follows what is written."
      return Notice.draw(on: canvas, Notice("The file is empty.", next: next))
    }
    if let sieve = status.sieve, sieve.count == 0, sieve.isWhole {
      return Notice.draw(on: canvas, Self.nothingPasses(sieve.rule, status))
    }
    pager.draw(on: canvas)
  }

  private var retry: String {
    asked.form == .written
      ? "Any movement tries again; Esc goes back." : "Esc goes back to the text as it is written."
  }

  private static func nothingPasses(_ rule: LineRuleName, _ status: TextStatus) -> Notice {
    let all = status.lines.map { "None of \(Wording.count($0, "line"))" } ?? "No line"
    return switch rule {
    case .warnings: Notice("\(all) is a warning or an error.", next: "Esc shows all lines.")
    case .errors:
      Notice("\(all) is an error.", next: "L or Esc shows all lines; L L warnings too.")
    case .matching(let text): Notice("\(all) has '\(text)'.", next: "& or Esc shows all lines.")
    }
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    let status = task(context)?.status
    let empty =
      status?.isTerminal == false
      ? Notice("This task has written no log yet.", next: "It appears here by itself.")
      : Notice("This task left no log.", next: "Esc goes back to its message.")
    return Notice(
      for: context.snapshot.freshness(of: .taskFiles(asked.runID, asked.taskRunID)),
      what: "the names of the files", empty: empty)
  }
}
