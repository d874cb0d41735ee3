// Where keys mean what. A place looks in its scopes from the nearest to the widest.

/// A group of keys that are valid together.
package enum Scope: String, Sendable, CaseIterable {
  case anywhere, rows, preview, marks, actions, runs, problems, run, task, text, pipelines
  case faces, timeline, graph, grid, upcoming, requests, workspaces, results
  case wallboard
  case confirm, rerun, bulk, form, input, help, sorting, columns, watched, views

  /// The heading in help.
  package var title: String {
    switch self {
    case .anywhere: "Anywhere"
    case .rows: "In lists"
    case .preview: "Preview"
    case .marks: "Marks"
    case .actions: "On runs and tasks"
    case .problems: "Problems"
    case .faces: "Faces of a run"
    case .timeline: "Timeline"
    case .graph: "Graph"
    case .grid: "History of a pipeline"
    case .upcoming: "Upcoming runs"
    case .runs: "Runs"
    case .run: "Run"
    case .task: "Task"
    case .text: "Logs and artifacts"
    case .pipelines: "Pipelines"
    case .requests: "Requests"
    case .results: "dbt's results"
    case .wallboard: "Wallboard: pages turn every \(WallboardView.pageTime.components.seconds) s"
    case .workspaces: "Workspaces"
    case .confirm: "In questions"
    case .rerun: "In the rerun menu"
    case .bulk: "On several runs at once"
    case .form: "In forms"
    case .input: "While typing"
    case .help: "In help"
    case .sorting: "While choosing what to sort by"
    case .columns: "While choosing columns"
    case .watched: "Among watched runs"
    case .views: "Saved views"
    }
  }

  /// Where keys are looked for in a place whose own scope is this one.
  package var chain: [Scope] {
    switch self {
    case .runs: [.runs, .actions, .marks, .preview, .rows, .anywhere]
    case .problems: [.problems, .actions, .marks, .preview, .rows, .anywhere]
    case .grid: [.grid, .actions, .rows, .anywhere]
    case .upcoming: [.upcoming, .pipelines, .rows, .anywhere]
    case .run: [.run, .faces, .actions, .rows, .anywhere]
    case .timeline: [.timeline, .faces, .actions, .rows, .anywhere]
    case .graph: [.graph, .faces, .actions, .rows, .anywhere]
    case .task: [.task, .actions, .rows, .anywhere]
    case .text: [.text, .anywhere]
    case .pipelines: [.pipelines, .rows, .anywhere]
    case .requests: [.requests, .rows, .anywhere]
    case .workspaces: [.workspaces, .rows, .anywhere]
    case .results: [.results, .rows, .anywhere]
    case .wallboard, .confirm, .rerun, .bulk, .input, .help, .sorting, .columns, .watched,
      .views:
      [self]
    case .form: [.form, .input]
    case .anywhere, .rows, .preview, .marks, .actions, .faces: [self, .anywhere]
    }
  }
}
