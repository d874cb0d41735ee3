// Which pipelines start when another one ends: what waits while that one is broken.
import JSON
import OrchestraAPI

extension Pipeline {
  /// Whether the end of a run starts this pipeline.
  ///
  /// - Parameter status: how that run ended.
  package func isStarted(by other: Pipeline, ending status: RunStatus) -> Bool {
    guard !paused, id != other.id else { return false }
    return (triggerEvents?.array ?? []).contains { event in
      guard let event = event.object, let name = event["pipelineId"]?.string,
        name == "*" || name == other.id.text || name == other.alias
      else { return false }
      // The platform's default where an entry names none.
      let statuses =
        event["statuses"]?.array?.compactMap(\.string) ?? ["SUCCEEDED", "WARNING"]
      return statuses.contains(status.word)
    }
  }
}

extension Snapshot {
  /// Names of the pipelines that would have started had this run been well, and did not.
  package func blocked(by run: PipelineRun) -> [String] { pipelines.blocked(by: run) }
}

extension [Pipeline] {
  func blocked(by run: PipelineRun) -> [String] {
    guard let failed = first(where: { $0.id == run.pipelineID }) else { return [] }
    return filter {
      $0.isStarted(by: failed, ending: .succeeded) && !$0.isStarted(by: failed, ending: run.status)
    }.map(\.name)
  }
}
