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
      count: rows.count, visible: max(1, split(context.size).list.rows - 1),
      indexOf: { name in rows.firstIndex { $0.line.name == name } },
      idAt: { rows[$0].line.name })
  }

  /// The list as high as it has to be, and below it what is known of the selected one, where there is
  /// room for that.
  private func split(_ size: Size) -> (list: Rect, about: Rect?) {
    let area = Rect(origin: .zero, size: size)
    let (list, rest) = area.splitTop(rows.count + 1)
    return rest.rows >= Self.aboutRowsMin ? (list, rest) : (area, nil)
  }

  private static let aboutRowsMin = 7

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
    let split = split(canvas.size)
    columns(context).draw(
      on: canvas.sub(split.list), rows: list.rows, selected: list.index
    ) { rows[$0] }
    guard let about = split.about, let selected else { return }
    let panel = canvas.sub(about)
    panel.rule(
      row: 0, title: selected.line.name, note: selected.line.host, style: Role.border.style,
      titleStyle: Role.title.style)
    var row = 1
    for (label, text, role) in selected.about(context) {
      let lines = Wrapping.lines(text, width: max(8, panel.columns - Self.textColumn - 1), max: 3)
      panel.text(label, at: Point(row: row, column: 2), style: Role.dim.style)
      for line in lines {
        panel.text(line, at: Point(row: row, column: Self.textColumn), style: role.style)
        row += 1
      }
    }
  }

  private static let textColumn = 13
}
