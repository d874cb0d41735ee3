// Where the nodes of a graph stand and where its lines run: layers from left to right, one row a node.
// Decides by structure alone, so that a drawing stands still while what it shows changes. Pure.

/// A layered drawing of a graph without cycles.
package struct GraphLayout: Sendable {
  /// A point that lines run through: a node, the joint of a bundle, or a long line's passage through a
  /// layer that it only crosses.
  struct Knot: Sendable {
    /// The node; nil for joints and passages.
    var node: Int?
    var layer: Int
    var row = 0
    /// Knots of the next layer.
    var next: [Int] = []
    /// Knots of the layer before.
    var before: [Int] = []
  }

  /// A vertical line between a layer and the next one: all of its sources go to all of its targets.
  struct Trunk: Sendable {
    /// Knots and their rows, from the top.
    var sources: [(knot: Int, row: Int)]
    var targets: [(knot: Int, row: Int)]
    /// Its place among the vertical lines of the gap; nil for a straight line.
    var lane: Int?

    var isStraight: Bool {
      sources.count == 1 && targets.count == 1 && sources[0].row == targets[0].row
    }

    var rows: ClosedRange<Int> {
      let rows = sources.map(\.row) + targets.map(\.row)
      return (rows.min() ?? 0)...(rows.max() ?? 0)
    }
  }

  private(set) var knots: [Knot] = []
  /// Knots of each layer from the top.
  private(set) var layers: [[Int]] = []
  /// Lines between a layer and the next one, and how many lanes they need.
  var gaps: [(trunks: [Trunk], lanes: Int)] = []
  package private(set) var rows = 0
  /// Lines of some gap would run into each other: draw something else.
  package internal(set) var isTangled = false

  /// - Parameter upstreams: of each node; smaller numbers only, none implied by others.
  package init(upstreams: [[Int]]) {
    place(upstreams)
    gatherLayers()
    sortLayers()
    assignRows()
    routeLines()
    rows = (knots.map(\.row).max() ?? -1) + 1
  }

  /// The number of layers.
  package var layerCount: Int { layers.count }

  /// Layer and row of a node.
  package func place(of node: Int) -> (layer: Int, row: Int) {
    (knots[node].layer, knots[node].row)
  }

  /// Whether no line leaves a node.
  package func isEnd(_ node: Int) -> Bool { knots[node].next.isEmpty }

  /// The nodes of a layer from the top.
  package func nodes(inLayer layer: Int) -> [Int] {
    layers[layer].compactMap { knots[$0].node }
  }

  mutating func move(_ knot: Int, toRow row: Int) { knots[knot].row = row }
}

// MARK: Layers

extension GraphLayout {
  private mutating func place(_ upstreams: [[Int]]) {
    var downstreams = [[Int]](repeating: [], count: upstreams.count)
    for (node, before) in upstreams.enumerated() {
      for upstream in before { downstreams[upstream].append(node) }
    }
    let plain = Self.layers(upstreams)
    // Where all targets are in one layer, their lines meet in one trunk anyway.
    let bundles = Self.bundles(downstreams).filter { bundle in
      Set(bundle.targets.map { plain[$0] }).count > 1
    }
    knots = upstreams.indices.map { Knot(node: $0, layer: 0) }
    var edges: [(from: Int, to: Int)] = []
    var isBundled = [Bool](repeating: false, count: upstreams.count)
    var joints: [Int: [Int]] = [:]
    for bundle in bundles {
      let joint = knots.count
      knots.append(Knot(node: nil, layer: 0))
      for source in bundle.sources {
        isBundled[source] = true
        edges.append((source, joint))
      }
      for target in bundle.targets {
        joints[target, default: []].append(joint)
        edges.append((joint, target))
      }
    }
    let sources = Dictionary(
      uniqueKeysWithValues: bundles.enumerated().map { (upstreams.count + $0, $1.sources) })
    for (node, before) in upstreams.enumerated() {
      for joint in joints[node] ?? [] {
        let last = (sources[joint] ?? []).map { knots[$0].layer }.max() ?? 0
        knots[joint].layer = last + 1
        knots[node].layer = max(knots[node].layer, last + 2)
      }
      for upstream in before where !isBundled[upstream] {
        knots[node].layer = max(knots[node].layer, knots[upstream].layer + 1)
        edges.append((upstream, node))
      }
    }
    connect(edges)
  }

  /// The longest way to each node.
  private static func layers(_ upstreams: [[Int]]) -> [Int] {
    upstreams.reduce(into: []) { layers, before in
      layers.append((before.map { layers[$0] }.max() ?? -1) + 1)
    }
  }

  /// Nodes that all go to the same nodes share one line: "all of these before all of those".
  private static func bundles(
    _ downstreams: [[Int]]
  ) -> [(sources: [Int], targets: [Int])] {
    var sources: [[Int]: [Int]] = [:]
    for (node, after) in downstreams.enumerated() where after.count > 1 {
      sources[after, default: []].append(node)
    }
    return sources.filter { $0.value.count > 1 }
      .sorted { $0.value[0] < $1.value[0] }
      .map { ($0.value, $0.key) }
  }

  /// Edges over several layers get a passage in each; those of one knot share theirs.
  private mutating func connect(_ edges: [(from: Int, to: Int)]) {
    var passages: [Int: [Int]] = [:]
    for edge in edges.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      var last = edge.from
      let from = knots[edge.from].layer
      for (step, layer) in ((from + 1)..<max(from + 1, knots[edge.to].layer)).enumerated() {
        if step >= passages[edge.from, default: []].count {
          let passage = knots.count
          knots.append(Knot(node: nil, layer: layer))
          link(last, passage)
          passages[edge.from, default: []].append(passage)
        }
        last = passages[edge.from]?[step] ?? last
      }
      link(last, edge.to)
    }
  }

  private mutating func link(_ from: Int, _ to: Int) {
    knots[from].next.append(to)
    knots[to].before.append(from)
  }

  private mutating func gatherLayers() {
    layers = Array(repeating: [], count: (knots.map(\.layer).max() ?? -1) + 1)
    for knot in knots.indices { layers[knots[knot].layer].append(knot) }
  }

  /// Sweeps that bring knots beside those that they are connected with.
  private static let sweeps = 4

  private mutating func sortLayers() {
    var positions = [Double](repeating: 0, count: knots.count)
    func number(_ layer: [Int]) {
      for (position, knot) in layer.enumerated() { positions[knot] = Double(position) }
    }
    for layer in layers { number(layer) }
    for sweep in 0..<Self.sweeps {
      let isForward = sweep % 2 == 0
      let order =
        isForward ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
      for layer in order {
        let wanted = layers[layer].map { knot -> Double in
          let others = isForward ? knots[knot].before : knots[knot].next
          guard !others.isEmpty else { return positions[knot] }
          return others.reduce(0) { $0 + positions[$1] } / Double(others.count)
        }
        let sorted = zip(layers[layer], wanted).enumerated()
          .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
        layers[layer] = sorted.map(\.element.0)
        number(layers[layer])
      }
    }
  }
}

// MARK: Rows

extension GraphLayout {
  private mutating func assignRows() {
    for layer in layers {
      for (row, knot) in layer.enumerated() { knots[knot].row = row }
    }
    for layer in layers.indices.dropFirst() { settleRows(of: layer, isForward: true) }
    for layer in layers.indices.dropLast().reversed() { settleRows(of: layer, isForward: false) }
    for layer in layers.indices.dropFirst() { settleRows(of: layer, isForward: true) }
    let top = knots.map(\.row).min() ?? 0
    for knot in knots.indices { knots[knot].row -= top }
  }

  /// Rows as near as possible to those of the neighbours on one side, in the layer's order: blocks of
  /// knots that would collide are averaged.
  private mutating func settleRows(of layer: Int, isForward: Bool) {
    var blocks: [(sum: Double, count: Int)] = []
    for (position, knot) in layers[layer].enumerated() {
      let others = isForward ? knots[knot].before : knots[knot].next
      let wanted =
        others.isEmpty
        ? Double(knots[knot].row)
        : others.reduce(0.0) { $0 + Double(knots[$1].row) } / Double(others.count)
      var block = (sum: wanted - Double(position), count: 1)
      while let last = blocks.last,
        last.sum / Double(last.count) >= block.sum / Double(block.count)
      {
        block = (block.sum + last.sum, block.count + last.count)
        blocks.removeLast()
      }
      blocks.append(block)
    }
    var position = 0
    for block in blocks {
      // Halves: what is alone stands beside the first, of several the first beside what is alone.
      let half = block.count > 1 ? 0.5 : 0.49
      let shift = Int((block.sum / Double(block.count) + half).rounded(.down))
      for _ in 0..<block.count {
        knots[layers[layer][position]].row = position + shift
        position += 1
      }
    }
  }
}
