// A laid-out graph in cells: which column each layer has, lines with their corners, what of it is in
// a window. Labels are the caller's. Costs what is in the window.

/// A layout with widths.
package struct GraphDrawing: Sendable {
  /// Columns beside the lanes of a gap.
  private static let gapColumns = 2

  package let layout: GraphLayout
  /// First column of each layer.
  private let starts: [Int]
  private let widths: [Int]
  package let size: Size

  /// - Parameter widths: columns of each node's label.
  package init(_ layout: GraphLayout, widths labels: [Int]) {
    self.layout = layout
    widths = layout.layers.map { layer in
      max(1, layer.compactMap { layout.knots[$0].node.map { labels[$0] } }.max() ?? 1)
    }
    var column = 0
    var starts: [Int] = []
    for layer in widths.indices {
      starts.append(column)
      column += widths[layer]
      if layer < layout.gaps.count { column += layout.gaps[layer].lanes + Self.gapColumns }
    }
    self.starts = starts
    size = Size(rows: layout.rows, columns: column)
  }

  /// The cells of a node's label.
  package func frame(of node: Int) -> Rect {
    let knot = layout.knots[node]
    return Rect(row: knot.row, column: starts[knot.layer], rows: 1, columns: widths[knot.layer])
  }

  /// Columns of the widest gap: a drawing that is mostly lines is no help.
  package var widestGap: Int { (layout.gaps.map(\.lanes).max() ?? 0) + Self.gapColumns }

  /// Draws the part whose upper left cell is `origin`: lines first, then each label that is in view.
  /// - Parameters:
  ///   - focus: the node whose lines get `focusStyle`.
  ///   - label: draws a node; gets its window.
  package func draw(
    on canvas: Canvas, origin: Point, focus: Int?, styles: (line: StyleID, focus: StyleID),
    label: (Int, Canvas) -> Void
  ) {
    var wires = Wires(window: Rect(origin: origin, size: canvas.size))
    let paths = focus.map(connections) ?? []
    for layer in layout.layers.indices where isInView(layer, origin, canvas) {
      addLines(of: layer, to: &wires, focused: paths)
    }
    wires.draw(on: canvas, style: styles.line, focusStyle: styles.focus)
    for layer in layout.layers.indices where isInView(layer, origin, canvas) {
      for knot in layout.layers[layer] {
        let row = layout.knots[knot].row - origin.row
        guard let node = layout.knots[knot].node, row >= 0, row < canvas.rows else { continue }
        let place = Rect(
          row: row, column: starts[layer] - origin.column, rows: 1, columns: widths[layer])
        label(node, canvas.sub(place))
      }
    }
  }

  private func isInView(_ layer: Int, _ origin: Point, _ canvas: Canvas) -> Bool {
    let end = layer + 1 < starts.count ? starts[layer + 1] : size.columns
    return starts[layer] < origin.column + canvas.columns && end > origin.column
  }

  /// A step of a line from a knot to one of the next layer.
  private struct Step: Hashable {
    var from: Int
    var to: Int
  }

  /// All steps between a node and its neighbours, through joints and passages.
  private func connections(of node: Int) -> Set<Step> {
    var steps: Set<Step> = []
    func follow(_ knot: Int, forward: Bool) {
      for other in forward ? layout.knots[knot].next : layout.knots[knot].before {
        let step = forward ? Step(from: knot, to: other) : Step(from: other, to: knot)
        guard steps.insert(step).inserted, layout.knots[other].node == nil else { continue }
        follow(other, forward: forward)
      }
    }
    follow(node, forward: true)
    follow(node, forward: false)
    return steps
  }

  private func addLines(of layer: Int, to wires: inout Wires, focused: Set<Step>) {
    // Joints and passages are lines, too.
    for knot in layout.layers[layer] where layout.knots[knot].node == nil {
      let isFocused = focused.contains { $0.to == knot } && focused.contains { $0.from == knot }
      wires.horizontal(
        row: layout.knots[knot].row, starts[layer], starts[layer] + widths[layer] - 1,
        owner: knot, isFocused: isFocused)
    }
    guard layer < layout.gaps.count else { return }
    let left = starts[layer] + widths[layer]
    let right = starts[layer + 1] - 1
    for trunk in layout.gaps[layer].trunks {
      let owner = trunk.sources[0].knot
      let lane = trunk.lane.map { left + 1 + $0 } ?? right
      var focusedRows: [Int] = []
      for source in trunk.sources {
        let isFocused = trunk.targets.contains {
          focused.contains(Step(from: source.knot, to: $0.knot))
        }
        if isFocused { focusedRows.append(source.row) }
        wires.horizontal(row: source.row, left, lane, owner: owner, isFocused: isFocused)
      }
      guard trunk.lane != nil else { continue }
      for target in trunk.targets {
        let isFocused = trunk.sources.contains {
          focused.contains(Step(from: $0.knot, to: target.knot))
        }
        if isFocused { focusedRows.append(target.row) }
        wires.horizontal(row: target.row, lane, right, owner: owner, isFocused: isFocused)
      }
      let rows = trunk.rows
      wires.vertical(
        column: lane, rows.lowerBound, rows.upperBound, owner: owner, isFocused: false)
      if let from = focusedRows.min(), let to = focusedRows.max() {
        wires.focus(column: lane, from, to)
      }
    }
  }
}

/// Lines in the cells of a window, joined into corners, tees and crossings.
struct Wires {
  private static let (up, right, down, left): (UInt8, UInt8, UInt8, UInt8) = (1, 2, 4, 8)

  private struct Cell {
    var sides: UInt8 = 0
    /// The line that was here first, for telling a crossing from a joint.
    var owner: Int32 = -1
    var isCrossing = false
    var isFocused = false
  }

  private let window: Rect
  private var cells: [Cell]

  init(window: Rect) {
    self.window = window
    cells = Array(repeating: Cell(), count: window.rows * window.columns)
  }

  /// From one column to another, both included; its ends join what is there.
  mutating func horizontal(row: Int, _ from: Int, _ to: Int, owner: Int, isFocused: Bool) {
    guard row >= window.row, row < window.endRow, from <= to else { return }
    for column in max(
      from, window.column)..<max(max(from, window.column), min(to + 1, window.endColumn))
    {
      var sides: UInt8 = 0
      if column > from || from == to { sides |= Self.left }
      if column < to || from == to { sides |= Self.right }
      add(sides, row: row, column: column, owner: owner, isFocused: isFocused)
    }
  }

  /// From one row to another, both included.
  mutating func vertical(column: Int, _ a: Int, _ b: Int, owner: Int, isFocused: Bool) {
    guard a != b, column >= window.column, column < window.endColumn else { return }
    let (from, to) = (min(a, b), max(a, b))
    for row in max(from, window.row)..<max(max(from, window.row), min(to + 1, window.endRow)) {
      var sides: UInt8 = 0
      if row > from { sides |= Self.up }
      if row < to { sides |= Self.down }
      add(sides, row: row, column: column, owner: owner, isFocused: isFocused)
    }
  }

  /// Marks what is in a column between two rows, both included.
  mutating func focus(column: Int, _ from: Int, _ to: Int) {
    guard column >= window.column, column < window.endColumn else { return }
    for row in max(from, window.row)..<max(max(from, window.row), min(to + 1, window.endRow)) {
      cells[(row - window.row) * window.columns + column - window.column].isFocused = true
    }
  }

  private mutating func add(
    _ sides: UInt8, row: Int, column: Int, owner: Int, isFocused: Bool
  ) {
    let place = (row - window.row) * window.columns + column - window.column
    let straight = (Self.up | Self.down, Self.left | Self.right)
    let here = cells[place].sides
    let isOther = here != 0 && cells[place].owner != Int32(owner)
    if isOther,
      (here == straight.0 && sides == straight.1) || (here == straight.1 && sides == straight.0)
    {
      cells[place].isCrossing = true
    }
    cells[place].sides |= sides
    if here == 0 { cells[place].owner = Int32(owner) }
    if isFocused { cells[place].isFocused = true }
  }

  func draw(on canvas: Canvas, style: StyleID, focusStyle: StyleID) {
    let signs = Self.signs(canvas.glyphs.lines)
    for row in 0..<window.rows {
      for column in 0..<window.columns {
        let cell = cells[row * window.columns + column]
        guard cell.sides != 0 else { continue }
        // Where lines cross without meeting, one passes behind the other.
        let sign = cell.isCrossing ? canvas.glyphs.lines.vertical : signs[Int(cell.sides)]
        canvas.text(
          sign, at: Point(row: row, column: column), style: cell.isFocused ? focusStyle : style)
      }
    }
  }

  /// By the sides that a line leaves the cell at.
  private static func signs(_ lines: GlyphSet.Lines) -> [String] {
    [
      " ", lines.vertical, lines.horizontal, lines.bottomLeft, lines.vertical, lines.vertical,
      lines.topLeft, lines.teeRight, lines.horizontal, lines.bottomRight, lines.horizontal,
      lines.teeUp, lines.topRight, lines.teeLeft, lines.teeDown, lines.cross,
    ]
  }
}
