// One pipeline with what is known of it: a row of lists of pipelines, on screens and for scripts.
import OrchestraAPI
import Time

/// A pipeline, the sum of its loaded runs, and when it runs next.
package struct PipelineLine: Sendable, Identifiable {
  package let pipeline: Pipeline
  package let facts: PipelineFacts
  /// nil when too few runs succeeded.
  package let baseline: Baseline?
  /// nil when nothing is planned.
  package let next: Timestamp?

  package var id: Pipeline.ID { pipeline.id }

  package init(_ pipeline: Pipeline, _ facts: PipelineFacts?, _ zones: ZoneBook, now: Timestamp) {
    self.pipeline = pipeline
    self.facts = facts ?? PipelineFacts()
    baseline = self.facts.baseline
    next = Upcoming.next(pipeline, zones, now: now)
  }
}

extension PipelineFacts {
  /// How many of a hundred runs ended well, rounded down; nil where too few ended by themselves.
  package var successPercent: Int? {
    guard ended >= Baseline.nMin else { return nil }
    // A hundred is said only of a hundred, nothing only of nothing.
    let percent = endedWell * 100 / ended
    return endedWell > 0 ? max(1, percent) : 0
  }
}

extension Pipeline {
  /// "daily 03:00", "paused (every 15 min)", "2 schedules"; what else starts it where there is none.
  package var scheduleWords: String { paused ? "paused (\(startWords))" : startWords }

  /// The same without a word about being paused.
  package var startWords: String {
    let schedules = schedules
    if schedules.count > 1 { return "\(schedules.count) schedules" }
    if let schedule = schedules.first { return CronWords.words(schedule.cron) }
    if sensors?.object?.isEmpty == false { return "sensor" }
    if webhook?.object?["enabled"]?.bool == true { return "webhook" }
    return triggerEvents?.array?.isEmpty == false ? "after others" : "by hand"
  }
}

extension Pipeline.LatestRun {
  /// From its start to its end, or until now while it lasts; nil where either is unknown.
  package func duration(now: Timestamp) -> Duration? {
    guard let startedAt, let end = completedAt ?? (status.isTerminal ? nil : now) else {
      return nil
    }
    return end - startedAt
  }
}
