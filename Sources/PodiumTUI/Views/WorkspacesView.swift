// The workspaces that can be shown: where each is, how it stands, how old what is known of it is.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The list of workspaces.
package struct WorkspacesView: RowListView {
  package var list = RowList(WorkspacesView.filterFields)

  package init() {}

  package let scope = Scope.workspaces
  package let queries: Set<Query> = [.runs]
  static let listName = "workspaces"
  package var listName: String? { Self.listName }
  package let hints: [Command] = [.open, .filter, .sort, .palette, .help, .leave]

  package func crumb(_ context: ViewContext) -> String { "Workspaces" }
  package func note(_ context: ViewContext) -> String { list.words.isEmpty ? "" : list.note }
  package func pulse(_ context: ViewContext) -> Pulse { .seconds }

  package mutating func settle(_ context: ViewContext) {
    // How one stands changes without a new picture; there are few of them.
    list.park()
    let rows = context.profiles.map { WorkspaceRow($0, context) }
    let visible = split(context.size, rows: rows.count).list.rows - 1
    list.settle(context, columns(context, rows), visible: visible) { rows }
  }

  /// The list as high as it has to be, and below it what is known of the selected one, where there is
  /// room for that.
  private func split(_ size: Size, rows: Int) -> (list: Rect, about: Rect?) {
    let area = Rect(origin: .zero, size: size)
    let (list, rest) = area.splitTop(rows + 1)
    return rest.rows >= Self.aboutRowsMin ? (list, rest) : (area, nil)
  }

  private static let aboutRowsMin = 7

  package func columns(_ context: ViewContext) -> ListColumns<WorkspaceRow> {
    columns(context, list.rows)
  }

  private func columns(
    _ context: ViewContext, _ rows: [WorkspaceRow]
  ) -> ListColumns<WorkspaceRow> {
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

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    guard command == .open, let selected = list.selected else { return nil }
    return selected.line.state == .opening ? "\(selected.line.name) is being opened" : nil
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    defer { settle(context) }
    if let effects = list.handle(command) ?? columns(context).effects(of: command) {
      return effects
    }
    switch command {
    case .back: return [.back]
    case .open:
      guard let line = list.selected?.line else { return [] }
      return line.state == .shown ? [.open(.runs)] : [.switchProfile(line.name)]
    default: return []
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let selected = list.selected else {
      return list.emptiness("workspace").map { Notice.draw(on: canvas, $0) } ?? ()
    }
    let split = split(canvas.size, rows: list.rows.count)
    list.draw(on: canvas.sub(split.list), columns(context))
    if let about = split.about { draw(selected, on: canvas.sub(about), context) }
  }

  private func draw(_ selected: WorkspaceRow, on panel: Canvas, _ context: ViewContext) {
    panel.rule(
      row: 0, title: selected.line.name, note: selected.line.host, style: Role.border.style,
      titleStyle: Role.title.style)
    var row = 1
    for (label, text, role) in selected.about(context) {
      panel.text(label, at: Point(row: row, column: 2), style: Role.dim.style)
      let width = max(8, panel.columns - Self.textColumn - 1)
      for line in Wrapping.lines(text, width: width, max: 3) {
        panel.text(line, at: Point(row: row, column: Self.textColumn), style: role.style)
        row += 1
      }
    }
  }

  private static let textColumn = 13
}
