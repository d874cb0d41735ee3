// Problems in words: why, who has seen it, what the claim rests on. The numbers of a rule stand beside
// what it says.
import PodiumCore
import TerminalUI
import Time

extension Wording {
  /// "load_gl: ORA-01555: snapshot too old", or what is known instead.
  package static func cause(of problem: Problem) -> String {
    if let stuck = problem.stuck { return words(stuck) }
    guard let cause = problem.cause else {
      return problem.run.message.isEmpty ? "no message" : problem.run.message
    }
    return "\(cause.taskName): \(cause.errorLine.isEmpty ? "no message" : cause.errorLine)"
  }

  /// "running 1h12m, usually 30m04s (median of 41), limit 1h30m".
  package static func words(_ stuck: Stuck) -> String {
    let lasting = duration(stuck.lasting)
    let limit = "limit \(duration(stuck.limit))"
    switch stuck.reason {
    case .running(let baseline):
      return "running \(lasting), usually \(median(baseline)), \(limit)"
    case .cancelling: return "cancelling for \(lasting), \(limit)"
    case .waiting: return "waiting \(lasting) to start, \(limit)"
    }
  }

  /// "12m04s (median of 41)".
  package static func median(_ baseline: Baseline) -> String {
    "\(duration(baseline.median)) (median of \(baseline.n))"
  }

  /// "seen by ana 12m ago, until 08:00: “vendor is down”". Without `now`, times are written in full:
  /// for texts that are read later.
  package static func acknowledgement(_ said: Acknowledgement, now: Timestamp?) -> String {
    let when = now.map { ago(said.at, now: $0) } ?? full(said.at)
    let until = said.until.map { time in
      ", until \(now.map { moment(time, now: $0) } ?? full(time))"
    }
    let note = said.note.isEmpty ? "" : ": “\(said.note)”"
    return "seen by \(said.by) \(when)\(until ?? "")\(note)"
  }

  /// "08:00" within a day, "Sun 08:00" beyond.
  package static func moment(_ time: Timestamp, now: Timestamp) -> String {
    let isNear = time - now < .seconds(86_400) && time.local.day == now.local.day
    return isNear ? String(clock(time).prefix(5)) : dayAndTime(time)
  }

  /// What a claim about runs rests on: "2,363 runs of 7 days, as of 03:12", "41 of 2,363 runs loaded:
  /// there may be more".
  package static func basis(_ workspaces: some Collection<Watched>) -> String {
    let loaded = workspaces.reduce(0) { $0 + $1.insight.runs }
    let total = workspaces.reduce(0) { $0 + max($1.insight.runs, $1.snapshot.coverage.total ?? 0) }
    let isComplete = workspaces.allSatisfy { workspace in
      workspace.snapshot.coverage.isComplete && workspace.insight.isComplete
    }
    guard isComplete else {
      return "\(count(loaded)) of \(count(max(loaded, total), "run")) loaded: there may be more"
    }
    let oldest = workspaces.compactMap { $0.snapshot.freshness(of: .runs).asOf }.min()
    let age = oldest.map { ", as of \(clock($0).prefix(5))" } ?? ""
    return "\(count(loaded, "run")) of 7 days\(age)"
  }
}
