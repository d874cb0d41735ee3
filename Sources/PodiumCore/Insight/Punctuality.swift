// Whether a schedule has kept its times: when it fired last, which of its firings have no run, and when
// it fires next. Pure.
import OrchestraAPI
import Time

extension Pipeline {
  /// Up to when a schedule's firings are accounted for: by runs that were seen, or because nothing is
  /// known of the time before.
  /// - Parameter from: the first moment from which all runs are known.
  func accounted(
    for schedule: PipelineSchedule, by starts: [ScheduledStart], from: Timestamp
  ) -> Timestamp {
    // What was planned before the last change of the pipeline is not known.
    var known = max(from, updatedAt ?? createdAt)
    let others = schedules.filter { $0 != schedule }
    for start in starts {
      let isOther = others.contains { start.isOf($0) } && !start.isOf(schedule)
      if !isOther { known = max(known, start.at + Upcoming.slack) }
    }
    return known
  }
}

extension ScheduledStart {
  /// Whether a schedule has started it, by its name where there is one, or its times.
  func isOf(_ schedule: PipelineSchedule) -> Bool {
    if let name, let other = schedule.name, name == other { return true }
    return cron == schedule.cron
  }

  /// The start that a run was; nil where no schedule started it.
  init?(_ run: PipelineRun) {
    guard let cause = run.triggeredBy.first, cause.type == "SCHEDULED" else { return nil }
    self.init(cron: cause.scheduleCron, name: cause.scheduleName, at: run.createdAt)
  }
}

/// The times of one schedule around now.
struct Punctuality: Sendable {
  /// The last firing, and the next one.
  let last: Timestamp?
  let next: Timestamp?
  /// The first firing that should have started a run and did not, as far as runs are known.
  let missedSince: Timestamp?
  /// How many did not, at most `missedMax`.
  let missed: Int

  static let missedMax = 100

  /// - Parameter known: up to when its firings are accounted for.
  init(_ timer: CronTimer, accounted known: Timestamp, now: Timestamp) {
    last = timer.last(notAfter: now)
    next = timer.next(after: now)
    var at = known
    var count = 0
    var first: Timestamp?
    while count < Self.missedMax, let due = timer.next(after: at), due <= now - Upcoming.grace {
      first = first ?? due
      count += 1
      at = due
    }
    (missedSince, missed) = (first, count)
  }
}
