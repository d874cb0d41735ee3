// A graph as an indented tree, for screens without room for layers: each place stands below the last
// one it waits for, and says what else it waits for. Pure.
import TerminalUI

/// Rows of an indented tree over places of a graph.
struct DependencyTree: Sendable {
  /// One row.
  struct Row: Sendable, Equatable {
    var place: Int
    /// For each level above whether a line runs on there; the last one is the row's own branch.
    var bars: [Bool]
    /// Places it waits for besides the one that it stands below.
    var others: [Int]
  }

  let rows: [Row]

  /// - Parameter upstreams: of each place; smaller ones only.
  init(upstreams: [[Int]]) {
    var children = [[Int]](repeating: [], count: upstreams.count)
    for (place, before) in upstreams.enumerated() {
      if let parent = before.last { children[parent].append(place) }
    }
    var rows: [Row] = []
    // The stack holds rows still to come, the next one last.
    var open = upstreams.indices.filter { upstreams[$0].isEmpty }.reversed()
      .map { Row(place: $0, bars: [], others: []) }
    while let row = open.popLast() {
      rows.append(row)
      let below = children[row.place]
      for (number, child) in below.enumerated().reversed() {
        let isLast = number == below.count - 1
        open.append(
          Row(
            place: child, bars: row.bars + [!isLast], others: Array(upstreams[child].dropLast())))
      }
    }
    self.rows = rows
  }

  /// Deeper levels are not indented any further.
  static let levelsMax = 12

  /// The lines before a row.
  static func prefix(_ row: Row, _ lines: GlyphSet.Lines) -> String {
    guard let own = row.bars.last else { return "" }
    let above = row.bars.dropLast().suffix(levelsMax).map { $0 ? "\(lines.treeBar) " : "  " }
    return above.joined() + "\(own ? lines.treeFork : lines.treeLast) "
  }
}
