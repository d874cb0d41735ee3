// The requests that Podium made, and what they left of the budget: for trust on shared keys, and to
// see what the server answered.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The last calls and the budget.
package struct RequestsView: View {
  /// A call has no number; its time tells it apart.
  private(set) var list = ListState<Timestamp>()

  package init() {}

  package let scope = Scope.requests
  package let queries: Set<Query> = [.runs]
  package let hints: [Command] = [.nextProblem, .refresh, .palette, .help, .back]

  package func crumb(_ context: ViewContext) -> String { "Requests" }

  package func note(_ context: ViewContext) -> String {
    let count = context.snapshot.traffic.requests.count
    return count == 0 ? "" : "last \(Wording.count(count, "request"))"
  }

  package func pulse(_ context: ViewContext) -> Pulse { .seconds }

  package mutating func settle(_ context: ViewContext) {
    let requests = rows(context)
    // At the top one looks at the newest call, whichever that is.
    if list.index == 0, let newest = requests.first { list.select(newest.at) }
    list.settle(
      count: requests.count, visible: max(1, context.size.rows - 3),
      indexOf: { at in requests.firstIndex { $0.at == at } }, idAt: { requests[$0].at })
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    command == .open ? "there is no more to see of a request" : nil
  }

  package mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] {
    columns(context).sort(byTitle: title)
  }

  private func columns(_ context: ViewContext) -> ListColumns<RequestRecord> {
    ListColumns(
      Self.columns, of: Self.listName, usualSort: ListSort("at", descending: true), context)
  }

  /// The requests in the chosen order.
  private func rows(_ context: ViewContext) -> [RequestRecord] {
    columns(context).sorted(context.snapshot.traffic.requests)
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    let requests = rows(context)
    if let effects = columns(context).effects(of: command) { return effects }
    if list.handle(command, idAt: { requests[$0].at }) { return [] }
    switch command {
    case .back: return [.back]
    case .nextProblem, .previousProblem:
      let step = command == .nextProblem ? 1 : -1
      var row = list.index + step
      while requests.indices.contains(row), requests[row].problem == nil { row += step }
      guard requests.indices.contains(row) else {
        return [.say(Message("no failed request in that direction"))]
      }
      list.move(to: row) { requests[$0].at }
    default: break
    }
    return []
  }
}

extension RequestsView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let traffic = context.snapshot.traffic
    drawBudget(traffic, on: canvas, context)
    let body = canvas.sub(canvas.bounds.splitTop(2).rest)
    guard !traffic.requests.isEmpty else {
      return Notice.draw(
        on: body, Notice("No request was made yet.", next: "The first one is about to leave."))
    }
    let rows = rows(context)
    columns(context).draw(on: body, rows: list.rows, selected: list.index) { rows[$0] }
  }

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
    if let until = budget.blockedUntil, until > context.now {
      words += "   the server asks to wait \(Wording.wait(until - context.now))"
    } else if let next = traffic.nextPoll {
      words += next > context.now ? "   next in \(Wording.wait(next - context.now))" : "   next now"
    }
    canvas.text(words, at: Point(row: 0, column: column), maxWidth: canvas.columns - column - 1)
  }
}
