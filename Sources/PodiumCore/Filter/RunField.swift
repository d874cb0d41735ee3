// What a filter can name in the list of runs, and where it stands in a run. Filters over a million
// runs read it without copying runs.
import OrchestraAPI
import Time

/// A field of the runs' filter. Its number is the index in `names`.
package enum RunField: Int, Sendable, CaseIterable {
  case status, pipeline, trigger, branch, environment, id, cause, message, commit
  case version, duration, age, started, ended, tasks

  /// The names in the order of the cases.
  package static let names: [FilterName] = allCases.map(\.name)

  private var name: FilterName {
    switch self {
    case .status:
      FilterName("status", ["state"], isSearched: true, values: RunStatus.knownWords)
    case .pipeline: FilterName("pipeline", ["name"], isSearched: true)
    case .trigger: FilterName("trigger", ["by"], isSearched: true)
    case .branch: FilterName("branch", isSearched: true)
    case .environment: FilterName("environment", ["env"], isSearched: true)
    case .id: .id("id", "run")
    case .cause: FilterName("cause", ["error", "task"], isSearched: true)
    case .message: FilterName("message")
    case .commit: FilterName("commit")
    case .version: FilterName("version", [], .number)
    case .duration: FilterName("duration", ["took"], .duration)
    case .age: FilterName("age", [], .duration)
    case .started: FilterName("started", [], .time)
    case .ended: FilterName("ended", ["finished", "completed"], .time)
    case .tasks: FilterName("tasks", [], .number)
    }
  }

  /// The texts of a field that holds texts.
  func texts(_ run: PipelineRun, _ cause: FailureCause?) -> [String] {
    switch self {
    case .status: [run.status.word]
    case .pipeline: [run.pipelineName]
    case .trigger: run.triggeredBy.prefix(TriggeredBy.causesMax).map(\.words)
    case .branch: [run.branch].compactMap { $0 }
    case .environment: [run.environmentName].compactMap { $0 }
    case .id: [run.id.text]
    case .cause: Self.causes(run, cause)
    case .message: [run.message]
    case .commit: [run.commit].compactMap { $0 }
    case .version, .duration, .age, .started, .ended, .tasks: []
    }
  }

  /// What its row says: the cause, or the message where none is known. What failed in a run that
  /// succeeded in the end does not count.
  private static func causes(_ run: PipelineRun, _ cause: FailureCause?) -> [String] {
    if run.status.isSuccess, run.status == .succeeded || cause == nil { return [] }
    return cause.map { [$0.taskName, $0.errorLine] } ?? [run.message]
  }

  /// The value of a field that can be compared.
  func value(_ run: borrowing PipelineRun, _ progress: TaskProgress?) -> RunValue? {
    switch self {
    case .version: return run.versionNumber.map { .fixed(Double($0)) }
    case .tasks: return progress.map { .fixed(Double($0.total)) }
    case .started: return run.startedAt.map { .fixed($0.inSeconds) }
    case .ended: return run.completedAt.map { .fixed($0.inSeconds) }
    case .age: return .growing(since: (run.startedAt ?? run.createdAt).inSeconds)
    case .duration:
      let start = (run.startedAt ?? run.createdAt).inSeconds
      let end = run.completedAt ?? (run.status.isTerminal ? run.updatedAt : nil)
      return end.map { .fixed($0.inSeconds - start) } ?? .growing(since: start)
    case .status, .pipeline, .trigger, .branch, .environment, .id, .cause, .message, .commit:
      return nil
    }
  }
}

/// A value of a run, in the unit of its field.
enum RunValue: Sendable {
  case fixed(Double)
  /// Seconds since a moment, given in seconds since 1970.
  case growing(since: Double)

  func value(at now: Timestamp) -> Double {
    switch self {
    case .fixed(let value): value
    case .growing(let start): now.inSeconds - start
    }
  }
}

extension FilterName {
  fileprivate static func id(_ name: String, _ alias: String) -> FilterName {
    var field = FilterName(name, [alias], isSearched: true)
    field.searchFrom = idSearchFrom
    return field
  }
}

extension TriggeredBy {
  /// Causes of a run that filters look at.
  static let causesMax = 4

  /// What started the run, in all words that a screen may use for it: "Nightly daily 03:00".
  package var words: String { words { CronWords.words($0) } }

  /// The same with another way to the words of a schedule.
  func words(cron: (String) -> String) -> String {
    switch type {
    case "SCHEDULED":
      let parts = [scheduleName, scheduleCron.map(cron)].compactMap { $0 }
      return parts.isEmpty ? "schedule" : parts.joined(separator: " ")
    case "SENSOR": return sensorName.map { "sensor \($0)" } ?? "sensor"
    case "TRIGGER_EVENT": return pipelineName.map { "after \($0)" } ?? "event"
    case "RESTART_ALL": return "rerun all"
    case "RESTART_FROM_FAILED": return "rerun failed"
    case "RESTART_FROM_SELECTED", "RESTART_FROM_TASKS": return "rerun tasks"
    default: return type.split(separator: "_").joined(separator: " ").lowercased()
    }
  }
}
