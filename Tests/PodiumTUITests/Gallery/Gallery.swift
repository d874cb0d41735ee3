// Every view and every overlay, each with the keys that lead to it: what holds for all of them is
// tested on all of them. A test reads the sources and asks for what is missing here.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

/// A screen of the gallery.
struct Exhibit: Sendable, CustomTestStringConvertible {
  enum Trait {
    /// Typed and pasted text goes into a field.
    case field
    /// Down moves a selection; or to the right.
    case rows, columns
    /// Seconds are counted even while nothing runs.
    case counts
  }

  /// The name of its files.
  let name: String
  /// The type of view or overlay that is on top.
  let type: String
  let place: Place
  /// Pressed in this order, once the place is open.
  let keys: [String]
  let traits: Set<Trait>

  var testDescription: String { name }

  init(
    _ name: String, _ type: String, at place: Place = .runs, _ keys: [String] = [],
    _ traits: Trait...
  ) {
    (self.name, self.type, self.place) = (name, type, place)
    (self.keys, self.traits) = (keys, Set(traits))
  }

  /// The key that moves the selection, where there is one.
  var move: String? { traits.contains(.rows) ? "down" : traits.contains(.columns) ? "right" : nil }
}

enum Gallery {
  static let all = views + overlays

  private static let run = Place.run(Fixture.runID(2))
  private static let task = TaskRun.ID("task-2-3")
  private static let results = Place.results(
    TextTarget(
      runID: Fixture.runID(2), taskRunID: task, kind: .artifact, file: "run_results.json"))
  private static let log = Place.text(TextTarget(runID: Fixture.runID(2), taskRunID: task))

  static let views = [
    Exhibit("runs", "RunsView", ["down"], .rows),
    Exhibit("problems", "ProblemsView", at: .problems, [], .rows),
    Exhibit("run-tree", "RunView", at: run, [], .rows),
    Exhibit("run-timeline", "RunView", at: run, ["i"], .rows),
    Exhibit("run-graph", "RunView", at: run, ["d"], .columns),
    Exhibit("task", "TaskView", at: .task(Fixture.runID(2), task), [], .rows),
    Exhibit("text", "TextView", at: log),
    Exhibit("results", "ResultsView", at: results, [], .rows),
    Exhibit("pipelines", "PipelinesView", at: .pipelines, [], .rows),
    Exhibit("upcoming", "UpcomingView", at: .upcoming, [], .rows),
    Exhibit("grid", "GridView", at: .grid(GalleryWorkspace.pipeline), [], .rows),
    Exhibit("requests", "RequestsView", at: .requests, [], .counts),
    Exhibit("workspaces", "WorkspacesView", at: .workspaces, [], .counts),
    Exhibit("wallboard", "WallboardView", at: .wallboard),
  ]

  static let overlays = [
    Exhibit("help", "Help", ["?"], .rows),
    Exhibit("help-search", "Help", ["?", "/", "r", "e"], .field, .rows),
    Exhibit("palette", "Palette", [":", "r", "e"], .field, .rows),
    Exhibit("filter", "Prompt", ["/", "d", "b", "t"], .field),
    Exhibit("sort", "SortChooser", ["s"], .rows),
    Exhibit("columns", "ColumnChooser", [","], .rows),
    Exhibit("saved-views", "SavedViewsMenu", ["V"], .rows),
    Exhibit(
      "watched", "WatchList", ["W", "G", "k", "W", ":"] + "watched".map(String.init) + ["enter"]),
    Exhibit(
      "acknowledge", "AcknowledgeMenu", at: .problems, ["a"], .field, .rows),
    Exhibit("rerun", "RerunMenu", ["down", "r"], .rows),
    Exhibit("bulk", "BulkDialog", ["space", "space", "space", "r"]),
    Exhibit("cancel", "Confirm", ["x"], .field),
    Exhibit("trigger", "TriggerForm", at: .pipelines, ["G", "t"], .field, .rows),
    Exhibit("confirm-program", "ConfirmProgram", ["f5"], .field),
  ]

  static let sizes = [
    Size(rows: 24, columns: 80), Size(rows: 16, columns: 60), Size(rows: 60, columns: 200),
  ]
}

extension Stage {
  /// The stage on which an exhibit is shown.
  static func showing(
    _ exhibit: Exhibit, _ size: Size = Gallery.sizes[0], glyphs: GlyphSet = .unicode,
    theme: String = "podium-dark", change: (inout Snapshot) -> Void = { _ in }
  ) async -> Stage {
    let stage = Stage(
      size, snapshot: GalleryWorkspace.snapshot(change), glyphs: glyphs, theme: theme,
      first: exhibit.place == .wallboard ? .wallboard : .runs)
    stage.connect(text: GalleryWorkspace.text(at: exhibit.place))
    stage.configure(GalleryWorkspace.configuration)
    if exhibit.place != .runs, exhibit.place != .wallboard { stage.app.open(exhibit.place) }
    // What configuring and opening said is answered by a key.
    stage.app.message = nil
    await stage.settle()
    for key in exhibit.keys { stage.press(key) }
    await stage.settle()
    return stage
  }

  /// The type of what is on top.
  var top: String {
    let top: Any = app.overlay.map { $0 as Any } ?? app.stack.top.view
    return "\(Swift.type(of: top))"
  }
}
