// What a screen can ask the store to keep fresh. One case a kind; its fetch is in Refresh.
import OrchestraAPI

/// One watched piece of remote state.
package enum Query: Sendable, Hashable {
  /// The run list of the seven-day window; kept fresh always, watched or not.
  case runs
  /// One run with all of its task runs.
  case run(PipelineRun.ID)
  /// Log files and artifacts of one task run.
  case taskFiles(PipelineRun.ID, TaskRun.ID)
  /// All pipelines with their latest run.
  case pipelines
  /// The environments that runs can be started in.
  case environments
  /// Which tasks a version of a pipeline has, and in which groups.
  case definition(DefinitionKey)
  /// What one task run did in the other system: dbt models, queries.
  case operations(PipelineRun.ID, TaskRun.ID)
  /// Task runs of the loaded runs of one pipeline.
  case history(Pipeline.ID)
}
