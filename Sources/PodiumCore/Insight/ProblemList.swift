// The problems of one or more workspaces as a person reads them: open ones worst first, those that
// somebody has seen, and those that were fixed. Pure.
import OrchestraAPI
import Time

/// A workspace and what its runs say.
package struct Watched: Sendable {
  package let snapshot: Snapshot
  package let insight: Insight

  package init(_ snapshot: Snapshot, _ insight: Insight) {
    self.snapshot = snapshot
    self.insight = insight
  }

  /// When its runs were last known to be so; what happened since is not known.
  func knownAt(_ now: Timestamp) -> Timestamp {
    min(now, snapshot.freshness(of: .runs).asOf ?? now)
  }
}

/// What is broken now. Order is the same however the runs arrived.
package struct ProblemList: Sendable {
  /// Nobody has said anything about them, or it happened again since. Worst first.
  package private(set) var open: [Problem] = []
  /// Acknowledged or snoozed. Worst first.
  package private(set) var seen: [Problem] = []
  /// Fixed by a later run; the newest first.
  package let resolvedCount: Int
  private let workspaces: [Watched]

  /// Nothing is watched.
  package init() { (resolvedCount, workspaces) = (0, []) }

  package init(
    _ workspaces: [Watched], acknowledgements: [String: Acknowledgement], now: Timestamp
  ) {
    self.workspaces = workspaces
    resolvedCount = workspaces.reduce(0) { $0 + $1.insight.resolved.count }
    for workspace in workspaces {
      for problem in Self.problems(workspace, acknowledgements, now) {
        if problem.isSeen { seen.append(problem) } else { open.append(problem) }
      }
    }
    open.sort(by: Problem.isWorse)
    seen.sort(by: Problem.isWorse)
  }

  /// The problem on the line of a run, if it is broken now.
  package func problem(of run: PipelineRun, profile: String) -> Problem? {
    let line = RunLine(run)
    return (open + seen).first { $0.line == line && $0.profile == profile }
  }

  /// What was fixed, newest first: made when it is asked for, for there may be thousands.
  package var resolved: [Problem] {
    let all = workspaces.flatMap { workspace in
      workspace.insight.resolved.map { Problem($0, workspace.snapshot) }
    }
    return workspaces.count == 1 ? all : all.sorted { $0.run.key < $1.run.key }
  }

  /// How many are open, by kind.
  package var counts: OpenProblems { OpenProblems(open) }

  static func problems(
    _ workspace: Watched, _ acknowledgements: [String: Acknowledgement], _ now: Timestamp
  ) -> [Problem] {
    let snapshot = workspace.snapshot
    var problems = workspace.insight.open.map { Problem($0, snapshot) }
    let known = workspace.knownAt(now)
    for run in snapshot.runs.active {
      let baseline = run.status == .running ? workspace.insight[run.pipelineID]?.baseline : nil
      if let stuck = Stuck(run, usual: baseline, at: known) {
        problems.append(Problem(run, stuck, snapshot))
      }
    }
    guard !acknowledgements.isEmpty else { return problems }
    return problems.map { $0.marked(by: acknowledgements, now: now) }
  }
}

extension Problem {
  /// With what was said about it. It is open again when a snooze is due or another run failed.
  func marked(by acknowledgements: [String: Acknowledgement], now: Timestamp) -> Problem {
    guard let said = keys.lazy.compactMap({ acknowledgements[$0] }).first else { return self }
    var problem = self
    problem.acknowledgement = said
    problem.isSeen = lastAt <= said.about && (said.until.map { now < $0 } ?? true)
    return problem
  }
}

/// How many problems are open, by kind.
package struct OpenProblems: Sendable, Equatable {
  private var numbers: [Problem.Kind: Int] = [:]

  init(_ problems: [Problem]) {
    for problem in problems { numbers[problem.kind, default: 0] += 1 }
  }

  /// Those of one workspace that nobody has acknowledged or snoozed. Costs the open problems and the
  /// active runs, not the list.
  package init(
    _ workspace: Watched, acknowledgements: [String: Acknowledgement], now: Timestamp
  ) {
    let problems = ProblemList.problems(workspace, acknowledgements, now)
    self.init(problems.filter { !$0.isSeen })
  }

  /// The number of one kind.
  package subscript(kind: Problem.Kind) -> Int { numbers[kind] ?? 0 }
  package var total: Int { numbers.values.reduce(0, +) }
}
