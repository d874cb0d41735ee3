// The small list of columns that a list can be sorted by. A letter or Enter takes one; taking the
// present one turns it round.
import PodiumCore
import TerminalUI

/// Chooses what a list is ordered by.
package struct SortChooser: Overlay {
  private let view: String
  private let sort: ListSort?
  /// Columns with their letters; before them stands the list's own order.
  private let choices: [(letter: Character, column: ColumnChoice)]
  /// 0 is the list's own order.
  private var at: Int

  package init(_ columns: [ColumnChoice], of view: String, sort: ListSort?) {
    self.view = view
    self.sort = sort
    let sortable = columns.filter(\.isSortable)
    choices = Array(zip(Self.letters(of: sortable.map(\.name)), sortable))
    at = choices.firstIndex { $0.column.name == sort?.column }.map { $0 + 1 } ?? 0
  }

  package let scope = Scope.sorting

  /// Letters that move or leave.
  private static let reserved: Set<Character> = ["j", "k", "g", "q"]
  private static let alphabet = "abcdefhilmnoprstuvwxyz"

  /// The first free letter of each name.
  static func letters(of names: [String]) -> [Character] {
    var taken = reserved
    return names.map { name in
      let letter = (name.filter { alphabet.contains($0) } + alphabet).first { !taken.contains($0) }
      taken.insert(letter ?? " ")
      return letter ?? " "
    }
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return [.closeOverlay]
    case .accept: return take(at, context)
    case .down: at = min(choices.count, at + 1)
    case .up: at = max(0, at - 1)
    case .first: at = 0
    case .last: at = choices.count
    default:
      guard let index = choices.firstIndex(where: { key == .char($0.letter) }) else { return [] }
      return take(index + 1, context)
    }
    return []
  }

  private func take(_ index: Int, _ context: ViewContext) -> [Effect] {
    var memory = context.memory.views[view] ?? ViewMemory()
    memory.sort = index == 0 ? nil : next(choices[index - 1].column)
    return [.closeOverlay, .remember(.view(view, memory))]
  }

  private func next(_ column: ColumnChoice) -> ListSort {
    if let sort, sort.column == column.name { return sort.reversed }
    return ListSort(column.name, descending: column.descendsFirst)
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    var lines = [ChooserBox.Line(key: " ", text: "its own order", note: "", isOn: sort == nil)]
    for (letter, column) in choices {
      let isOn = column.name == sort?.column
      lines.append(
        ChooserBox.Line(
          key: String(letter), text: column.name,
          note: (isOn ? sort?.isDescending ?? false : column.descendsFirst)
            ? column.descending : column.ascending,
          isOn: isOn))
    }
    ChooserBox(title: "Sort by", footer: "again: the other way   Esc", lines: lines, at: at)
      .draw(on: canvas)
  }
}
