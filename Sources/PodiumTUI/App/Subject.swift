// What keys are about in a view: the selected run, task or pipeline with the workspace it is in. From
// it come the values of the user's own commands and the pages for a browser.
import OrchestraAPI
import PodiumCore

/// The thing that is selected.
package struct Subject {
  package var source: SourceLabel
  package var run: PipelineRun?
  package var task: TaskRun?
  package var pipeline: Pipeline?

  package init(
    _ source: SourceLabel, run: PipelineRun? = nil, task: TaskRun? = nil,
    pipeline: Pipeline? = nil
  ) {
    self.source = source
    self.run = run
    self.task = task
    self.pipeline = pipeline
  }

  /// Its page in a browser: the nearest thing that has one.
  package var page: String? {
    if let task { return PageLink.task(task.id, run: task.pipelineRunID, of: source) }
    if let run { return PageLink.run(run.id, of: source) }
    return pipeline.flatMap { PageLink.pipeline($0.id, of: source) }
  }

  /// Values for commands of the user's own; what is not there has none.
  package var values: [Placeholder: String] {
    var values: [Placeholder: String] = [.profile: source.profile]
    values[.runID] = run?.id.text
    values[.pipeline] = run?.pipelineName ?? pipeline?.name
    values[.pipelineID] = run?.pipelineID.text ?? pipeline?.id.text
    values[.status] = (task?.status ?? run?.status).map { StatusLook($0).word }
    values[.branch] = run?.branch
    values[.environment] = run?.environmentName
    values[.taskID] = task?.taskID
    values[.taskRunID] = task?.id.text
    values[.url] = page
    return values
  }
}
