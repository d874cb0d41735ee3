// Everything a frame may show, numbered. Immutable and cheap to copy: large parts are shared.
import OrchestraAPI
import Time

/// One consistent state of all that is known.
package struct Snapshot: Sendable {
  /// Grows by at least one with every published change.
  package var generation: Int
  /// Wall time of this state.
  package var takenAt: Timestamp
  package var source: SourceLabel
  package var runs: RunTable
  package var coverage: Coverage
  package var notes: Notes
  package var freshness: [Query: Freshness]
  package var runDetails: [PipelineRun.ID: RunDetail]
  package var taskFiles: [TaskRun.ID: TaskFiles]
  package var workspace: Workspace
  package var depth = Depth()
  package var traffic: Traffic

  /// A snapshot before anything has arrived.
  package init(source: SourceLabel, takenAt: Timestamp) {
    generation = 0
    self.takenAt = takenAt
    self.source = source
    runs = .empty
    coverage = Coverage()
    notes = Notes()
    freshness = [:]
    runDetails = [:]
    taskFiles = [:]
    workspace = Workspace()
    traffic = Traffic()
  }

  /// Where a query stands; `.loading` for what was never asked.
  package func freshness(of query: Query) -> Freshness { freshness[query] ?? .loading }

  /// The run with this id from the list or, when it is not there, from the opened ones.
  package func run(_ id: PipelineRun.ID) -> PipelineRun? {
    runs[id: id] ?? runDetails[id]?.run
  }

  package var statusCounts: StatusCounts { runs.statusCounts }
  package var failureCauses: [PipelineRun.ID: FailureCause] { notes.failureCauses }
  package var progress: [PipelineRun.ID: TaskProgress] { notes.progress }
  package var marks: [PipelineRun.ID: PendingMark] { notes.marks }
  package var pipelines: [Pipeline] { workspace.pipelines }
  package var environments: [Environment] { workspace.environments }
}

/// Which workspace this is, for the banner.
package struct SourceLabel: Sendable, Equatable {
  /// Name of the profile ("acme-prod").
  package var profile: String
  /// Host and port of the API.
  package var host: String
  package var isProduction: Bool
  /// Why writes are off; nil when they are on.
  package var readOnly: ReadOnly?
  /// Environments whose runs count as production here.
  package var productionEnvironments: [String] = []
  /// Writes are off until they are switched on for half a minute.
  package var armsWrites = false
  /// Where its pages are for a browser, without a slash at the end; empty when it has none.
  package var pages = "https://app.getorchestra.io"
  /// Scheme, host and prefix of the API ("http://127.0.0.1:8787"); nil means https and the host.
  package var address: String?
  package var accountID: String?
  /// Whether the configuration has a profile of this name, so that commands can name it.
  package var isConfigured = false

  /// What stands before the path of a request.
  package var base: String { address ?? "https://\(host)" }

  package init(
    profile: String, host: String, isProduction: Bool = false, readOnly: ReadOnly? = nil
  ) {
    self.profile = profile
    self.host = host
    self.isProduction = isProduction
    self.readOnly = readOnly
  }
}

/// How much of the window is loaded.
package struct Coverage: Sendable, Equatable {
  package var loaded: Int = 0
  /// Runs that the server counts in the window; nil before the first answer.
  package var total: Int?
  /// Both ends of the window that was asked for.
  package var from: Timestamp?
  package var to: Timestamp?
  /// Whether every page was read.
  package var isComplete: Bool = false

  package init() {}
}

/// What is known about runs besides their rows.
package struct Notes: Sendable {
  package var failureCauses: [PipelineRun.ID: FailureCause] = [:]
  /// Grows when `failureCauses` changes: caches compare it.
  package var causesVersion: Int = 0
  package var progress: [PipelineRun.ID: TaskProgress] = [:]
  package var marks: [PipelineRun.ID: PendingMark] = [:]

  package init() {}
}

/// Pipelines and environments.
package struct Workspace: Sendable, Equatable {
  package var pipelines: [Pipeline] = []
  package var environments: [Environment] = []
  /// The time zones of the pipelines' schedules.
  package var zones = ZoneBook()

  package init() {}
}
