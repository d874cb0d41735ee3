// Where one can be: a screen with the ids it is about. A value, so that keys, the palette and links
// all lead to screens in the same way.
import OrchestraAPI

/// A screen that can be opened.
package enum Place: Sendable, Hashable {
  case runs
  case run(PipelineRun.ID)
  case task(PipelineRun.ID, TaskRun.ID)
  case text(TextTarget)
  /// dbt's results, as a table.
  case results(TextTarget)
  case pipelines
  /// The history of a pipeline: tasks by runs.
  case grid(Pipeline.ID)
  case problems
  /// What the schedules of all pipelines start next.
  case upcoming
  case requests
  case wallboard
  case workspaces

  /// Whether it stands directly over the first screen.
  var isList: Bool {
    switch self {
    case .runs, .pipelines, .problems, .upcoming, .requests, .workspaces: true
    default: false
    }
  }

  /// The place of a list by its name in the memory.
  init?(list name: String) {
    let lists: [String: Place] = [
      RunColumns.listName: .runs, PipelineColumns.listName: .pipelines,
      ProblemColumns.listName: .problems, UpcomingColumns.listName: .upcoming,
      RequestsView.listName: .requests, WorkspacesView.listName: .workspaces,
    ]
    guard let place = lists[name] else { return nil }
    self = place
  }
}
