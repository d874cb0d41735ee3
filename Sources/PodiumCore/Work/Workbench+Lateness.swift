// Why a pipeline has not run: its schedules reckoned against its runs, what still runs, what it waits for.
// Says only what the data shows.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Why a pipeline has not run.
  func whyLate(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let all = try await call(ListPipelines(), "why a pipeline is late").pipelines
    let pipeline = try Self.pipeline(arguments.required("pipeline"), in: all)
    let now = wall()
    let window = TimeWindow(endingAt: now + TimeWindow.lead)
    let (runs, total) = try await runs(of: pipeline.id, window, max: Self.explainRunsMax)
    let known = runs.count < total ? runs.last?.createdAt ?? now : window.from
    let lateness = Lateness(pipeline, among: all, runs: runs, from: known, now: now)
    var result: JSONObject = ["pipeline": .string(pipeline.name)]
    result["verdict"] = .string(lateness.verdict.rawValue)
    result["reasons"] = .array(lateness.reasons.map { .string($0) })
    result["schedules"] = .array(lateness.schedules.map(\.json))
    let next = pipeline.paused ? nil : lateness.schedules.compactMap { $0.times?.next }.min()
    result["nextDue"] = next.map { .string($0.iso8601) }
    result["activeRuns"] = .array(lateness.active.prefix(10).map(Self.short))
    result["latestRun"] = runs.first.map(Self.short)
    result["latestScheduledRun"] = runs.first { ScheduledStart($0) != nil }.map(Self.short)
    result["usual"] = Self.baseline(runs)
    result["now"] = .string(now.iso8601)
    return result
  }
}

/// What keeps a pipeline from running.
struct Lateness {
  /// The reason that counts most.
  enum Verdict: String {
    case paused, running, waiting, late, blocked
    case notDue = "not due"
    case noSchedule = "no schedule"
    case unknown
  }

  /// One schedule against the runs that it started.
  struct Schedule {
    var schedule: PipelineSchedule
    /// nil where its times are not known.
    var times: Punctuality?
    var problem: String?
    var lastRun: PipelineRun?
    var now: Timestamp
  }

  private(set) var verdict = Verdict.unknown
  private(set) var reasons: [String] = []
  let schedules: [Schedule]
  /// Runs that have not ended, newest first.
  let active: [PipelineRun]

  private let pipeline: Pipeline
  private let now: Timestamp

  /// - Parameters:
  ///   - runs: its runs, newest first, all since `from`.
  ///   - all: the pipelines of the workspace.
  init(
    _ pipeline: Pipeline, among all: [Pipeline], runs: [PipelineRun], from: Timestamp,
    now: Timestamp
  ) {
    self.pipeline = pipeline
    self.now = now
    active = runs.filter { !$0.status.isTerminal }
    var zones = ZoneBook()
    zones.learn(pipeline.schedules.compactMap(\.zone))
    let starts = runs.compactMap { ScheduledStart($0) }
    schedules = pipeline.schedules.map { schedule in
      let mine = runs.first { ScheduledStart($0)?.isOf(schedule) == true }
      var entry = Schedule(schedule: schedule, lastRun: mine, now: now)
      do throws(ScheduleProblem) {
        let known = pipeline.accounted(for: schedule, by: starts, from: from)
        entry.times = Punctuality(try schedule.timer(zones), accounted: known, now: now)
      } catch {
        entry.problem = error.message
      }
      return entry
    }
    judge(all, runs)
  }

  private mutating func say(_ verdict: Verdict, _ reason: String) {
    if reasons.isEmpty { self.verdict = verdict }
    reasons.append(reason)
  }

  private mutating func judge(_ all: [Pipeline], _ runs: [PipelineRun]) {
    if pipeline.paused {
      say(.paused, "it is paused: neither schedules nor other pipelines start it")
    }
    judgeActive(Baseline(milliseconds: runs.compactMap(\.goodMilliseconds)))
    for entry in schedules {
      if let problem = entry.problem { say(.unknown, "\(entry.name): \(problem)") }
      guard !pipeline.paused, let times = entry.times, let since = times.missedSince else {
        continue
      }
      let count =
        times.missed == Punctuality.missedMax ? "\(times.missed) or more" : "\(times.missed)"
      say(
        .late,
        "\(entry.name) was due at \(since.iso8601Seconds), \((now - since).words) ago, and no run was seen"
          + " since then: \(count) \(times.missed == 1 ? "firing" : "firings") missed")
    }
    judgeOthers(all)
    if reasons.isEmpty { judgeNext() }
    if runs.isEmpty { say(.unknown, "it has not run in the last seven days") }
  }

  /// Runs that are under way or wait for their turn.
  private mutating func judgeActive(_ baseline: Baseline?) {
    for run in active.prefix(3) {
      let began = run.startedAt ?? run.createdAt
      let lasting = "\(run.status.word) for \((now - began).words), since \(began.iso8601Seconds)"
      var words = "run \(run.id.text) is \(lasting)"
      if let stuck = Stuck(run, usual: baseline, at: now) {
        words += ": longer than the limit of \(stuck.limit.words), it may be stuck"
      } else if let baseline, run.status == .running {
        words += "; half of its runs take up to \(baseline.median.words)"
      }
      let isWaiting = run.status == .created || run.status == .queued
      if isWaiting, let before = active.first(where: { $0.status == .running }) {
        words += "; it waits behind run \(before.id.text)"
      }
      say(isWaiting ? .waiting : .running, words)
    }
  }

  /// Pipelines whose end starts this one.
  private mutating func judgeOthers(_ all: [Pipeline]) {
    for other in all where pipeline.isStarted(by: other, ending: .succeeded) {
      guard let latest = other.latestRun else {
        say(.blocked, "it starts after \(other.name), which has not run")
        continue
      }
      let word = latest.status.word
      if !latest.status.isTerminal {
        say(.waiting, "it starts after \(other.name), whose run \(latest.id.text) is \(word)")
      } else if !pipeline.isStarted(by: other, ending: latest.status) {
        say(
          .blocked,
          "it starts after \(other.name), whose latest run \(latest.id.text) ended \(word)")
      }
    }
  }

  private mutating func judgeNext() {
    if let next = schedules.compactMap({ $0.times?.next }).min() {
      say(
        .notDue,
        "nothing is missing: it is due next at \(next.iso8601Seconds), in \((next - now).words)")
    } else if !schedules.isEmpty {
      say(.notDue, "its schedules do not fire any more")
    } else if (pipeline.triggerEvents?.array ?? []).isEmpty {
      say(.noSchedule, "it has no schedule: somebody, a webhook or a sensor starts it")
    } else {
      say(.noSchedule, "it has no schedule and starts after other pipelines; none of them is open")
    }
  }
}

extension Lateness.Schedule {
  /// "schedule Nightly (daily 03:00)".
  var name: String { schedule.name.map { "\($0) (\(schedule.words))" } ?? schedule.words }

  var json: JSONValue {
    var row: JSONObject = ["cron": .string(schedule.cron), "words": .string(schedule.words)]
    row["name"] = schedule.name.map { .string($0) }
    row["timezone"] = schedule.zone.map { .string($0) }
    row["lastDue"] = times?.last.map { .string($0.iso8601) }
    row["nextDue"] = times?.next.map { .string($0.iso8601) }
    row["lastRun"] = lastRun.map(Workbench.short)
    if let since = times?.missedSince {
      row["missedSince"] = .string(since.iso8601)
      row["missed"] = .int(Int64(times?.missed ?? 0))
      row["lateSeconds"] = .double((now - since).inSeconds)
    }
    row["problem"] = problem.map { .string($0) }
    return .object(row)
  }
}

extension PipelineRun {
  /// How long it took if it succeeded.
  fileprivate var goodMilliseconds: Int64? {
    status == .succeeded ? seconds.map { Int64($0 * 1000) } : nil
  }
}
