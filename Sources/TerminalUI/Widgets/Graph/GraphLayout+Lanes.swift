// Which column of a gap each vertical line gets. The rule: a line that arrives in a row never runs
// over one that leaves in the same row, so that no two nodes look connected that are not.

extension GraphLayout {
  /// Rows that may be added to part lines that would run into each other.
  private static let shiftsMax = 200

  mutating func routeLines() {
    var shifts = 0
    var gap = 0
    gaps = []
    while gap < layers.count - 1 {
      var trunks = trunks(after: gap)
      if let lanes = Self.assignLanes(&trunks) {
        gaps.append((trunks, lanes.count))
        gap += 1
      } else if shifts < Self.shiftsMax, let row = Self.conflict(trunks) {
        // What arrives in the row of the conflict moves down, with all behind it.
        shifts += 1
        for layer in layers[(gap + 1)...] {
          for knot in layer where knots[knot].row >= row { move(knot, toRow: knots[knot].row + 1) }
        }
      } else {
        isTangled = true
        gaps.append((trunks, 0))
        gap += 1
      }
    }
  }

  /// Knots that go to the same knots share a trunk.
  private func trunks(after layer: Int) -> [Trunk] {
    var places: [[Int]: Int] = [:]
    var trunks: [Trunk] = []
    func rows(_ knots: [Int]) -> [(knot: Int, row: Int)] {
      knots.map { ($0, self.knots[$0].row) }.sorted { $0.row < $1.row }
    }
    for source in rows(layers[layer]) where !knots[source.knot].next.isEmpty {
      let next = knots[source.knot].next.sorted()
      if let place = places[next] {
        trunks[place].sources.append(source)
      } else {
        places[next] = trunks.count
        trunks.append(Trunk(sources: [source], targets: rows(next), lane: nil))
      }
    }
    return trunks
  }

  /// Lanes from the left, each with the rows that are taken in it; nil when there is no way.
  private static func assignLanes(_ trunks: inout [Trunk]) -> [[ClosedRange<Int>]]? {
    var lanes: [[ClosedRange<Int>]] = []
    var open = trunks.indices.filter { !trunks[$0].isStraight }
    let after = mustFollow(trunks, open)
    // Fewest crossings: those that go down from the lowest on, those that go up from the highest on.
    open.sort { rank(trunks[$0]) < rank(trunks[$1]) }
    while !open.isEmpty {
      let next = open.firstIndex { trunk in
        after[trunk, default: []].allSatisfy { trunks[$0].lane != nil }
      }
      guard let next else { return nil }
      let trunk = open.remove(at: next)
      let first = (after[trunk, default: []].compactMap { trunks[$0].lane }.max() ?? -1) + 1
      let rows = trunks[trunk].rows
      var lane = first
      while lane < lanes.count, lanes[lane].contains(where: { $0.overlaps(rows) }) { lane += 1 }
      while lanes.count <= lane { lanes.append([]) }
      lanes[lane].append(rows)
      trunks[trunk].lane = lane
    }
    return lanes
  }

  private static func rank(_ trunk: Trunk) -> (Int, Int) {
    let row = trunk.sources[0].row
    let isDown = (trunk.targets.last?.row ?? row) > row
    return isDown ? (1, -row) : (0, row)
  }

  /// For each line the ones that must stand left of it: those that leave in a row where it arrives,
  /// unless they go to the same place.
  private static func mustFollow(_ trunks: [Trunk], _ open: [Int]) -> [Int: [Int]] {
    let leaving = Dictionary(
      open.flatMap { trunk in trunks[trunk].sources.map { ($0.row, trunk) } },
      uniquingKeysWith: { a, _ in a })
    var after: [Int: [Int]] = [:]
    for trunk in open {
      for target in trunks[trunk].targets {
        guard let other = leaving[target.row], other != trunk,
          !trunks[other].targets.contains(where: { $0.row == target.row })
        else { continue }
        after[trunk, default: []].append(other)
      }
    }
    return after
  }

  /// The lowest row in which one line without a lane arrives over another that leaves.
  private static func conflict(_ trunks: [Trunk]) -> Int? {
    let open = trunks.indices.filter { trunks[$0].lane == nil && !trunks[$0].isStraight }
    return open.flatMap { trunk in
      open.filter { $0 != trunk }.flatMap { other in
        trunks[trunk].targets.map(\.row).filter { row in
          trunks[other].sources.contains { $0.row == row }
        }
      }
    }.max()
  }
}
