// The workspaces that can be shown: where each is, how it stands, how old what is known of it is.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The list of workspaces.
package struct WorkspacesView: View {
  private(set) var list = ListState<String>()
  private(set) var rows: [WorkspaceRow] = []
  private var filter = RowFilter(WorkspacesView.filterFields)
  private var total = 0

  package init() {}

  package let scope = Scope.workspaces
  package let queries: Set<Query> = [.runs]
  static let listName = "workspaces"
  package var listName: String? { Self.listName }
  package var filterText: String { filter.text }
  package let hints: [Command] = [.open, .filter, .sort, .palette, .help, .leave]

  package func crumb(_ context: ViewContext) -> String { "Workspaces" }

  package func note(_ context: ViewContext) -> String {
    let count = rows.count == total ? "" : "\(rows.count) of \(total)"
    return [filter.text, count].filter { !$0.isEmpty }.joined(separator: "   ")
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(found: rows.count, of: total, problem: filter.problem)
  }

  package func pulse(_ context: ViewContext) -> Pulse { .seconds }

  package mutating func settle(_ context: ViewContext) {
    total = context.profiles.count
    let all = context.profiles.map { WorkspaceRow($0, context) }
    rows = columns(context).sorted(filter.passing(all, now: context.now))
    let rows = rows
    list.settle(
      count: rows.count, visible: max(1, context.size.rows - 1),
      indexOf: { name in rows.firstIndex { $0.line.name == name } },
      idAt: { rows[$0].line.name })
  }

  private func columns(_ context: ViewContext) -> ListColumns<WorkspaceRow> {
    var columns = ListColumns(Self.columns, of: Self.listName, context)
    func widest(_ text: (WorkspaceRow) -> String, _ range: ClosedRange<Int>) -> ClosedRange<Int> {
      let width = rows.reduce(range.lowerBound) { max($0, TextWidth.columns(text($1))) }
      return range.lowerBound...min(width, range.upperBound)
    }
    columns.fit("name", widest({ $0.line.name }, 9...32))
    columns.fit("runs", widest({ $0.loaded }, 5...16))
    columns.fit("host", widest({ $0.line.host }, 12...40))
    return columns
  }

  /// Why the selected one could not be opened; the table may have no room for it.
  package var message: Message? {
    if case .failed(let reason) = selected?.line.state { .error(reason) } else { nil }
  }

  private var selected: WorkspaceRow? {
    rows.indices.contains(list.index) ? rows[list.index] : nil
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    guard command == .open, let selected else { return nil }
    return selected.line.state == .opening ? "\(selected.line.name) is being opened" : nil
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let rows = rows
    if list.handle(command, idAt: { rows[$0].line.name }) { return [] }
    if let effects = columns(context).effects(of: command) { return effects }
    switch command {
    case .back where !filter.text.isEmpty: filter.enter("")
    case .back: return [.back]
    case .filter: return [.show(Prompt(.filter, text: filter.text))]
    case .open:
      guard let selected else { return [] }
      return selected.line.state == .shown ? [.open(.runs)] : [.switchProfile(selected.line.name)]
    default: break
    }
    settle(context)
    return []
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter { filter.enter(text) }
    return []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard !rows.isEmpty else {
      return Notice.draw(
        on: canvas,
        Notice("No workspace matches “\(filter.text)”.", next: "Esc shows all of them again."))
    }
    columns(context).draw(on: canvas, rows: list.rows, selected: list.index) { rows[$0] }
    guard total == 1, canvas.rows > 4 else { return }
    Notice.draw(
      on: canvas.sub(canvas.bounds.splitTop(2).rest),
      Notice(
        "This is the only workspace.",
        next: "Profiles in the configuration file are listed here: podium config path."))
  }
}

/// A workspace with what is shown of it.
struct WorkspaceRow: Sendable {
  let line: WorkspaceLine
  /// Problems that are open and that nobody has seen; nil when its runs are not known.
  let openProblems: Int?

  init(_ line: WorkspaceLine, _ context: ViewContext) {
    self.line = line
    let watched = context.workspaces.filter {
      $0.snapshot.source.profile == line.name && $0.snapshot.runs.count > 0
    }
    openProblems =
      watched.isEmpty
      ? nil
      : ProblemList(
        watched, acknowledgements: context.memory.acknowledgements, now: context.now
      ).open.count
  }

  /// "shown", "watched", "resting", and what keeps it from that.
  var state: (word: String, role: Role) {
    switch line.state {
    case .shown: ("shown", .strong)
    case .watched: ("watched", .text)
    case .resting: ("resting", .dim)
    case .closed: ("closed", .dim)
    case .opening: ("opening", .accent)
    case .failed: ("failed", .failed)
    }
  }

  /// How far what is known of it can be trusted.
  func data(_ now: Timestamp) -> (word: String, role: Role) {
    if case .failed(let reason) = line.state { return (reason, .failed) }
    guard let freshness = line.snapshot?.freshness(of: .runs) else { return ("", .dim) }
    switch freshness {
    case .loading: return ("loading", .accent)
    case .failing(let failure):
      let next = failure.nextAttempt.map { ", next try in \(Wording.wait(max(.zero, $0 - now)))" }
      return ("\(failure.cause)\(next ?? "")", .failing)
    case .fresh(let at), .settled(let at): return ("\(Wording.wait(now - at)) old", .text)
    case .stale(let since): return ("stale, \(Wording.wait(now - since)) old", .stale)
    }
  }

  /// "2,363 of 2,363".
  var loaded: String {
    guard let coverage = line.snapshot?.coverage, let total = coverage.total else { return "" }
    let loaded = Wording.count(coverage.loaded)
    return coverage.isComplete ? loaded : "\(loaded) of \(Wording.count(total))"
  }
}

extension WorkspacesView {
  static let columns: [ListColumn<WorkspaceRow>] = [
    ListColumn("name", "WORKSPACE", 12...32, priority: 10) { row, _ in
      TableCell(row.line.name, Role.table.style)
    }.sorted(text: { row, _ in row.line.name }).filtered(by: "name"),
    ListColumn("kind", "KIND", 10, priority: 9) { row, _ in
      row.line.isProduction
        ? TableCell("PRODUCTION", Role.production.style)
        : TableCell(row.line.isReadOnly ? "read-only" : "", Role.warning.style)
    }.sorted { row, _ in row.line.isProduction ? 1 : 0 }.filtered(by: "kind"),
    ListColumn("state", "STATE", 8, priority: 8) { row, _ in
      TableCell(row.state.word, row.state.role.style)
    }.sorted(text: { row, _ in row.state.word }).filtered(by: "state"),
    ListColumn("problems", "PROBLEMS", 8, priority: 7) { row, _ in
      guard let count = row.openProblems else { return TableCell("") }
      let role: Role = count > 0 ? .failed : .succeeded
      return TableCell(count == 0 ? "none" : Wording.count(count), role.style)
    }.right.sorted { row, _ in row.openProblems.map(Int64.init) }.filtered(by: "problems"),
    ListColumn("runs", "RUNS", 5...14, priority: 3) { row, _ in
      TableCell(row.loaded, Role.dim.style)
    }.right.sorted { row, _ in row.line.snapshot.map { Int64($0.coverage.loaded) } },
    ListColumn("data", "DATA", 10...Int.max, priority: 6) { row, context in
      let data = row.data(context.now)
      return TableCell(data.word, data.role.style)
    },
    ListColumn("host", "HOST", 16...40, priority: 2) { row, _ in
      TableCell(row.line.host, Role.dim.style)
    }.sorted(text: { row, _ in row.line.host }).filtered(by: "host"),
  ]

  static let filterFields: [FilterField<WorkspaceRow>] = [
    .text("name", "workspace", "profile") { $0.line.name },
    .text("host") { $0.line.host },
    .text("state") { $0.state.word },
    .text("kind") { row in
      let words = [
        row.line.isProduction ? "production" : "", row.line.isReadOnly ? "read-only" : "",
      ]
      return words.filter { !$0.isEmpty }.joined(separator: " ")
    },
    .number("problems") { $0.openProblems },
  ]
}
