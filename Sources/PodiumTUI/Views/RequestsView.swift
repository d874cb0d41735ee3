// The requests that Podium made, and what they left of the budget: for trust on shared keys, and to
// see what the server answered.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The last calls and the budget.
package struct RequestsView: RowListView {
  /// At the top one looks at the newest call, whichever that is.
  package var list = RowList(RequestsView.filterFields, followsTop: true)

  package init() {}

  package let scope = Scope.requests
  package let queries: Set<Query> = [.runs]
  package var listName: String? { Self.listName }
  package let hints: [Command] = [.nextProblem, .filter, .sort, .refresh, .palette, .help, .back]

  package func crumb(_ context: ViewContext) -> String { "Requests" }

  package func note(_ context: ViewContext) -> String {
    let count = context.snapshot.traffic.requests.count
    let last = count == 0 ? "" : "last \(Wording.count(count, "request"))"
    let words = list.words.isEmpty ? "" : list.note
    return [last, words].filter { !$0.isEmpty }.joined(separator: "   ")
  }

  package func pulse(_ context: ViewContext) -> Pulse { .seconds }

  package mutating func settle(_ context: ViewContext) {
    list.settle(context, columns(context), visible: context.size.rows - Self.budgetRows - 1) {
      context.snapshot.traffic.requests
    }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    command == .open ? "there is no more to see of a request" : nil
  }

  package func columns(_ context: ViewContext) -> ListColumns<RequestRecord> {
    ListColumns(
      Self.columns, of: Self.listName, usualSort: ListSort("at", descending: true), context)
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    defer { settle(context) }
    if let effects = list.handle(command) ?? columns(context).effects(of: command) {
      return effects
    }
    switch command {
    case .nextProblem: return list.jump(by: 1, to: "failed request") { $0.problem != nil }
    case .previousProblem: return list.jump(by: -1, to: "failed request") { $0.problem != nil }
    case .back: return [.back]
    default: return []
    }
  }
}

extension RequestsView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    drawBudget(context.snapshot.traffic, on: canvas, context)
    let body = canvas.sub(canvas.bounds.splitTop(Self.budgetRows).rest)
    guard list.rows.isEmpty else { return list.draw(on: body, columns(context)) }
    let none = Notice("No request was made yet.", next: "The first one is about to leave.")
    Notice.draw(on: body, list.emptiness("request") ?? none)
  }

  /// The budget and what it is spent on, and a free row.
  private static let budgetRows = 3

  private func drawBudget(_ traffic: Traffic, on canvas: Canvas, _ context: ViewContext) {
    let budget = traffic.budget
    var column = 1
    if let limit = budget.perMinute, limit > 0, canvas.columns >= 60 {
      let width = 20
      Bar.draw(
        on: canvas, at: Point(row: 0, column: column), width: width,
        fraction: Double(budget.usedLastMinute) / Double(limit), style: Role.bar.style,
        restStyle: Role.barRest.style)
      column += width + 2
    }
    let limit = budget.perMinute.map { " of \($0)" } ?? ""
    var words = "\(budget.usedLastMinute)\(limit) requests in the last minute"
    let next = Wording.nextPoll(traffic, now: context.now)
    if !next.isEmpty { words += "   \(next)" }
    canvas.text(words, at: Point(row: 0, column: column), maxWidth: canvas.columns - column - 1)
    let spent = Wording.spent(traffic, now: context.now)
    canvas.text(
      TextWidth.truncated(
        spent.isEmpty ? "" : "for \(spent)", to: canvas.columns - 2,
        ellipsis: canvas.glyphs.ellipsis),
      at: Point(row: 1, column: 1), style: Role.dim.style)
  }
}
