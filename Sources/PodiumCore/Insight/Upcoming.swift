// Which runs come next by the schedules of all pipelines, and which should have come and were not
// seen. A run is called late only where the data would show it. Pure.
import OrchestraAPI
import Time

/// A run that a schedule plans.
package struct PlannedRun: Sendable, Identifiable {
  /// The same firing in a later list has the same id.
  package struct ID: Sendable, Hashable {
    package var pipeline: Pipeline.ID
    /// The place among the pipeline's schedules.
    package var schedule: Int
    /// nil for a run that is late: it stays the same row while it is.
    package var at: Timestamp?
  }

  package let id: ID
  package let pipeline: Pipeline
  package let schedule: PipelineSchedule
  package let at: Timestamp
  /// No run was seen since `at`, though it should have begun.
  package let isLate: Bool
}

/// What comes next.
package struct Upcoming: Sendable {
  /// Due and not seen, the longest late first.
  package private(set) var late: [PlannedRun] = []
  /// Soonest first; those of paused pipelines too.
  package private(set) var runs: [PlannedRun] = []
  /// Schedules whose times are not known, and why.
  package private(set) var unknown: [(pipeline: Pipeline, problem: ScheduleProblem)] = []
  /// Why nothing is said about late runs; nil when it is.
  package private(set) var silence: String?

  /// Firings of one schedule that are listed.
  package static let perScheduleMax = 3
  /// Firings of all.
  package static let runsMax = 3_000
  /// A run may begin this much after its time before it is late.
  package static let grace: Duration = .seconds(300)
  /// Clocks of server and schedule may differ by this much.
  static let slack: Duration = .seconds(60)

  package init() {}

  package init(_ watched: Watched, now: Timestamp) {
    let snapshot = watched.snapshot
    let judge = LateJudge(watched, now: now)
    silence = judge.silence
    for pipeline in snapshot.pipelines {
      for (number, schedule) in pipeline.schedules.enumerated() {
        do throws(ScheduleProblem) {
          let timer = try schedule.timer(snapshot.workspace.zones)
          add(pipeline, number, schedule, timer, after: now)
          if let missing = judge.missing(pipeline, number, schedule, timer) { late.append(missing) }
        } catch {
          unknown.append((pipeline, error))
        }
      }
    }
    runs.sort(by: Self.isSooner)
    if runs.count > Self.runsMax { runs.removeSubrange(Self.runsMax...) }
    late.sort(by: Self.isSooner)
  }

  /// Only what is due and was not seen, the longest late first.
  package static func late(_ watched: Watched, now: Timestamp) -> [PlannedRun] {
    let judge = LateJudge(watched, now: now)
    let snapshot = watched.snapshot
    guard judge.silence == nil else { return [] }
    return snapshot.pipelines.flatMap { pipeline in
      pipeline.schedules.enumerated().compactMap { number, schedule in
        (try? schedule.timer(snapshot.workspace.zones)).flatMap {
          judge.missing(pipeline, number, schedule, $0)
        }
      }
    }.sorted(by: isSooner)
  }

  /// The next firing of any of a pipeline's schedules.
  package static func next(_ pipeline: Pipeline, _ zones: ZoneBook, now: Timestamp) -> Timestamp? {
    pipeline.schedules.compactMap { try? $0.timer(zones).next(after: now) }.min()
  }

  private mutating func add(
    _ pipeline: Pipeline, _ number: Int, _ schedule: PipelineSchedule, _ timer: CronTimer,
    after now: Timestamp
  ) {
    var time = now
    for _ in 0..<Self.perScheduleMax {
      guard let next = timer.next(after: time) else { return }
      runs.append(
        PlannedRun(
          id: PlannedRun.ID(pipeline: pipeline.id, schedule: number, at: next),
          pipeline: pipeline, schedule: schedule, at: next, isLate: false))
      time = next
    }
  }

  private static func isSooner(_ a: PlannedRun, _ b: PlannedRun) -> Bool {
    if a.at != b.at { return a.at < b.at }
    if a.pipeline.name != b.pipeline.name { return a.pipeline.name < b.pipeline.name }
    return (a.pipeline.id, a.id.schedule) < (b.pipeline.id, b.id.schedule)
  }
}

/// Says which run of a schedule is missing, as far as the data goes.
private struct LateJudge {
  let silence: String?
  private let insight: Insight
  /// Runs from here on are all loaded.
  private let from: Timestamp
  /// What should have begun after this may still come.
  private let until: Timestamp

  init(_ watched: Watched, now: Timestamp) {
    let coverage = watched.snapshot.coverage
    let isComplete = coverage.isComplete && watched.insight.isComplete
    insight = watched.insight
    from = coverage.from ?? now
    until = watched.knownAt(now) - Upcoming.grace
    silence =
      isComplete && coverage.from != nil
      ? nil : "late runs are not told before all runs are loaded"
  }

  /// The run that a schedule should have started by now, if none was seen; `number` is its place.
  func missing(
    _ pipeline: Pipeline, _ number: Int, _ schedule: PipelineSchedule, _ timer: CronTimer
  ) -> PlannedRun? {
    due(pipeline, schedule, timer).map { due in
      PlannedRun(
        id: PlannedRun.ID(pipeline: pipeline.id, schedule: number, at: nil), pipeline: pipeline,
        schedule: schedule, at: due, isLate: true)
    }
  }

  /// The first firing since the last run of the schedule, if it should have begun by now.
  private func due(_ pipeline: Pipeline, _ schedule: PipelineSchedule, _ timer: CronTimer)
    -> Timestamp?
  {
    guard silence == nil, !pipeline.paused else { return nil }
    let starts = insight[pipeline.id]?.starts ?? []
    let known = pipeline.accounted(for: schedule, by: starts, from: from)
    guard let due = timer.next(after: known), due <= until else { return nil }
    return due
  }
}
