// How an engine is set up. Everything it touches of the outside comes in here.
import Glibc
import OrchestraAPI
import SQLite
import Time

/// Settings of one engine.
package struct EngineOptions: Sendable {
  /// Folder of pipeline files; nil for an engine that knows pipelines of the API only.
  package var pipelinesFolder: String?
  /// Folder for the database, logs and artifacts; made when it is missing.
  package var dataFolder: String
  /// Whether stored transitions survive the loss of power (`full`) or of the process (`normal`).
  package var durability = Database.Synchronous.full
  /// Pretends tasks of integrations that do not run here, and says so, instead of refusing them.
  package var simulates = false
  /// Tasks that run at the same time, over all runs.
  package var slotsMax = 8
  /// Runs that are active at the same time; more wait as QUEUED.
  package var activeRunsMax = 1000
  /// Days after which ended runs are removed with their files, at the next start; nil keeps all.
  package var keepDays: Int? = 90
  /// Whether schedules and trigger events start runs.
  package var startsSchedules = true
  /// Longest pause of the scheduler: so soon it notices new files and changes of the clock.
  package var schedulePause = Duration.seconds(5)
  /// Time between asking a process to end and killing it.
  package var grace = Duration.seconds(5)
  /// Name of the one account.
  package var accountName = "Local"
  /// Sends the requests of HTTP tasks; nil makes such tasks fail.
  package var http: HTTPCall?
  package var clocks = EngineClocks()
  package var ids = RunIDs()
  /// The machine's variables that tasks may see.
  package var machineEnvironment = EngineOptions.passedEnvironment()
  /// Gets one line at a time about what people should know: problems of files, refused schedules.
  package var report: @Sendable (String) -> Void = { _ in }

  package init(pipelinesFolder: String?, dataFolder: String) {
    self.pipelinesFolder = pipelinesFolder
    self.dataFolder = dataFolder
  }

  /// PATH, HOME, LANG and the like of this process; nothing else.
  package static func passedEnvironment() -> [String: String] {
    var passed: [String: String] = [:]
    for name in ChildEnvironment.passed {
      if let value = getenv(name) { passed[name] = String(cString: value) }
    }
    return passed
  }
}
