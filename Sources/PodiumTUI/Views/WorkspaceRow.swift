// One workspace in the list of them: how it stands, how far what is known of it can be trusted, what
// its budget is spent on. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A workspace with what is shown of it.
package struct WorkspaceRow: Sendable, Identifiable {
  let line: WorkspaceLine
  package var id: String { line.name }
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
      let age = failure.lastGood.map { "\(Wording.wait(now - $0)) old: " } ?? ""
      return ("\(age)\(failure.cause)", .failing)
    case .fresh(let at), .settled(let at):
      return ("\(Wording.wait(now - at)) old", line.state == .resting ? .dim : .text)
    case .stale(let since): return ("stale, \(Wording.wait(now - since)) old", .stale)
    }
  }

  /// When it is asked next: "4 s", "now".
  func next(_ now: Timestamp) -> String {
    guard let snapshot = line.snapshot else { return "" }
    let failure = snapshot.freshness(of: .runs).failure
    let blocked = snapshot.traffic.budget.blockedUntil.flatMap { $0 > now ? $0 : nil }
    guard let next = blocked ?? failure?.nextAttempt ?? snapshot.traffic.nextPoll else { return "" }
    return next > now ? Wording.wait(next - now) : "now"
  }

  /// Requests of the last minute: "15/50".
  func requests(_ now: Timestamp) -> String {
    guard let traffic = line.snapshot?.traffic else { return "" }
    let used = traffic.spent(at: now).reduce(0) { $0 + $1.count }
    return traffic.budget.perMinute.map { "\(used)/\($0)" } ?? Wording.count(used)
  }

  /// All that is known of it, a line or more a subject.
  func about(_ context: ViewContext) -> [(label: String, text: String, role: Role)] {
    var lines: [(label: String, text: String, role: Role)] = []
    let data = data(context.now)
    lines.append(("data", data.word.isEmpty ? "nothing is known yet" : data.word, data.role))
    if let failure = line.snapshot?.freshness(of: .runs).failure {
      let tries = "failing since \(Wording.clock(failure.since)), tried \(failure.attempts) times"
      lines.append(("", [failure.advice, tries].compactMap { $0 }.joined(separator: "; "), .text))
    }
    let next = next(context.now)
    if !next.isEmpty { lines.append(("next", next == "now" ? next : "in \(next)", .text)) }
    if let coverage = line.snapshot?.coverage, let total = coverage.total {
      let rest = coverage.isComplete ? "" : "\(Wording.count(coverage.loaded)) of "
      let runs = "\(rest)\(Wording.count(total, "run")) of the last seven days"
      lines.append(("loaded", runs, .text))
    }
    if let traffic = line.snapshot?.traffic {
      let spent = Wording.spent(traffic, now: context.now)
      let counts = "\(requests(context.now)) in the last minute"
      lines.append(("requests", spent.isEmpty ? counts : "\(counts): \(spent)", .text))
    }
    lines.append(("writes", writes, .text))
    lines.append(("Enter", enter, .text))
    return lines
  }

  private var writes: String {
    if let reason = line.snapshot?.source.readOnly { return reason.reason }
    if line.isReadOnly { return "off: read-only in the configuration" }
    return line.isProduction ? "production: every write asks for its name" : "on, each is asked for"
  }

  private var enter: String {
    switch line.state {
    case .shown: "shows its runs"
    case .watched: "goes there; it is kept fresh meanwhile"
    case .resting: "goes there; nothing is asked for until then"
    case .closed: "opens it and goes there"
    case .opening: "goes there when it is open"
    case .failed: "tries again"
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
    ListColumn("next", "NEXT", 6, priority: 5) { row, context in
      TableCell(row.next(context.now), Role.dim.style)
    }.right,
    ListColumn("requests", "REQUESTS", 8, priority: 4) { row, context in
      TableCell(row.requests(context.now), Role.dim.style)
    }.right,
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
