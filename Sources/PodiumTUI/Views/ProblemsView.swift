// What is broken now, worst first, over every watched workspace; then what somebody has seen, then,
// behind one line, what was fixed.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The problems.
package struct ProblemsView: View {
  private(set) var problems = ProblemList()
  private(set) var items: [ProblemItem] = []
  private(set) var list = ListState<ProblemItem.ID>()
  var words: String { filter.text }
  private var filter = RowFilter(ProblemsView.filterFields)
  private(set) var showsResolved = false
  private(set) var marks = Marks<ProblemItem.ID>()
  private var preview = RunPreview()
  private var made: Made?

  /// What the rows were made from.
  private struct Made: Equatable {
    var generations: [Int]
    var runs: [Int]
    var second: Int64
    var acknowledgements: [String: Acknowledgement]
    var words: String
    var showsResolved: Bool
    var sort: ListSort?
  }

  package init() {}

  package let scope = Scope.problems
  package var queries: Set<Query> { preview.queries.union([.runs, .pipelines]) }
  package var listName: String? { ProblemColumns.listName }
  package var filterText: String { words }
  package var hints: [Command] {
    marks.isEmpty
      ? [
        .open, .logs, .rerun, .acknowledge, .copySummary, .trigger, .cancelRun, .filter, .mark,
        .palette, .help, .leave,
      ]
      : [
        .rerun, .acknowledge, .cancelRun, .copySummary, .mark, .markRange, .clearMarks, .help,
        .leave,
      ]
  }

  package func crumb(_ context: ViewContext) -> String { "Problems" }

  package func note(_ context: ViewContext) -> String {
    guard context.insight.runs > 0 else { return words }
    let seen = problems.seen.isEmpty ? "" : "\(problems.seen.count) seen"
    let resolved =
      problems.resolvedCount == 0 ? "" : "\(Wording.count(problems.resolvedCount)) resolved"
    let counts = ["\(problems.open.count) open", seen, resolved].filter { !$0.isEmpty }
    let sort = columns(context).sortWords
    return [marks.words, words, sort, counts.joined(separator: ", ")].filter { !$0.isEmpty }
      .joined(separator: "   ")
  }

  package func pulse(_ context: ViewContext) -> Pulse { preview.pulse(selectedContext(context)) }
  package func changesAt(_ context: ViewContext) -> Timestamp? { preview.changesAt }

  /// What the list and the preview share: all but the line of counts.
  private func split(_ context: ViewContext) -> ListSplit {
    ListSplit(
      Rect(origin: .zero, size: context.size).splitTop(1).rest,
      context.memory.views[ProblemColumns.listName])
  }

  private func columns(_ context: ViewContext) -> ListColumns<ProblemItem> {
    ProblemColumns.columns(context, width: context.size.columns)
  }

  /// The context of the workspace of the selected problem.
  private func selectedContext(_ context: ViewContext) -> ViewContext {
    context.seen(from: selected?.profile ?? "")
  }

  package mutating func settle(_ context: ViewContext) {
    let columns = columns(context)
    let next = Made(
      generations: context.workspaces.map(\.snapshot.generation),
      runs: context.workspaces.map(\.insight.runs), second: context.now.seconds,
      acknowledgements: context.memory.acknowledgements, words: words,
      showsResolved: showsResolved, sort: columns.sort)
    if made != next {
      problems = ProblemList(
        context.workspaces, acknowledgements: context.memory.acknowledgements, now: context.now)
      let selected = selected
      items = rows(columns, now: context.now)
      made = next
      stay(after: selected)
      let open = Set((problems.open + problems.seen).map { ProblemItem.ID.problem($0.id) })
      marks.keep(open.contains)
    }
    let (items, split) = (items, split(context))
    list.settle(
      count: items.count, visible: max(1, split.list.rows - 1),
      indexOf: { id in items.firstIndex { $0.id == id } }, idAt: { items[$0].id })
    preview.settle(
      selected?.run.id, in: split.previewText, isElsewhere: isElsewhere(selected, context),
      selectedContext(context))
  }

  private func isElsewhere(_ problem: Problem?, _ context: ViewContext) -> Bool {
    problem.map { $0.profile != context.snapshot.source.profile } ?? false
  }

  /// The fields of the problem's run, and those of the problem itself.
  static let filterFields: [FilterField<Problem>] =
    FilterField.runFields { RunFacts(run: $0.run, cause: $0.cause) } + [
      .text("profile", "workspace") { $0.profile },
      .text("kind") { ProblemLook($0.kind).word },
      .text("note", "seen") { $0.isSeen ? $0.acknowledgement?.note ?? "seen" : nil },
      .number("count", "times") { $0.count },
      .time("since") { $0.since },
    ]

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(
      found: items.count { $0.problem != nil },
      of: problems.open.count + problems.seen.count
        + (showsResolved ? problems.resolved.count : 0), problem: filter.problem)
  }

  /// Whoever has dealt with a problem looks at the next one, not at where it went.
  private mutating func stay(after problem: Problem?) {
    guard let problem, !problem.isSeen, problems.seen.contains(where: { $0.id == problem.id }),
      items.indices.contains(list.index)
    else { return }
    list.select(items[list.index].id)
  }

  /// Open ones, seen ones, and after their line those that were fixed; each part in its order.
  private mutating func rows(
    _ columns: ListColumns<ProblemItem>, now: Timestamp
  ) -> [ProblemItem] {
    func part(_ problems: [Problem]) -> [ProblemItem] {
      columns.sorted(filter.passing(problems, now: now).map { .problem($0) })
    }
    let now = part(problems.open) + part(problems.seen)
    guard problems.resolvedCount > 0 else { return now }
    let line = ProblemItem.resolved(count: problems.resolvedCount, isOpen: showsResolved)
    return now + [line] + (showsResolved ? part(problems.resolved) : [])
  }

  /// The problem that keys are about.
  package var selected: Problem? {
    items.indices.contains(list.index) ? items[list.index].problem : nil
  }

  /// The problems that an action is about: the marked ones, worst first, else the selected one.
  package var targets: [Problem] {
    guard !marks.isEmpty else { return selected.map { [$0] } ?? [] }
    return (problems.open + problems.seen).filter { marks.contains(.problem($0.id)) }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    guard let selected else { return nil }
    let sources = ([context.snapshot] + context.others).map(\.source)
    return sources.first { $0.profile == selected.profile }
      .map { Subject($0, run: selected.run) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open where list.selected == .resolved: return nil
    case .copySummary: return items.isEmpty ? "nothing is broken: there is nothing to tell" : nil
    case .back where !marks.isEmpty: return nil
    case .mark, .markRange,
      .acknowledge where marks.isEmpty:
      guard let selected else { return "no problem is selected" }
      return selected.resolver == nil ? nil : "a later run has fixed this already"
    case .rerun where !marks.isEmpty, .cancelRun where !marks.isEmpty:
      guard let other = targets.first(where: { isElsewhere($0, context) }) else {
        return context.writeBarrier?.reason
      }
      return "a marked problem is in \(other.profile): one workspace at a time; U clears the marks"
    // Opening goes there.
    case .open: return selected == nil ? "no problem is selected" : nil
    case .logs, .rerun, .trigger, .cancelRun, .copyID:
      guard let selected else { return "no problem is selected" }
      guard selected.profile == context.snapshot.source.profile else {
        return "this run is in \(selected.profile); Enter goes there"
      }
      return RunCommands.reason(against: command, selected.run, context)
    default: return split(context).reason(against: command)
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    if move(command) || preview.handle(command) { return [] }
    if let effects = effects(ofList: command, context) { return effects }
    switch command {
    case .back where !marks.isEmpty: marks.clear()
    case .mark: return mark()
    case .markRange: list.selected.map { marks.toggleRange(at: $0) }
    case .clearMarks: marks.clear()
    case .back where !words.isEmpty: filter.enter("")
    case .back: return [.back]
    case .filter: return [.show(Prompt(.filter, text: words))]
    case .open where list.selected == .resolved: showsResolved.toggle()
    case .copySummary: return [summary(context)]
    case .acknowledge: return RunCommands.acknowledge(targets, context)
    case .open:
      guard let selected else { return [] }
      return [.switchProfile(selected.profile, then: .run(selected.run.id))]
    case .nextProblem, .previousProblem: return jump(by: command == .nextProblem ? 1 : -1)
    default:
      return selected.map { RunCommands.effects(of: command, $0.run, context) } ?? []
    }
    settle(context)
    return []
  }

  /// Columns, order and panes, and what is done to several runs.
  private func effects(ofList command: Command, _ context: ViewContext) -> [Effect]? {
    if !marks.isEmpty, command == .rerun || command == .cancelRun {
      return RunCommands.bulk(command, targets.map(\.run.id), context)
    }
    return columns(context).effects(of: command)
      ?? split(context).effects(of: command, in: ProblemColumns.listName, context)
  }

  private mutating func move(_ command: Command) -> Bool {
    let items = items
    guard list.handle(command, idAt: { items[$0].id }) else { return false }
    if marks.isRanging {
      marks.extend(
        to: list.index, indexOf: { id in items.firstIndex { $0.id == id } },
        idAt: { items[$0].id })
      // What was fixed needs nothing.
      let broken = Set(items.filter { $0.problem?.resolver == nil }.map(\.id))
      marks.keep { broken.contains($0) && $0 != .resolved }
    }
    return true
  }

  private mutating func mark() -> [Effect] {
    guard let id = list.selected else { return [] }
    let wasRanging = marks.isRanging
    marks.toggle(id)
    guard !marks.isFull else {
      return [.say(.warning("\(marks.count) problems can be marked at most; U clears"))]
    }
    if !wasRanging { _ = move(.down) }
    return []
  }

  /// Of the marked problems, else of all that are shown.
  private func summary(_ context: ViewContext) -> Effect {
    let shown = marks.isEmpty ? items.compactMap(\.problem).filter { $0.resolver == nil } : targets
    let report = ProblemsReport(
      open: shown.filter { !$0.isSeen }, seen: shown.filter(\.isSeen), filter: words, context)
    return .handOver(report.markdown, name: "problems")
  }

  private mutating func jump(by step: Int) -> [Effect] {
    let items = items
    guard items.indices.contains(list.index + step), items[list.index + step].problem != nil else {
      return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
    }
    list.move(by: step) { items[$0].id }
    return []
  }

  package mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] {
    columns(context).sort(byTitle: title)
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter { filter.enter(text) }
    return []
  }
}

extension ProblemsView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard !items.isEmpty else { return Notice.draw(on: canvas, emptiness(context)) }
    drawCounts(on: canvas, context)
    let split = split(context)
    let body = canvas.sub(split.list)
    let isMarked = { (row: Int) in marks.contains(items[row].id) }
    ProblemColumns.columns(context, width: body.columns).draw(
      on: body, rows: list.rows, selected: list.index, marked: isMarked, row: { items[$0] })
    preview.draw(split, on: canvas, selectedContext(context))
  }

  private func drawCounts(on canvas: Canvas, _ context: ViewContext) {
    let counts = problems.counts
    var strip = Strip(gap: 3)
    for kind in Problem.Kind.allCases where counts[kind] > 0 {
      let look = ProblemLook(kind)
      let count = "\(look.sign(context.glyphs)) \(Wording.count(counts[kind]))"
      strip.add(
        "\(count) \(look.word.lowercased())", count, role: look.role, priority: 9 - kind.rawValue)
    }
    if counts.total == 0 {
      let what = problems.seen.isEmpty ? "nothing is broken" : "nothing new is broken"
      strip.add("\(context.glyphs.marks.succeeded) \(what)", role: .succeeded, priority: 9)
    }
    let missing = context.missing.map(\.name)
    if !missing.isEmpty {
      let mark = context.glyphs.marks.warning
      strip.add(
        "\(mark) without \(missing.joined(separator: ", ")): P says why",
        "\(mark) without \(Wording.count(missing.count, "workspace"))", role: .warning, priority: 10
      )
    }
    strip.add(Wording.basis(context.workspaces), role: .dim, priority: 1, isRight: true)
    strip.draw(on: canvas, row: 0)
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    if !words.isEmpty, !(problems.open.isEmpty && problems.seen.isEmpty) {
      return Notice(
        "No problem matches “\(words)”.", next: "Esc shows all again, / changes the filter.")
    }
    guard context.insight.runs > 0 else {
      return Notice(
        for: context.snapshot.freshness(of: .runs), what: "runs",
        empty: Notice("All is well.", next: "There was no run in the last seven days."))
    }
    let isAll =
      context.missing.isEmpty && context.workspaces.allSatisfy { $0.snapshot.coverage.isComplete }
    return Notice(
      isAll ? "All is well: nothing is broken." : "Nothing is broken so far.",
      next: "\(Wording.basis(context.workspaces)).", role: isAll ? .succeeded : .text)
  }
}
