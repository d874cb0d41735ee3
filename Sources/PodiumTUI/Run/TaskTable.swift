// The tree of tasks as a table, with the time axis beside it where there is room. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Columns and cells of the tree of a run's tasks.
struct TaskTable {
  /// From this width on the time axis stands beside the tasks, and from the other one messages, too.
  static let timeFrom = 100
  static let messagesBesideTimeFrom = 170

  private let model: RunModel
  private let tree: TaskTree
  private let context: ViewContext
  private let columns: [Column]

  /// A column by what it says.
  private enum Column: Int {
    case status, task, integration, attempts, queued, ran, time, share, message
  }

  /// - Parameter isTimeline: bars are what it is about: they get all the room there is.
  init(_ model: RunModel, _ tree: TaskTree, isTimeline: Bool, _ context: ViewContext) {
    self.model = model
    self.tree = tree
    self.context = context
    let columns = context.size.columns
    let shares: [Column] = model.critical.nodes.count > 1 ? [.share] : []
    if isTimeline {
      self.columns = [.status, .task, .ran, .time] + shares
    } else if columns < Self.timeFrom {
      self.columns = [.status, .task, .integration, .attempts, .queued, .ran, .message] + shares
    } else if columns < Self.messagesBesideTimeFrom {
      self.columns = [.status, .task, .attempts, .ran, .time] + shares
    } else {
      self.columns =
        [.status, .task, .integration, .attempts, .queued, .ran, .time] + shares + [.message]
    }
  }

  func draw(
    on canvas: Canvas, rows: Range<Int>, selected: Int?, window: TimeArea.Window
  ) {
    let table = Table(columns: columns.map { column($0, canvas.columns) }, styles: .podium)
    let layout = TableLayout(
      table.columns, width: max(0, canvas.columns - Table.markerColumns), gap: table.gap)
    let time = layout.places.first { columns[$0.column] == .time }
    let area = time.map { TimeArea(model, window, columns: $0.width, context) }
    table.draw(on: canvas, rows: rows, selected: selected) { row in
      columns.map { cell($0, tree.rows[row].kind) }
    }
    guard let time, let area else { return }
    let left = Table.markerColumns + time.start
    let axis = canvas.sub(Rect(row: 0, column: left, rows: 1, columns: time.width))
    axis.fill()
    area.drawAxis(on: axis, row: 0)
    for (line, row) in rows.enumerated() {
      let place = canvas.sub(Rect(row: line + 1, column: left, rows: 1, columns: time.width))
      switch tree.rows[row].kind {
      case .task(let node, _, _): area.draw(node, on: place)
      case .group(let group) where isFolded(row):
        area.draw(GroupSum(model.graph.groups[group], model), on: place)
      case .group: area.drawBase(on: place)
      }
    }
  }

  /// A folded group is followed by no task of its own.
  private func isFolded(_ row: Int) -> Bool {
    guard row + 1 < tree.rows.count, case .task(_, _, true) = tree.rows[row + 1].kind else {
      return true
    }
    return false
  }

  private func column(_ column: Column, _ width: Int) -> TableColumn {
    let name = longest(12...(width < 120 ? 32 : 40)) { $0.taskName } + nameIndent
    switch column {
    case .status: return TableColumn("STATUS", width: 12, priority: 10)
    case .task: return TableColumn("TASK", widths: min(20, name)...name, priority: 9)
    case .integration:
      return TableColumn(
        "INTEGRATION", widths: 11...longest(11...18) { $0.integration }, priority: 3)
    case .attempts: return TableColumn("TRY", width: 3, alignment: .right, priority: 4)
    case .queued: return TableColumn("QUEUED", width: 6, alignment: .right, priority: 2)
    case .ran: return TableColumn("RAN", width: 6, alignment: .right, priority: 7)
    case .time: return TableColumn("", widths: 20...Int.max, priority: 8)
    case .share: return TableColumn("CRITICAL", width: 8, alignment: .right, priority: 1)
    case .message:
      return TableColumn(
        "MESSAGE", widths: 16...(columns.contains(.time) ? 60 : Int.max), priority: 8)
    }
  }

  private var nameIndent: Int { model.graph.groups.contains { !$0.name.isEmpty } ? 2 : 0 }

  private func longest(_ range: ClosedRange<Int>, _ text: (TaskRun) -> String) -> Int {
    let columns = model.tasks.reduce(0) { max($0, TextWidth.columns(text($1))) }
    return min(range.upperBound, max(range.lowerBound, columns))
  }

  private func cell(_ column: Column, _ row: TaskTree.Row.Kind) -> TableCell {
    switch row {
    case .task(let node, let isLast, let isInGroup):
      cell(column, node, prefix: isInGroup ? branch(isLast) : "")
    case .group(let group): cell(column, model.graph.groups[group])
    }
  }

  private func branch(_ isLast: Bool) -> String {
    "\(isLast ? context.glyphs.lines.treeLast : context.glyphs.lines.treeFork) "
  }

  private func cell(_ column: Column, _ node: Int, prefix: String) -> TableCell {
    let task = model.task(node)
    let look = StatusLook(task.status)
    let bar = model.timeline.bars[node]
    let isAside = look.mark == .skipped
    switch column {
    case .status: return TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style)
    case .task:
      return TableCell(prefix + task.taskName, (isAside ? Role.dim : .table).style)
    case .integration: return TableCell(task.integration, Role.dim.style)
    case .attempts:
      let count = task.numberOfAttempts
      return TableCell(count > 1 ? "\(count)" : "", Role.warning.style)
    case .queued:
      let wait = bar.queued.flatMap { $0 < .seconds(1) ? nil : $0 }
      return TableCell(wait.map { Wording.duration($0) } ?? "", Role.dim.style)
    case .ran: return TableCell(bar.ran.map { Wording.duration($0) } ?? "", Role.text.style)
    case .time: return TableCell("")
    case .share: return TableCell(model.share(node), Role.accent.style)
    case .message:
      // What it waits for stands on the time axis.
      let isSaid = columns.contains(.time) && model.waiting(node) != nil
      return TableCell(isSaid ? "" : model.words(node), (look.isProblem ? Role.text : .dim).style)
    }
  }

  private func cell(_ column: Column, _ group: TaskGraph.Group) -> TableCell {
    let sum = GroupSum(group, model)
    let look = StatusLook(sum.status)
    switch column {
    case .status:
      return TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style)
    case .task:
      let isFolded = tree.index(of: .group(group.id)).map(self.isFolded) ?? false
      let chart = context.glyphs.chart
      return TableCell(
        "\(isFolded ? chart.folded : chart.unfolded) \(group.name)", Role.title.style)
    case .ran: return TableCell(sum.took.map { Wording.duration($0) } ?? "", Role.dim.style)
    case .message: return TableCell(sum.words, Role.dim.style)
    case .integration, .attempts, .queued, .time, .share: return TableCell("")
    }
  }
}
