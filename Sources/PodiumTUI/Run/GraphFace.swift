// The graph of a run: layers from left to right with connecting lines; an indented tree where the
// screen is too narrow for layers. The layout is kept while the structure stays the same.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The drawing of a run's graph, and what of it is in view.
struct GraphFace: Sendable {
  /// What stands in one place of the drawing: a task or a folded group.
  enum Item: Sendable, Equatable {
    case node(Int)
    case group(Int)
  }

  /// Narrower screens, and gaps wider than a half of the screen, get the tree.
  static let columnsMin = 50
  /// Columns of a label at most and at least; the rest of a name is cut.
  private static let labelRange = 8...26
  /// Columns and rows kept in view beside the selected label.
  private static let margin = (rows: 1, columns: 8)

  private(set) var items: [Item] = []
  private var upstreams: [[Int]] = []
  private(set) var drawing: GraphDrawing?
  private(set) var tree = DependencyTree(upstreams: [])
  private(set) var origin = Point.zero
  /// Whether layers do not fit.
  private(set) var isTree = false

  private var made: (graph: TaskGraph, folded: Set<String>)?

  /// Rows that it could fill.
  var rows: Int { isTree ? tree.rows.count : drawing?.size.rows ?? 1 }

  /// Lays out what has changed.
  mutating func layOut(_ model: RunModel, folded: Set<String>, columns: Int) {
    if made?.graph != model.graph || made?.folded != folded {
      made = (model.graph, folded)
      layOut(model, folded: folded)
    }
    guard let drawing else { return }
    isTree =
      columns < Self.columnsMin || drawing.layout.isTangled || drawing.widestGap > columns / 2
  }

  /// Brings the selection into view.
  mutating func reveal(_ selected: RunRowID?, _ model: RunModel, in size: Size) {
    guard let drawing, let item = selected.flatMap({ item(of: $0, model) }) else { return }
    if isTree {
      let row = tree.rows.firstIndex { $0.place == item } ?? 0
      let frame = Rect(row: row, column: 0, rows: 1, columns: 1)
      reveal(frame, in: size, Size(rows: tree.rows.count, columns: 1))
    } else {
      reveal(drawing.frame(of: item), in: size, drawing.size)
    }
  }

  private mutating func layOut(_ model: RunModel, folded: Set<String>) {
    let graph = model.graph
    items = []
    var places = [Int](repeating: 0, count: graph.nodes.count)
    var groups: [Int: Int] = [:]
    for (number, node) in graph.nodes.enumerated() {
      let group = graph.groups[node.group]
      let isFolded = !group.name.isEmpty && folded.contains(group.id)
      if isFolded, let known = groups[node.group] {
        places[number] = known
      } else {
        places[number] = items.count
        if isFolded { groups[node.group] = items.count }
        items.append(isFolded ? .group(node.group) : .node(number))
      }
    }
    let edges = graph.nodes.enumerated().flatMap { number, node in
      node.upstreams.map { (from: places[$0], to: places[number]) }
    }
    let order = Self.reduced(edges, count: items.count)
    items = order.order.map { items[$0] }
    upstreams = order.upstreams
    let widths = items.map { width($0, model) }
    drawing = GraphDrawing(GraphLayout(upstreams: upstreams), widths: widths)
    tree = DependencyTree(upstreams: upstreams)
  }

  /// The order and the edges of what is left after folding: a group may imply edges.
  private static func reduced(
    _ edges: [(from: Int, to: Int)], count: Int
  ) -> (order: [Int], upstreams: [[Int]]) {
    var before = [[String]](repeating: [], count: count)
    for edge in edges where edge.from != edge.to { before[edge.to].append(String(edge.from)) }
    let graph = TaskGraph(
      (0..<count).map { TaskGraph.Item(key: String($0), name: "", dependsOn: before[$0]) })
    return (graph.nodes.map(\.item), graph.nodes.map(\.upstreams))
  }

  private func width(_ item: Item, _ model: RunModel) -> Int {
    let columns = 4 + TextWidth.columns(name(item, model))
    return min(max(columns, Self.labelRange.lowerBound), Self.labelRange.upperBound)
  }

  private func name(_ item: Item, _ model: RunModel) -> String {
    switch item {
    case .node(let node): model.task(node).taskName
    case .group(let group):
      "\(model.graph.groups[group].name) (\(model.graph.groups[group].nodes.count))"
    }
  }

  /// The place of a row in the drawing; a task of a folded group is its group.
  func item(of id: RunRowID, _ model: RunModel) -> Int? {
    switch id {
    case .group(let id):
      return items.firstIndex { item in
        switch item {
        case .group(let group): model.graph.groups[group].id == id
        case .node(let node): model.graph.groups[model.graph.nodes[node].group].id == id
        }
      }
    case .task(let id):
      guard let node = model.node(of: id) else { return nil }
      let group = model.graph.nodes[node].group
      return items.firstIndex { $0 == .node(node) || $0 == .group(group) }
    }
  }

  /// The row of a place of the drawing.
  func id(of item: Int, _ model: RunModel) -> RunRowID {
    switch items[item] {
    case .node(let node): .task(model.task(node).id)
    case .group(let group): .group(model.graph.groups[group].id)
    }
  }

  private mutating func reveal(_ frame: Rect, in size: Size, _ whole: Size) {
    func shift(_ start: Int, _ from: Int, _ to: Int, _ room: Int, _ all: Int) -> Int {
      var start = start
      if to > start + room { start = to - room }
      if from < start { start = from }
      return max(0, min(start, all - room))
    }
    let margin = Self.margin
    origin.row = shift(
      origin.row, frame.row - margin.rows, frame.endRow + margin.rows, size.rows, whole.rows)
    origin.column = shift(
      origin.column, frame.column - margin.columns, frame.endColumn + margin.columns,
      size.columns - 2, whole.columns)
  }
}

// MARK: Movement

extension GraphFace {
  /// The neighbour in a direction: before or after along a line, above or below in the same layer.
  func neighbour(of item: Int, _ command: Command) -> Int? {
    guard let layout = drawing?.layout else { return nil }
    if isTree, command == .up || command == .down {
      let row = tree.rows.firstIndex { $0.place == item } ?? 0
      let next = row + (command == .down ? 1 : -1)
      return tree.rows.indices.contains(next) ? tree.rows[next].place : nil
    }
    let here = layout.place(of: item)
    switch command {
    case .scrollLeft:
      return nearest(upstreams[item], to: here.row, layout)
    case .scrollRight:
      let after = upstreams.indices.filter { upstreams[$0].contains(item) }
      return nearest(after, to: here.row, layout)
    case .up, .down:
      let layer = layout.nodes(inLayer: here.layer)
      guard let place = layer.firstIndex(of: item) else { return nil }
      let next = place + (command == .down ? 1 : -1)
      return layer.indices.contains(next) ? layer[next] : nil
    default: return nil
    }
  }

  private func nearest(_ items: [Int], to row: Int, _ layout: GraphLayout) -> Int? {
    items.min {
      (abs(layout.place(of: $0).row - row), $0) < (abs(layout.place(of: $1).row - row), $1)
    }
  }
}

// MARK: Drawing

extension GraphFace {
  func draw(
    on canvas: Canvas, _ model: RunModel, selected: RunRowID?, _ glyphs: GlyphSet
  ) {
    guard let drawing else { return }
    let focus = selected.flatMap { item(of: $0, model) }
    if isTree { return drawTree(on: canvas, model, focus: focus) }
    let inside = canvas.sub(canvas.bounds.inset(columns: 1))
    // What is smaller than the window stands at its upper left.
    drawing.draw(
      on: inside, origin: origin, focus: focus,
      styles: (Role.border.style, Role.accent.style)
    ) { item, place in
      let isSource = !drawing.layout.isEnd(item)
      label(item, model, isSelected: item == focus, goesOn: isSource, on: place)
    }
    drawMore(drawing, on: canvas, inside: inside.size, glyphs)
  }

  /// The tree in place of the drawing: one row a place.
  private func drawTree(on canvas: Canvas, _ model: RunModel, focus: Int?) {
    let rows = tree.rows.indices.dropFirst(origin.row).prefix(canvas.rows)
    for (line, row) in rows.enumerated() {
      let row = tree.rows[row]
      let prefix = canvas.text(
        DependencyTree.prefix(row, canvas.glyphs.lines), at: Point(row: line, column: 2),
        style: Role.border.style)
      let place = canvas.sub(
        Rect(row: line, column: 1 + prefix, rows: 1, columns: canvas.columns - 2 - prefix))
      let used = label(row.place, model, isSelected: row.place == focus, goesOn: false, on: place)
      let others = row.others.map { name(items[$0], model) }
      guard !others.isEmpty, used + 3 < place.columns else { continue }
      place.text(
        TaskWords.list("also after", others), at: Point(row: 0, column: used + 2),
        style: Role.dim.style)
    }
  }

  /// - Returns: the columns of marker, sign and name.
  @discardableResult
  private func label(
    _ place: Int, _ model: RunModel, isSelected: Bool, goesOn: Bool, on canvas: Canvas
  ) -> Int {
    let item = items[place]
    let status: TaskStatus
    switch item {
    case .node(let node): status = model.task(node).status
    case .group(let group): status = GroupSum(model.graph.groups[group], model).status
    }
    let look = StatusLook(status)
    let sign = isSelected ? canvas.glyphs.marks.selected : " "
    canvas.text(sign, at: .zero, style: Role.tableMarker.style)
    canvas.text(
      look.sign(canvas.glyphs), at: Point(row: 0, column: 1), style: look.role.style, maxWidth: 1)
    let isCalm = look.mark == .skipped || look.mark == .queued
    let role: Role = isSelected ? .tableSelected : isCalm ? .dim : .table
    var used =
      2
      + canvas.text(
        " \(name(item, model))", at: Point(row: 0, column: 2), style: role.style,
        maxWidth: canvas.columns - 2)
    guard goesOn else { return used }
    // The line goes on from the name to the edge of the layer.
    used = min(used + 1, canvas.columns)
    canvas.horizontalLine(
      at: Point(row: 0, column: used), length: canvas.columns - used, style: Role.border.style)
    return used
  }

  /// Says at the edges that there is more.
  private func drawMore(
    _ drawing: GraphDrawing, on canvas: Canvas, inside: Size, _ glyphs: GlyphSet
  ) {
    let middle = canvas.rows / 2
    let style = Role.accent.style
    if origin.column > 0 { canvas.text("<", at: Point(row: middle, column: 0), style: style) }
    if origin.column + inside.columns < drawing.size.columns {
      canvas.text(">", at: Point(row: middle, column: canvas.columns - 1), style: style)
    }
    let right = canvas.columns - 1
    if origin.row > 0 {
      canvas.text(glyphs.marks.up, at: Point(row: 0, column: right), style: style)
    }
    if origin.row + inside.rows < drawing.size.rows {
      canvas.text(glyphs.marks.down, at: Point(row: canvas.rows - 1, column: right), style: style)
    }
  }
}
