// What the screens show, as one text: how far it can be trusted, what is broken, what runs, the newest
// runs. Pure, and always the same for the same data and time.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A snapshot of one or more workspaces as text.
package struct PlainSnapshot {
  /// Lines of each part; what is left out is counted.
  package static let problemsMax = 50
  static let runningMax = 50
  static let runsMax = 20

  private let workspaces: [Watched]
  private let acknowledgements: [String: Acknowledgement]
  private let filter: RunFilter
  private let now: Timestamp

  /// - Parameter filter: only problems and runs that pass are listed; counts are those of all.
  package init(
    _ workspaces: [Watched], acknowledgements: [String: Acknowledgement],
    filter: RunFilter = RunFilter(), now: Timestamp
  ) {
    self.workspaces = workspaces
    self.acknowledgements = acknowledgements
    self.filter = filter
    self.now = now
  }

  /// The lines, each without controls.
  package var lines: [String] {
    let list = ProblemList(workspaces, acknowledgements: acknowledgements, now: now)
    var lines = workspaces.flatMap { head($0) }
    lines += section("Open problems", problems(list), max: Self.problemsMax, none: "none")
    let past = [(list.seen.count, "acknowledged"), (list.resolvedCount, "fixed by later runs")]
      .filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
    if !past.isEmpty { lines.append("  " + past.joined(separator: ", ")) }
    lines += section("Running", running, max: Self.runningMax, none: "nothing")
    let title = filter.isEmpty ? "Newest runs" : "Newest runs that pass \(filter.text)"
    lines += section(title, newest, max: Self.runsMax, none: "none", countsRest: false)
    return lines.map(PlainWords.clean)
  }

  private func head(_ workspace: Watched) -> [String] {
    let snapshot = workspace.snapshot
    let source = snapshot.source
    let production = source.isProduction ? " PRODUCTION" : ""
    let table = snapshot.runs
    let open = OpenProblems(workspace, acknowledgements: acknowledgements, now: now)
    let running = table.statusCounts[.running] + table.statusCounts[.cancelling]
    return [
      "podium \(source.profile)\(production) (\(source.host))   \(Wording.full(now))",
      "  \(trust(snapshot)); \(coverage(snapshot))",
      "  \(open.total) open, \(running) running, \(table.statusCounts.active - running) waiting, "
        + "\(Wording.count(table.succeeded(since: now - .seconds(86_400)))) ok in 24 h",
    ]
  }

  private func trust(_ snapshot: Snapshot) -> String {
    let freshness = snapshot.freshness(of: .runs)
    let age = freshness.asOf.map { "data \(Wording.wait(now - $0)) old" } ?? "no data"
    guard let failure = freshness.failure else {
      return BoardTrust([snapshot], now: now).stale.isEmpty ? age : "STALE: \(age)"
    }
    return "STALE: \(age), \(failure.cause)"
  }

  private func coverage(_ snapshot: Snapshot) -> String {
    let coverage = snapshot.coverage
    let loaded = Wording.count(coverage.loaded)
    if coverage.isComplete { return "\(Wording.count(coverage.loaded, "run")) of 7 days" }
    guard let total = coverage.total else { return "no run loaded yet" }
    return "\(loaded) of \(Wording.count(total)) runs loaded: there may be more"
  }

  private func problems(_ list: ProblemList) -> [[String]] {
    list.open.filter { passes($0.run, profile: $0.profile) }.map { problem in
      let times = problem.count > 1 ? "  (\(problem.count) times)" : ""
      return [
        PlainWords.word(problem), subject(problem.run, problem.profile),
        Wording.age(of: problem.since, now: now), Wording.cause(of: problem) + times,
      ]
    }
  }

  private var running: [[String]] {
    workspaces.flatMap { workspace in
      let snapshot = workspace.snapshot
      return snapshot.runs.active.filter { passes($0, profile: snapshot.source.profile) }
        .sorted { $0.start < $1.start }
        .map { run in
          [
            StatusLook(run.status).word, subject(run, snapshot.source.profile),
            Wording.age(of: run.start, now: now),
            PlainWords.progress(snapshot.progress[run.id]),
          ]
        }
    }
  }

  private var newest: [[String]] {
    var rows: [(key: RunKey, cells: [String])] = []
    for workspace in workspaces {
      let snapshot = workspace.snapshot
      let profile = snapshot.source.profile
      for run in snapshot.runs.lazy.filter({ passes($0, profile: profile) }).prefix(Self.runsMax) {
        let took = run.startedAt == nil ? "" : Wording.duration(run.duration(now: now))
        let problem =
          StatusLook(run.status).isProblem ? PlainWords.cause(of: run, snapshot.notes) : ""
        let cells = [
          StatusLook(run.status).word, subject(run, profile),
          Wording.age(of: run.start, now: now), took, problem,
        ]
        rows.append((run.key, cells))
      }
    }
    return rows.sorted { $0.key < $1.key }.prefix(Self.runsMax).map(\.cells)
  }

  private func subject(_ run: PipelineRun, _ profile: String) -> String {
    (workspaces.count > 1 ? "\(profile): " : "") + PlainWords.subject(run)
  }

  private func passes(_ run: PipelineRun, profile: String) -> Bool {
    if filter.isEmpty { return true }
    let snapshot = workspaces.first { $0.snapshot.source.profile == profile }?.snapshot
    return filter.matches(
      run, cause: snapshot?.failureCauses[run.id], progress: snapshot?.progress[run.id], now: now)
  }

  /// A heading and rows in columns as wide as they need; the last column is as long as it is.
  private func section(
    _ title: String, _ rows: [[String]], max: Int, none: String, countsRest: Bool = true
  ) -> [String] {
    guard !rows.isEmpty else { return ["", "\(title): \(none)"] }
    let shown = rows.prefix(max)
    let columns = shown.first?.count ?? 0
    let widths = (0..<columns).map { column in
      shown.map { TextWidth.columns($0[column]) }.max() ?? 0
    }
    let lines = shown.map { row in
      let cells = zip(row, widths).map { TextWidth.padded($0, to: $1) }
      let line = "  " + (cells.dropLast() + [row[columns - 1]]).joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    let rest = rows.count - shown.count
    let more = countsRest && rest > 0 ? ["  and \(Wording.count(rest)) more"] : []
    return ["", "\(title):"] + lines + more
  }
}
