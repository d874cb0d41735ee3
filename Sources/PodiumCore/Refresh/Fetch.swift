// What the store can ask the server for, one value a request, and what may come back.
import OrchestraAPI
import OrchestraClient
import Resilience
import Time

/// One request of the store.
package enum Fetch: Sendable, Equatable {
  /// The newest runs; pages above 1 only to close a gap.
  case newest(PageRequest, TimeWindow)
  /// A page of the window's past.
  case backfill(page: Int, TimeWindow)
  /// Rows of named runs.
  case runs([PipelineRun.ID])
  /// One run, which may be of any age.
  case status(PipelineRun.ID)
  /// Task runs of one run.
  case tasks(PipelineRun.ID, page: Int)
  /// Failed task runs of many runs at once.
  case failedTasks(page: Int, TimeWindow)
  /// Which log a failing task wrote, and its end: for the line that a message does not tell.
  case causeFiles(TaskRunPath)
  case causeTail(TaskRunPath, filename: String)
  case logs(TaskRunPath)
  case artifacts(TaskRunPath)
  case pipelines
  case environments
  case definition(DefinitionKey)
  case operations(TaskRunPath, page: Int)
  /// Task runs of all runs of a pipeline.
  case history(Pipeline.ID, page: Int, TimeWindow)

  /// What of it can be under way only once; later answers win.
  package var key: Key {
    switch self {
    case .newest: .newest
    case .backfill(let page, _): .backfill(page)
    case .runs: .runs
    case .status(let id): .status(id)
    case .tasks(let id, _): .tasks(id)
    case .failedTasks: .failedTasks
    case .causeFiles, .causeTail: .causeLog
    case .logs(let path): .logs(path.taskRunID)
    case .artifacts(let path): .artifacts(path.taskRunID)
    case .pipelines: .pipelines
    case .environments: .environments
    case .definition(let key): .definition(key)
    case .operations(let path, _): .operations(path.taskRunID)
    case .history(let id, _, _): .history(id)
    }
  }

  /// The identity of a piece of remote state.
  package enum Key: Sendable, Hashable {
    case newest, runs, failedTasks, causeLog, pipelines, environments
    case backfill(Int)
    case status(PipelineRun.ID)
    case tasks(PipelineRun.ID)
    case logs(TaskRun.ID)
    case artifacts(TaskRun.ID)
    case definition(DefinitionKey)
    case operations(TaskRun.ID)
    case history(Pipeline.ID)
  }
}

/// A fetch that left. Numbers grow; an answer older than the last applied one of its key is dropped.
package struct Ticket: Sendable, Equatable {
  package let number: Int
  package let fetch: Fetch
  package let priority: RateLimiter.Priority
}

/// A good answer.
package enum FetchAnswer: Sendable {
  case runs(Page<PipelineRun>)
  case run(PipelineRun)
  case tasks(Page<TaskRun>)
  case logs(LogFiles)
  case text(FileChunk)
  case artifacts(ArtifactFiles)
  case pipelines([Pipeline])
  case environments([Environment])
  case definition(PipelineShape)
  case operations(Page<Operation>)
}

/// A failure in the words that are shown.
package struct FetchFailure: Error, Sendable, Equatable {
  /// What sort of failure it is: decides when it is tried again.
  package enum Kind: Sendable, Equatable {
    /// The server or the way to it: everything else would fail too.
    case service
    /// Only this request: others are worth trying.
    case request
    /// The thing is not there or not allowed; trying again soon is pointless.
    case permanent
    /// Nobody waits for it any more: not an error.
    case cancelled
  }

  package var kind: Kind
  package var cause: String
  package var advice: String?
  /// The key is missing or was refused: no other attempt will do better.
  package var isKeyRefused = false
  /// When the server or the breaker lets the next one pass.
  package var notBefore: Duration?

  package init(_ kind: Kind, cause: String, advice: String? = nil, notBefore: Duration? = nil) {
    self.kind = kind
    self.cause = cause
    self.advice = advice
    self.notBefore = notBefore
  }
}
