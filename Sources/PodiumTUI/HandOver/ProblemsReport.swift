// The problems in Markdown, for the next shift.
import OrchestraAPI
import PodiumCore
import Time

/// The summary of all that is broken.
package struct ProblemsReport {
  /// Most rows of a table.
  static let rowsMax = 100

  private let open: [Problem]
  private let seen: [Problem]
  private let filter: String
  private let context: ViewContext

  /// - Parameter filter: the words that the problems were chosen by.
  package init(open: [Problem], seen: [Problem], filter: String = "", _ context: ViewContext) {
    self.open = open
    self.seen = seen
    self.filter = filter
    self.context = context
  }

  /// What is copied.
  package var markdown: String {
    var text = Markdown()
    let profiles = context.workspaces.map(\.snapshot.source.profile).joined(separator: ", ")
    text.heading("\(Wording.count(open.count, "open problem")), \(profiles)")
    if !filter.isEmpty { text.paragraph("Only those that match \(text.code(filter)).") }
    add(open, to: &text)
    if !seen.isEmpty {
      text.paragraph("Acknowledged or snoozed:")
      add(seen, to: &text)
    }
    let basis = Wording.basis(context.workspaces)
    text.paragraph("_\(basis); \(Wording.madeBy(context))_")
    return text.text
  }

  private func add(_ problems: [Problem], to text: inout Markdown) {
    text.table(
      ["", "pipeline", "where", "broken since", "runs", "why"],
      problems.prefix(Self.rowsMax).map { row($0, text) })
    if problems.count > Self.rowsMax {
      text.paragraph("And \(Wording.count(problems.count - Self.rowsMax)) more.")
    }
  }

  private func row(_ problem: Problem, _ text: Markdown) -> [Markdown.Cell] {
    let several = context.workspaces.count > 1 ? "\(problem.profile) " : ""
    let said = problem.acknowledgement.map {
      "; \(Wording.acknowledgement($0, now: nil))"
    }
    let source = context.seen(from: problem.profile).snapshot.source
    let rest = [
      several + RunCells.place(problem.run), Wording.full(problem.since),
      Wording.count(problem.count), Wording.cause(of: problem) + (said ?? ""),
    ]
    return [
      text.cell(ProblemLook(problem.kind).word),
      text.link(problem.run.pipelineName, PageLink.run(problem.run.id, of: source)),
    ] + rest.map(text.cell)
  }
}
