// What has changed, as lines that are only ever added: for screen readers, dumb terminals and logs.
// A value: snapshots and the time go in, lines come out. Knows no terminal and no clock.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The news of one or more workspaces.
package struct PlainNews {
  /// A failed run waits so long for its cause to be found.
  static let causeWait = Duration.seconds(10)
  /// Without an answer for so long, data is called old; sooner when the server is known to fail.
  static let staleAfter = BoardTrust.staleAfter
  static let failingAfter = Duration.seconds(30)
  /// The first summary waits so long for all runs.
  static let summaryWait = Duration.seconds(10)
  /// Lines of the summary; failures that wait for their cause at once.
  static let summaryMax = 20
  static let waitingMax = 1_000

  private let filter: RunFilter
  /// Whether lines carry the day: logs do, people who listen do not need it in each line.
  private let hasDate: Bool
  private var states: [String: PlainState] = [:]

  package init(filter: RunFilter = RunFilter(), hasDate: Bool) {
    self.filter = filter
    self.hasDate = hasDate
  }

  /// What is new since the last call.
  package mutating func lines(_ snapshot: Snapshot, now: Timestamp) -> [String] {
    let profile = snapshot.source.profile
    var state = states[profile] ?? PlainState(began: now)
    let words = news(snapshot, &state, now)
    states[profile] = state
    return words.map { PlainWords.clean("\(stamp(now)) \(profile) \($0)") }
  }

  /// When time alone will be news; nil when it will not.
  package func changesAt(_ snapshot: Snapshot) -> Timestamp? {
    guard let state = states[snapshot.source.profile] else { return nil }
    let freshness = snapshot.freshness(of: .runs)
    let age = freshness.failure == nil ? Self.staleAfter : Self.failingAfter
    let stale = state.isStale ? nil : (freshness.asOf ?? state.began) + age
    let summary = state.isIntroduced ? nil : state.began + Self.summaryWait
    return [stale, summary, state.waiting.values.map(\.until).min()].compactMap { $0 }.min()
  }

  private func stamp(_ now: Timestamp) -> String {
    hasDate ? Wording.full(now) : Wording.clock(now)
  }

  private func news(
    _ snapshot: Snapshot, _ state: inout PlainState, _ now: Timestamp
  ) -> [String] {
    let trust = trust(snapshot, &state, now)
    guard snapshot.freshness(of: .runs).asOf != nil else { return trust }
    let open = state.open
    let insight = state.index.insight(of: snapshot.runs)
    defer { state.open = Dictionary(insight.open.map { ($0.line, $0) }) { first, _ in first } }
    guard state.isIntroduced else {
      guard snapshot.coverage.isComplete || now - state.began >= Self.summaryWait else {
        return trust
      }
      state.introduce(snapshot)
      return trust + summary(snapshot, insight, now)
    }
    let changes = state.changes(to: snapshot.runs)
    var lines: [String] = []
    for run in changes where passes(run, snapshot, now) {
      lines += line(run, snapshot, open[RunLine(run)], &state, now).map { [$0] } ?? []
    }
    return trust + lines + explained(snapshot, &state, now)
  }

  /// Says once that data is old, and once that it is not any more.
  private func trust(
    _ snapshot: Snapshot, _ state: inout PlainState, _ now: Timestamp
  ) -> [String] {
    let freshness = snapshot.freshness(of: .runs)
    let limit = freshness.failure == nil ? Self.staleAfter : Self.failingAfter
    let asOf = freshness.asOf ?? state.began
    let isStale = now - asOf >= limit
    guard isStale != state.isStale else { return [] }
    state.isStale = isStale
    guard isStale else {
      defer { state.staleSince = nil }
      let gap = state.staleSince.map { ", after \(Wording.wait(now - $0)) without news" } ?? ""
      return ["LIVE again\(gap)"]
    }
    state.staleSince = asOf
    let why = freshness.failure.map { failure in
      ": " + [failure.cause, failure.advice].compactMap { $0 }.joined(separator: "; ")
    }
    return ["STALE: no news \(PlainWords.since(asOf, now: now))\(why ?? "")"]
  }

  private func summary(_ snapshot: Snapshot, _ insight: Insight, _ now: Timestamp) -> [String] {
    let problems = ProblemList([Watched(snapshot, insight)], acknowledgements: [:], now: now).open
      .filter { passes($0.run, snapshot, now) }
    let running = snapshot.runs.active.filter { $0.status == .running && passes($0, snapshot, now) }
    let coverage = snapshot.coverage
    let loaded =
      coverage.isComplete
      ? "\(Wording.count(coverage.loaded, "run")) of 7 days"
      : "\(Wording.count(coverage.loaded)) runs loaded so far"
    let head = "\(loaded): \(problems.count) open, \(running.count) running"
    let broken = problems.prefix(Self.summaryMax).map { problem in
      "\(PlainWords.word(problem)) \(PlainWords.subject(problem.run)) "
        + "\(PlainWords.since(problem.since, now: now)): \(Wording.cause(of: problem))"
    }
    let more = problems.count - broken.count
    let under = running.prefix(Self.summaryMax).map { run in
      "running \(PlainWords.subject(run)) \(PlainWords.since(run.start, now: now))"
    }
    return [head] + broken + (more > 0 ? ["and \(more) more"] : []) + under
  }

  private func passes(_ run: PipelineRun, _ snapshot: Snapshot, _ now: Timestamp) -> Bool {
    filter.isEmpty
      || filter.matches(
        run, cause: snapshot.failureCauses[run.id], progress: snapshot.progress[run.id], now: now)
  }

  /// The line of a run that is new or stands differently; nil while its cause is looked for.
  private func line(
    _ run: PipelineRun, _ snapshot: Snapshot, _ open: ProblemSpan?, _ state: inout PlainState,
    _ now: Timestamp
  ) -> String? {
    let subject = PlainWords.subject(run)
    let took = run.startedAt == nil ? "" : " after \(Wording.duration(run.duration(now: now)))"
    switch run.status {
    case .created, .queued: return nil
    case .running:
      let trigger = Wording.trigger(run.triggeredBy)
      return "started \(subject)" + (trigger.isEmpty ? "" : ", \(trigger)")
    case .failed, .warning:
      state.wait(for: run, until: now + Self.causeWait)
      return nil
    case .succeeded:
      guard let open, open.outcome != .cancelled else { return "succeeded \(subject)\(took)" }
      let times = open.count == 1 ? "once" : "\(open.count) times"
      let since = PlainWords.since(open.oldest.run.endedAt, now: now)
      return "RECOVERED \(subject)\(took): it had failed \(times) \(since)"
    default: return "\(StatusLook(run.status).word) \(subject)\(took)"
    }
  }

  /// Failed runs whose cause is known by now, or not to be found.
  private func explained(
    _ snapshot: Snapshot, _ state: inout PlainState, _ now: Timestamp
  ) -> [String] {
    let due = state.waiting.values.filter {
      snapshot.failureCauses[$0.run.id] != nil || $0.until <= now
        || state.waiting.count > Self.waitingMax
    }
    return due.sorted { $0.run.endedAt < $1.run.endedAt }.map { entry in
      state.waiting[entry.run.id] = nil
      let run = entry.run
      let took = run.startedAt == nil ? "" : " after \(Wording.duration(run.duration(now: now)))"
      let cause = PlainWords.cause(of: run, snapshot.notes)
      return "\(StatusLook(run.status).word) \(PlainWords.subject(run))\(took)"
        + ": \(cause.isEmpty ? "no message" : cause) [run \(run.id.short)]"
    }
  }
}
