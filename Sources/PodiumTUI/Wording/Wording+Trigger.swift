// What started a run, in few words: "every 15 min", "manual", "rerun failed", "after JDE load".
import OrchestraAPI
import Time

extension Wording {
  /// The first cause of a run in a few words; empty when the platform names none.
  ///
  /// - Parameter schedules: where words of schedules are remembered, for what is drawn in each frame.
  package static func trigger(
    _ causes: [TriggeredBy], _ schedules: ScheduleWords? = nil
  ) -> String {
    guard let cause = causes.first else { return "" }
    switch cause.type {
    case "MANUAL": return "manual"
    case "SCHEDULED": return schedule(cause, schedules)
    case "SENSOR": return cause.sensorName.map { "sensor \($0)" } ?? "sensor"
    case "WEBHOOK": return "webhook"
    case "TRIGGER_EVENT": return cause.pipelineName.map { "after \($0)" } ?? "event"
    case "RESTART_ALL": return "rerun all"
    case "RESTART_FROM_FAILED": return "rerun failed"
    case "RESTART_FROM_SELECTED", "RESTART_FROM_TASKS": return "rerun tasks"
    case "": return ""
    default: return cause.type.lowercased().split(separator: "_").joined(separator: " ")
    }
  }

  private static func schedule(_ cause: TriggeredBy, _ schedules: ScheduleWords?) -> String {
    let words = cause.scheduleCron.map { schedules?.words($0) ?? CronWords.words($0) }
    if let words, words != cause.scheduleCron { return words }
    return cause.scheduleName ?? words ?? "schedule"
  }

  /// What started a run, with names: "by schedule Nightly, 0 3 * * *, Europe/London",
  /// "rerun failed of run 3b80c185".
  package static func origin(_ run: PipelineRun) -> String {
    guard let cause = run.triggeredBy.first else { return "" }
    var words: String
    switch cause.type {
    case "SCHEDULED":
      let parts = [cause.scheduleName, cause.scheduleCron, cause.scheduleTimezone]
      words = "by schedule \(parts.compactMap { $0 }.joined(separator: ", "))"
    case "RESTART_ALL", "RESTART_FROM_FAILED", "RESTART_FROM_SELECTED", "RESTART_FROM_TASKS":
      words = trigger(run.triggeredBy)
      if let id = cause.pipelineRunID { words += " of run \(id.short)" }
      if !cause.taskIDs.isEmpty { words += ": \(cause.taskIDs.joined(separator: ", "))" }
    case "MANUAL": words = "by hand"
    default: words = "by \(trigger(run.triggeredBy))"
    }
    return cause.userID.map { "\(words), \($0)" } ?? words
  }
}
