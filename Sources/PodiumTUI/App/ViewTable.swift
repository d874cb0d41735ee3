// Which view shows which place: one line each.

/// Makes the views.
package enum ViewTable {
  /// A new view of a place.
  package static func view(of place: Place) -> any View {
    switch place {
    case .runs: RunsView()
    case .run(let id): RunView(id)
    case .task(let run, let task): TaskView(run, task)
    case .text(let target): TextView(target)
    case .results(let target): ResultsView(target)
    case .pipelines: PipelinesView()
    case .grid(let id): GridView(id)
    case .problems: ProblemsView()
    case .upcoming: UpcomingView()
    case .requests: RequestsView()
    case .wallboard: WallboardView()
    case .workspaces: WorkspacesView()
    }
  }
}
