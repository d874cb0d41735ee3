// What started a run, in few words: "every 15 min", "manual", "rerun failed", "after JDE load".
import OrchestraAPI
import Time

extension Wording {
  /// The first cause of a run in a few words; empty when the platform names none.
  package static func trigger(_ causes: [TriggeredBy]) -> String {
    guard let cause = causes.first else { return "" }
    switch cause.type {
    case "MANUAL": return "manual"
    case "SCHEDULED": return schedule(cause)
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

  private static func schedule(_ cause: TriggeredBy) -> String {
    let words = cause.scheduleCron.map { CronWords.words($0) }
    if let words, words != cause.scheduleCron { return words }
    return cause.scheduleName ?? words ?? "schedule"
  }
}
