// A list that is looked through at once: its rows as the filter and the order leave them, and where
// one is in it. Lists of some thousands share it; the list of runs has RunRows.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Filtered and ordered rows with their selection.
package struct RowList<Row: Identifiable & Sendable> where Row.ID: Hashable & Sendable {
  /// The rows that pass the filter, in their order.
  private(set) var rows: [Row] = []
  private(set) var state = ListState<Row.ID>()
  /// Rows there are, filtered out or not.
  private(set) var total = 0
  /// Whether somebody at the top looks at the first row, whichever that is.
  private let followsTop: Bool
  private var filter: RowFilter<Row>
  private var made: Made?

  /// What the rows were made from.
  private struct Made: Equatable {
    var generations: [Int]
    var runs: [Int]
    var words: String
    var sort: ListSort?
    /// Ages, and what is due, change with it.
    var minute: Int64
  }

  package init(_ fields: [FilterField<Row>], followsTop: Bool = false) {
    filter = RowFilter(fields)
    self.followsTop = followsTop
  }

  /// What was typed after `/`.
  package var words: String { filter.text }

  /// The row that keys are about.
  package var selected: Row? { rows.indices.contains(state.index) ? rows[state.index] : nil }

  /// Adapts to the data and the size; `all` is only asked for when something has changed.
  package mutating func settle(
    _ context: ViewContext, _ columns: ListColumns<Row>, visible: Int, all: () -> [Row]
  ) {
    let next = Made(
      generations: context.workspaces.map(\.snapshot.generation),
      runs: context.workspaces.map(\.insight.runs), words: words, sort: columns.sort,
      minute: context.now.seconds / 60)
    if made != next {
      made = next
      let all = all()
      total = all.count
      rows = columns.sorted(filter.passing(all, now: context.now))
    }
    if followsTop, state.index == 0, let first = rows.first { state.select(first.id) }
    let rows = rows
    state.settle(
      count: rows.count, visible: max(1, visible),
      indexOf: { id in rows.firstIndex { $0.id == id } }, idAt: { rows[$0].id })
  }

  /// Movement and the filter; nil for all other commands.
  package mutating func handle(_ command: Command) -> [Effect]? {
    let rows = rows
    if state.handle(command, idAt: { rows[$0].id }) { return [] }
    switch command {
    case .filter: return [.show(Prompt(.filter, text: words))]
    case .back where !words.isEmpty:
      filter.enter("")
      return []
    default: return nil
    }
  }

  /// What was entered in the prompt of the filter.
  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) {
    if prompt == .filter { filter.enter(text) }
  }

  /// To the next row of a kind, up or down; says so where there is none.
  package mutating func jump(
    by step: Int, to noun: String = "problem", where isWanted: (Row) -> Bool
  ) -> [Effect] {
    var row = state.index + step
    while rows.indices.contains(row) {
      if isWanted(rows[row]) {
        let rows = rows
        state.move(to: row) { rows[$0].id }
        return []
      }
      row += step
    }
    return [.say(Message("no \(noun) further \(step > 0 ? "down" : "up")"))]
  }

  /// Lets go of the rows: they can be made again.
  package mutating func park() { (rows, made) = ([], nil) }

  /// Draws the heading and the rows in view.
  package func draw(on canvas: Canvas, _ columns: ListColumns<Row>) {
    columns.draw(on: canvas, rows: state.rows, selected: state.index) { rows[$0] }
  }

  /// The rows in view.
  package var inView: ArraySlice<Row> { rows[state.rows.clamped(to: rows.indices)] }

  /// The filter and the place in the list: "finance   2 of 3".
  package var note: String {
    if rows.isEmpty { return words.isEmpty ? "" : "\(words)   none" }
    let place = "\(Wording.count(state.index + 1)) of \(Wording.count(rows.count))"
    return words.isEmpty ? place : "\(words)   \(place)"
  }

  /// What the filter finds while it is typed, or what is wrong with it.
  package var promptNote: Prompt.Note {
    Prompt.Note(found: rows.count, of: total, problem: filter.problem)
  }

  /// What is said when the filter hides all; nil where it does not.
  package func emptiness(_ noun: String) -> Notice? {
    guard rows.isEmpty, total > 0 else { return nil }
    return Notice(
      "No \(noun) matches “\(words)”.", next: "Esc shows all again, / changes the filter.")
  }
}

/// A view of such a list: what is the same for all of them.
package protocol RowListView: View {
  associatedtype Row: Identifiable & Sendable where Row.ID: Hashable & Sendable
  var list: RowList<Row> { get set }
  /// The columns as they are now.
  func columns(_ context: ViewContext) -> ListColumns<Row>
}

extension RowListView {
  package var filterText: String { list.words }
  package func promptNote(_ context: ViewContext) -> Prompt.Note? { list.promptNote }
  package mutating func park() { list.park() }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    list.entered(text, for: prompt)
    return []
  }

  package mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] {
    columns(context).sort(byTitle: title)
  }
}
