// The list of columns that a list can show: which, and in which order. Nothing changes before Enter.
import PodiumCore
import TerminalUI

/// Chooses the columns of a list.
package struct ColumnChooser: Overlay {
  private let view: String
  private let usual: [ColumnChoice]
  /// All columns in the order that is being made.
  private var columns: [ColumnChoice]
  private var shown: Set<String>
  private var at = 0

  /// - Parameter shown: names of the columns that are shown now, in their order.
  package init(_ all: [ColumnChoice], of view: String, shown: [String]) {
    self.view = view
    usual = all
    self.shown = Set(shown)
    columns =
      shown.compactMap { name in all.first { $0.name == name } }
      + all.filter { !shown.contains($0.name) }
  }

  package let scope = Scope.columns

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return [.closeOverlay]
    case .accept: return take(context)
    case .down: at = min(columns.count - 1, at + 1)
    case .up: at = max(0, at - 1)
    case .first: at = 0
    case .last: at = columns.count - 1
    case .toggleColumn: toggle()
    case .columnDown: move(by: 1)
    case .columnUp: move(by: -1)
    case .usualColumns:
      columns = usual
      shown = Set(usual.filter(\.isUsual).map(\.name))
    default: break
    }
    return []
  }

  private mutating func toggle() {
    let name = columns[at].name
    if shown.remove(name) == nil { shown.insert(name) }
    at = min(columns.count - 1, at + 1)
  }

  private mutating func move(by step: Int) {
    guard columns.indices.contains(at + step) else { return }
    columns.swapAt(at, at + step)
    at += step
  }

  private func take(_ context: ViewContext) -> [Effect] {
    let names = columns.map(\.name).filter { shown.contains($0) }
    guard !names.isEmpty else { return [.say(.warning("a list needs a column"))] }
    var memory = context.memory.views[view] ?? ViewMemory()
    memory.columns = names == usual.filter(\.isUsual).map(\.name) ? nil : names
    return [.closeOverlay, .remember(.view(view, memory))]
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let lines = columns.map { column in
      ChooserBox.Line(
        key: shown.contains(column.name) ? canvas.glyphs.marks.succeeded : " ",
        text: column.name, note: column.field.map { "/\($0):" } ?? "",
        isOn: shown.contains(column.name))
    }
    ChooserBox(
      title: "Columns", footer: "space shows   J K move   r usual   Enter takes   Esc",
      lines: lines, at: at
    ).draw(on: canvas)
  }
}
