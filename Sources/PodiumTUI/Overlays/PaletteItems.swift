// What the palette can choose from: screens, pipelines, runs, tasks, saved views, workspaces, themes, and
// commands with an argument. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// The choices of the palette.
enum PaletteItems {
  private typealias Item = Palette.Item

  /// Tasks of opened runs, newest runs' first, at most.
  private static let tasksMax = 500
  /// Runs looked at for an id, and found by its beginning.
  private static let runsMax = 100_000
  private static let foundRunsMax = 8

  /// Weights put what is meant by few letters before the rest; below 0 only when it is asked for.
  private enum Weight {
    static let screen = 12
    static let pipeline = 6
    static let seldom = -8
  }

  /// Everything that has a name.
  static func all(_ context: ViewContext) -> [Palette.Item] {
    screens + workspaces(context) + views(context) + pipelines(context) + tasks(context)
      + themes(context) + program + audit(context)
  }

  private static var screens: [Item] {
    [Item("runs", "shows the runs of the last seven days", weight: Weight.screen, [.open(.runs)])]
  }

  private static var program: [Item] {
    [
      Item("reload", "reads the configuration again", [.reload]),
      Item("watched", "shows the runs that ring when they end", [.show(WatchList())]),
      Item("screenshot", "writes this screen as text; screenshot FILE", [.screenshot(nil)]),
      Item("save-view", "keeps this list under a name; save-view NAME", [.show(Prompt(.viewName))]),
      Item("bulk", "shows what was last sent for several runs", [.show(BulkDialog())]),
    ]
  }

  private static func audit(_ context: ViewContext) -> [Item] {
    let path = context.auditFile
    return path.isEmpty
      ? [] : [Item("audit", "copies where changes are recorded: \(path)", [.copy(path)])]
  }

  private static func workspaces(_ context: ViewContext) -> [Item] {
    context.profiles.filter { $0.name != context.snapshot.source.profile }.map { profile in
      Item(
        profile.name, "goes to this workspace: \(profile.words)", weight: 2,
        [.switchProfile(profile.name)])
    }
  }

  private static func views(_ context: ViewContext) -> [Item] {
    context.savedViews().map { view in
      Item(
        view.name, "shows \(view.list) by this view: \(SavedViewsMenu.words(view))", weight: 2,
        [.useView(view)])
    }
  }

  private static func pipelines(_ context: ViewContext) -> [Item] {
    context.snapshot.pipelines.map { pipeline in
      let latest = pipeline.latestRun.map { "latest \(StatusLook($0.status).word)" } ?? "never ran"
      var item = Item(
        pipeline.name, "shows the pipeline's runs: \(latest)", weight: Weight.pipeline,
        runs(of: pipeline))
      item.words = pipeline.alias ?? ""
      return item
    }
  }

  /// The runs of a pipeline in the list.
  static func runs(of pipeline: Pipeline) -> [Effect] {
    // A quote cannot be part of a quoted word: the longest part between them tells enough.
    let parts: [Substring] = pipeline.name.split { $0 == "\"" }
    let name = parts.max { $0.count < $1.count }.map(String.init) ?? ""
    let sign = name == pipeline.name ? "=" : ":"
    return [.useView(SavedView(name: "", filter: "pipeline\(sign)\"\(name)\""))]
  }

  private static func tasks(_ context: ViewContext) -> [Item] {
    let details = context.snapshot.runDetails.values.sorted { $0.run.key < $1.run.key }
    let tasks = details.lazy.flatMap { detail in detail.tasks.map { (detail.run, $0) } }
    return tasks.prefix(tasksMax).map { run, task in
      Item(
        task.taskName,
        "opens the task of \(run.pipelineName) \(run.id.short): \(StatusLook(task.status).word)",
        weight: Weight.seldom, [.open(.task(run.id, task.id))])
    }
  }

  private static func themes(_ context: ViewContext) -> [Item] {
    context.themes.map {
      Item("theme \($0)", "uses these colours", weight: Weight.seldom, [.setTheme($0)])
    }
  }

  // MARK: What names itself

  /// Runs and pipelines by id or link, and commands with an argument: exactly what was meant.
  static func named(_ text: String, _ context: ViewContext) -> [Palette.Item] {
    run(named: text, context) + pipeline(named: text, context) + withArgument(text)
  }

  private static func withArgument(_ text: String) -> [Item] {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return [] }
    switch parts[0] {
    case "theme" where parts[1].contains("/") || parts[1].hasSuffix(".yaml"):
      return [Item(text, "uses your own colours", [.setTheme(parts[1])])]
    case "screenshot": return [Item(text, "writes this screen as text", [.screenshot(parts[1])])]
    case "save-view": return [Item(text, "keeps this list under a name", [.saveView(parts[1])])]
    default: return []
    }
  }

  /// A run by id, by the beginning of its id, or by a link that holds one; of other workspaces too.
  private static func run(named text: String, _ context: ViewContext) -> [Item] {
    if let id = RunLink.runID(in: text) {
      if let run = context.snapshot.run(id) { return [item(run, nil)] }
      for other in context.others {
        if let run = other.run(id) { return [item(run, other.source.profile)] }
      }
      return [Item(id.text, "opens a run that is not in the list", [.open(.run(id))])]
    }
    let isHex = text.count >= 4 && text.allSatisfy { $0.isHexDigit || $0 == "-" }
    guard isHex else { return [] }
    let lower = text.lowercased()
    return context.snapshot.runs.prefix(runsMax).lazy
      .filter { $0.id.text.hasPrefix(lower) }.prefix(foundRunsMax).map { item($0, nil) }
  }

  private static func item(_ run: PipelineRun, _ profile: String?) -> Item {
    let place = profile.map { ", workspace \($0)" } ?? ""
    return Item(
      run.id.text, "opens the run of \(run.pipelineName)\(place): \(StatusLook(run.status).word)",
      profile.map { [.switchProfile($0, then: .run(run.id))] } ?? [.open(.run(run.id))])
  }

  private static func pipeline(named text: String, _ context: ViewContext) -> [Item] {
    let ids = RunLink.uuids(in: text)
    guard !ids.isEmpty, RunLink.runID(in: text) == nil || text.count == 36 else { return [] }
    return context.snapshot.pipelines.filter { ids.contains($0.id.text) }.map {
      Item($0.name, "shows the pipeline's runs", runs(of: $0))
    }
  }
}

extension App {
  /// What can be done where one is, with its keys; what cannot says why.
  func commands(_ context: ViewContext) -> [Palette.Item] {
    let view = stack.top.view
    var seen: Set<Command> = []
    let withKeys = options.keymap.lines(in: view.scope).compactMap { line -> Palette.Item? in
      guard !line.command.isMovement, line.command != .palette,
        seen.insert(line.command).inserted
      else { return nil }
      return item(line.command, line.keys.first?.name ?? "", context)
    }
    // Commands of one's own need no key.
    let own = context.configuration.commands.enumerated().compactMap { number, own in
      let isHere =
        own.scopes.isEmpty
        || own.scopes.contains { name in
          view.scope.chain.contains { $0.rawValue == name }
        }
      return isHere && own.key == nil ? item(.custom(number), "", context) : nil
    }
    return withKeys + own
  }

  private func item(
    _ command: Command, _ key: String, _ context: ViewContext
  ) -> Palette.Item {
    var title = command.name.split(separator: "-").joined(separator: " ")
    var detail = command.summary
    if case .custom(let number) = command,
      context.configuration.commands.indices.contains(number)
    {
      let own = context.configuration.commands[number]
      (title, detail) = (own.name, "your own: \(own.words)")
    }
    var item = Palette.Item(title, detail, weight: command.weight, [.run(command)])
    item.key = key
    item.reason = reason(against: command, context)
    return item
  }
}

extension Command {
  /// Screens and what ends the program are meant by few letters.
  fileprivate var weight: Int {
    switch self {
    case .problems, .pipelines, .requests, .upcoming, .profiles: 12
    case .help, .refresh, .quit: 8
    default: 0
    }
  }

  /// Moves only; nobody looks for it by name.
  var isMovement: Bool {
    switch self {
    case .up, .down, .first, .last, .halfUp, .halfDown, .pageUp, .pageDown, .scrollLeft,
      .scrollRight, .previewUp, .previewDown, .pane, .nextPane, .previousPane, .allPanes:
      true
    default: false
    }
  }
}
