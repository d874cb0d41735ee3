// One run: how it stands, and its tasks as a tree, on a time axis or as a graph. The faces share the
// selection; each is in its own file.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A run with its task runs.
package struct RunView: View {
  package let runID: PipelineRun.ID
  private(set) var face = RunFace.tasks
  private(set) var list = ListState<RunRowID>()
  private(set) var graph = GraphFace()
  private(set) var window = TimeArea.Window()
  private(set) var preview: TaskPreview?
  private(set) var folded: Set<String> = []
  private var filter = RowFilter(TaskRun.filterFields)
  private var isZoomed = false
  /// Until somebody moves, the selection goes to the first failure, else to what runs.
  private var hasMoved = false
  private(set) var model: RunModel?
  private var made: (generation: Int, now: Timestamp)?
  /// What was selected last, and since when.
  private var resting: (id: RunRowID?, since: Timestamp)?

  package init(_ runID: PipelineRun.ID) { self.runID = runID }

  package var scope: Scope { face.scope }

  package var queries: Set<Query> {
    var queries: Set<Query> = [.runs, .run(runID), .pipelines]
    if let run = model?.run { queries.insert(.definition(DefinitionKey(of: run))) }
    if let preview { queries.insert(.taskFiles(runID, preview.taskRunID)) }
    return queries
  }

  package var hints: [Command] {
    switch face {
    case .tasks:
      [
        .open, .logs, .rerun, .nextFace, .trigger, .cancelRun, .nextProblem, .history, .copyID,
        .palette, .help, .back,
      ]
    case .timeline:
      [.open, .logs, .zoomIn, .nextFace, .nextProblem, .collapse, .rerun, .history, .help, .back]
    case .graph:
      [.open, .logs, .nextFace, .nextProblem, .collapse, .rerun, .history, .help, .back]
    }
  }

  package func crumb(_ context: ViewContext) -> String {
    let name = context.snapshot.run(runID)?.pipelineName ?? "Run"
    return "\(name) \(runID.short)"
  }

  package func note(_ context: ViewContext) -> String {
    guard let detail = context.snapshot.runDetails[runID] else { return "" }
    var count = Wording.count(detail.tasks.count, "task")
    if !filter.text.isEmpty { count = "\(filter.text)   \(count)" }
    guard let total = detail.tasksTotal, total > detail.tasks.count else { return count }
    return "\(Wording.count(detail.tasks.count)) of \(Wording.count(total, "task"))"
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    guard let model else { return nil }
    let found = model.tasks.count { filter.matches($0, now: context.now) }
    return Prompt.Note(found: found, of: model.tasks.count, problem: filter.problem)
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter {
      filter.enter(text)
      hasMoved = true
    }
    return []
  }

  /// The rows that pass the filter.
  func tree(_ model: RunModel, _ context: ViewContext) -> TaskTree {
    guard !filter.isEmpty else { return TaskTree(model, folded: folded) }
    return TaskTree(model, folded: folded) { filter.matches(model.task($0), now: context.now) }
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    let isRunning = context.snapshot.run(runID).map { !$0.status.isTerminal } ?? false
    return isRunning || isUnrested ? .seconds : .minutes
  }

  /// Whether the preview waits for the selection to come to rest.
  private var isUnrested: Bool {
    guard !isZoomed, case .task(let id) = list.selected else { return false }
    return preview?.taskRunID != id
  }
}

// MARK: Settling

extension RunView {
  package mutating func settle(_ context: ViewContext) {
    refreshModel(context)
    guard let model else { return }
    if face == .graph { graph.layOut(model, folded: folded, columns: context.size.columns) }
    let tree = tree(model, context)
    let aim = hasMoved ? nil : model.aim.map { RunRowID.task(model.task($0).id) }
    let isNewAim = aim != nil && aim != list.selected
    if let aim { list.select(aim) }
    let layout = layout(tree, context)
    list.settle(
      count: tree.rows.count, visible: max(1, layout.body.rows - 1),
      indexOf: { tree.index(of: $0) }, idAt: { tree.rows[$0].id })
    // What stands above it, its group first, belongs to the picture.
    if isNewAim { list.scroll(by: -list.visible / 3) { tree.rows[$0].id } }
    if face == .graph {
      graph.reveal(list.selected, model, in: layout.body.size)
    }
    settlePreview(model, layout, context)
  }

  private mutating func refreshModel(_ context: ViewContext) {
    guard let run = context.snapshot.run(runID) else { return }
    let isMade =
      made?.generation == context.snapshot.generation
      && (run.status.isTerminal || made?.now == context.now)
    guard !isMade || model == nil else { return }
    made = (context.snapshot.generation, context.now)
    let tasks = context.snapshot.runDetails[runID]?.tasks ?? []
    model = tasks.isEmpty ? nil : RunModel(run, tasks, context, known: model)
  }

  func layout(_ tree: TaskTree, _ context: ViewContext) -> RunLayout {
    let wanted = face == .graph ? graph.rows : tree.rows.count + 1
    return RunLayout(context.size, wanted: wanted, hasPreview: !isZoomed)
  }

  /// The preview follows the selection when it has come to rest; the first one comes at once.
  private mutating func settlePreview(
    _ model: RunModel, _ layout: RunLayout, _ context: ViewContext
  ) {
    if resting?.id != list.selected { resting = (list.selected, context.now) }
    let rest = resting.map { context.now - $0.since } ?? .zero
    let isAtRest = !hasMoved || rest >= .milliseconds(TaskPreview.restMilliseconds) || rest < .zero
    guard let rows = layout.preview?.rows, case .task(let id) = list.selected,
      let node = model.node(of: id)
    else { return }
    if isAtRest, preview?.taskRunID != id { preview = TaskPreview(id) }
    guard preview?.taskRunID == id else { return }
    let words = TaskWords(model, node, context).lines.count
    preview?.settle(model.task(node), rows: rows - 1 - words, context)
  }

  package mutating func takeWork() -> [Effect] { preview?.takeWork() ?? [] }

  package mutating func receive(_ event: TextEvent, for target: TextTarget) {
    preview?.receive(event, for: target)
  }
}

// MARK: Commands

extension RunView {
  /// The task run that keys are about.
  package func selected(_ context: ViewContext) -> TaskRun? {
    guard case .task(let id) = list.selected, let node = model?.node(of: id) else { return nil }
    return model?.task(node)
  }

  /// The group of the selected row; nil for tasks without one.
  private var selectedGroup: String? {
    switch list.selected {
    case .group(let id): return id
    case .task(let id):
      guard let model, let node = model.node(of: id) else { return nil }
      let group = model.graph.groups[model.graph.nodes[node].group]
      return group.name.isEmpty ? nil : group.id
    case nil: return nil
    }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    context.snapshot.run(runID).map {
      Subject(context.snapshot.source, run: $0, task: selected(context))
    }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .open where selectedGroup != nil && selected(context) == nil: return nil
    case .open, .logs: return selected(context) == nil ? "no task is selected" : nil
    case .collapse: return selectedGroup == nil ? "this task is in no group" : nil
    case .timeline, .graph, .nextFace: return model == nil ? "no tasks are there yet" : nil
    case .scrollLeft where face == .timeline, .scrollRight where face == .timeline:
      return window.zoom == 0 ? "all of the time is in view; + zooms in" : nil
    case .zoomOut: return window.zoom == 0 ? "all of the time is in view" : nil
    case .zoomIn:
      return window.zoom == TimeArea.Window.zoomMax ? "this is as close as it gets" : nil
    case .sort, .reverseSort, .chooseColumns:
      return "tasks stand in the order in which they wait for each other"
    case .savedViews: return "saved views are for lists of runs"
    case .filter where face == .graph:
      return "the graph shows all tasks; the tree and the timeline can be filtered"
    case .rerun, .trigger, .cancelRun, .copyID:
      return RunCommands.reason(against: command, context.snapshot.run(runID), context)
    case .history:
      return context.snapshot.run(runID) == nil ? "the run is not known yet" : nil
    default: return nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    if move(command, context) { return [] }
    switch command {
    case .back where !filter.text.isEmpty: filter.enter("")
    case .back: return [.back]
    case .filter: return [.show(Prompt(.filter, text: filter.text))]
    case .open, .logs: return open(command, context)
    case .nextProblem: return jump(by: 1, context)
    case .previousProblem: return jump(by: -1, context)
    case .nextFace: face = face.next
    case .timeline: face = face == .timeline ? .tasks : .timeline
    case .graph: face = face == .graph ? .tasks : .graph
    case .collapse: fold(selectedGroup)
    case .zoom: isZoomed.toggle()
    case .previewDown: preview?.scroll(by: 1)
    case .previewUp: preview?.scroll(by: -1)
    case .zoomIn: zoom(by: 1, context)
    case .zoomOut: zoom(by: -1, context)
    case .scrollLeft: pan(by: -1)
    case .scrollRight: pan(by: 1)
    default:
      guard let run = context.snapshot.run(runID) else { return [] }
      return RunCommands.effects(of: command, run, task: selected(context), context)
    }
    settle(context)
    return []
  }

  private mutating func open(_ command: Command, _ context: ViewContext) -> [Effect] {
    guard let task = selected(context) else {
      fold(selectedGroup)
      settle(context)
      return []
    }
    return command == .open
      ? [.open(.task(runID, task.id))]
      : [.open(.text(TextTarget(runID: runID, taskRunID: task.id)))]
  }

  /// Movement: by rows, in the graph along its lines.
  private mutating func move(_ command: Command, _ context: ViewContext) -> Bool {
    guard let model else { return false }
    let tree = tree(model, context)
    if face == .graph, [.up, .down, .scrollLeft, .scrollRight].contains(command) {
      guard let here = list.selected.flatMap({ graph.item(of: $0, model) }) else { return true }
      if let next = graph.neighbour(of: here, command) { list.select(graph.id(of: next, model)) }
    } else if !list.handle(command, idAt: { tree.rows[$0].id }) {
      return false
    }
    hasMoved = true
    settle(context)
    return true
  }

  private mutating func jump(by step: Int, _ context: ViewContext) -> [Effect] {
    guard let model else { return [] }
    let tree = tree(model, context)
    var row = list.index + step
    while tree.rows.indices.contains(row) {
      let status: TaskStatus =
        switch tree.rows[row].kind {
        case .task(let node, _, _): model.task(node).status
        case .group(let group):
          folded.contains(model.graph.groups[group].id)
            ? GroupSum(model.graph.groups[group], model).status : .succeeded
        }
      if StatusLook(status).isProblem {
        list.move(to: row) { tree.rows[$0].id }
        hasMoved = true
        return []
      }
      row += step
    }
    return [.say(Message(step > 0 ? "no problem further down" : "no problem further up"))]
  }

  /// Folds or opens a group; what was selected in it hands over to the group.
  private mutating func fold(_ group: String?) {
    guard let group else { return }
    if folded.remove(group) == nil { folded.insert(group) }
    list.select(.group(group))
    hasMoved = true
  }

  /// Zooms around the middle of the selected task, or of what is in view.
  private mutating func zoom(by step: Int, _ context: ViewContext) {
    guard let model else { return }
    let all = max(model.timeline.duration.inSeconds, 1)
    var middle = window.from + all / Double(1 << window.zoom) / 2
    if case .task(let id) = list.selected, let node = model.node(of: id),
      let start = model.timeline.bars[node].startedAt, let end = model.timeline.bars[node].endedAt
    {
      middle = ((start - model.timeline.start) + (end - start) / 2).inSeconds
    }
    window.zoom = min(max(0, window.zoom + step), TimeArea.Window.zoomMax)
    let shown = all / Double(1 << window.zoom)
    window.from = min(max(0, middle - shown / 2), all - shown)
  }

  /// Moves the zoomed part by a quarter of it.
  private mutating func pan(by step: Int) {
    guard let model else { return }
    let all = max(model.timeline.duration.inSeconds, 1)
    let shown = all / Double(1 << window.zoom)
    window.from = min(max(0, window.from + Double(step) * shown / 4), all - shown)
  }
}
