// The list of problems: its rows, its columns and what stands in them. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A row: a problem, or the line that stands for all that were fixed.
enum ProblemItem: Sendable, Identifiable {
  case problem(Problem)
  case resolved(count: Int, isOpen: Bool)

  enum ID: Hashable, Sendable {
    case problem(Problem.ID)
    case resolved
  }

  var id: ID {
    switch self {
    case .problem(let problem): .problem(problem.id)
    case .resolved: .resolved
    }
  }

  var problem: Problem? {
    if case .problem(let problem) = self { problem } else { nil }
  }
}

/// Word, sign and role of a kind of problem.
package struct ProblemLook: Sendable {
  package let word: String
  package let role: Role
  private let mark: @Sendable (GlyphSet.Marks) -> String

  package init(_ kind: Problem.Kind) {
    switch kind {
    case .failed: (word, role, mark) = ("FAILED", .failed, { $0.failed })
    case .stuck: (word, role, mark) = ("STUCK", .warning, { $0.late })
    case .warning: (word, role, mark) = ("WARNING", .warning, { $0.warning })
    case .cancelled: (word, role, mark) = ("cancelled", .cancelled, { $0.cancelled })
    }
  }

  /// The sign in a glyph set.
  package func sign(_ glyphs: GlyphSet) -> String { mark(glyphs.marks) }
}

/// The table of columns of problems.
enum ProblemColumns {
  /// The name of the list in the memory and the configuration.
  static let listName = "problems"
  /// Below this, causes are shortened rather than dropping when it began.
  static let causesShortBelow = 75
  /// From here on there is room for both ends of a row of failures.
  static let wideFrom = 140

  /// The columns as they are now; the profile is told only where there are several.
  static func columns(_ context: ViewContext, width: Int) -> ListColumns<ProblemItem> {
    var columns = ListColumns(all, of: listName, context)
    let names = context.workspaces.flatMap { $0.snapshot.pipelines.map(\.name) }
    let longest = names.reduce(0) { max($0, TextWidth.columns($1)) }
    columns.fit("pipeline", 14...(longest == 0 ? 28 : min(36, max(14, longest))))
    if context.workspaces.count < 2 { columns.hide("profile") }
    if width < wideFrom { columns.hide("last") } else { columns.fit("env", 10...18) }
    if width < causesShortBelow { columns.fit("cause", 16...Int.max) }
    return columns
  }

  private typealias Column = ListColumn<ProblemItem>

  static let all: [ListColumn<ProblemItem>] = [
    Column("status", "STATUS", 12, priority: 10) { ProblemCells($0, $1).status }
      .sorted { item, _ in item.problem.map { Int64(-$0.kind.rawValue) } }
      .filtered(by: "status"),
    Column("profile", "PROFILE", 7...14, priority: 5) { item, _ in
      TableCell(item.problem?.profile ?? "", Role.dim.style)
    }.sorted(text: { item, _ in item.problem?.profile }),
    Column("pipeline", "PIPELINE", 14...28, priority: 9) { ProblemCells($0, $1).pipeline }
      .sorted(text: { item, _ in item.problem?.run.pipelineName }).filtered(by: "pipeline").first,
    Column("env", "ENV", 8...10, priority: 4) { item, _ in
      TableCell(item.problem.map { RunCells.place($0.run) } ?? "", Role.dim.style)
    }.sorted(text: { item, _ in item.problem.map { RunCells.place($0.run) } })
      .filtered(by: "env"),
    Column("times", "TIMES", 5, priority: 6) { ProblemCells($0, $1).times }
      .right.sorted { item, _ in item.problem.map { Int64($0.count) } },
    Column("since", "SINCE", 9, priority: 7) { ProblemCells($0, $1).age(\.since) }
      .right.sorted { item, _ in item.problem?.since.microseconds },
    Column("last", "LAST", 9, priority: 3) { item, context in
      let isOnce = item.problem.map { $0.count == 1 } ?? true
      return isOnce ? TableCell("") : ProblemCells(item, context).age(\.lastAt)
    }.right.sorted { item, _ in item.problem?.lastAt.microseconds },
    Column("cause", "FIRST FAILING TASK AND ITS ERROR", 24...Int.max, priority: 8) {
      ProblemCells($0, $1).cause
    }.sorted(text: { item, _ in item.problem.map { Wording.cause(of: $0) } })
      .filtered(by: "cause"),
  ]
}

/// What the cells of a row say.
struct ProblemCells {
  private let item: ProblemItem
  private let context: ViewContext

  init(_ item: ProblemItem, _ context: ViewContext) {
    self.item = item
    self.context = context
  }

  /// What needs nobody is dim.
  private var text: Role {
    item.problem.map { $0.isSeen || $0.resolver != nil } ?? true ? .dim : .text
  }

  var status: TableCell {
    let marks = context.glyphs.marks
    guard let problem = item.problem, problem.resolver == nil else {
      return TableCell(
        "\(marks.succeeded) resolved", (item.problem == nil ? Role.dim : .succeeded).style)
    }
    let look = ProblemLook(problem.kind)
    let word = problem.isSeen ? look.word.lowercased() : look.word
    return TableCell(
      "\(look.sign(context.glyphs)) \(word)", (problem.isSeen ? Role.dim : look.role).style)
  }

  var pipeline: TableCell {
    switch item {
    case .resolved(let count, _):
      return TableCell(Wording.count(count, "problem"), Role.dim.style)
    case .problem(let problem):
      let run = problem.run
      let name = run.pipelineName.isEmpty ? run.pipelineID.short : run.pipelineName
      return TableCell(name, (text == .dim ? Role.dim : .table).style)
    }
  }

  var times: TableCell {
    guard let count = item.problem?.count, count > 1 else { return TableCell("") }
    return TableCell("\(context.glyphs == .ascii ? "x" : "×")\(Wording.count(count))", text.style)
  }

  func age(_ time: KeyPath<Problem, Timestamp>) -> TableCell {
    guard let problem = item.problem else { return TableCell("") }
    return TableCell(Wording.age(of: problem[keyPath: time], now: context.now), text.style)
  }

  var cause: TableCell {
    switch item {
    case .resolved(_, let isOpen):
      return TableCell(
        "fixed since; Enter \(isOpen ? "hides" : "shows") them", Role.dim.style)
    case .problem(let problem): return TableCell(words(problem), text.style)
    }
  }

  private func words(_ problem: Problem) -> String {
    let cause = Wording.cause(of: problem)
    if let resolver = problem.resolver {
      let wait = Wording.wait(resolver.endedAt - problem.run.endedAt)
      return "by \(resolver.id.short) \(wait) later; was \(cause)"
    }
    guard let said = problem.acknowledgement else { return cause }
    let note = Wording.acknowledgement(said, now: context.now)
    return problem.isSeen ? "\(note); \(cause)" : "\(cause)   (back; \(note))"
  }
}
