// The rows of a run: groups with their tasks, folded or not. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A row of a run, by what it is: selection and scroll follow it through all faces.
enum RunRowID: Hashable, Sendable {
  case group(String)
  case task(TaskRun.ID)
}

/// The tasks of a run as rows.
struct TaskTree: Sendable {
  /// One row.
  struct Row: Sendable {
    enum Kind: Sendable {
      /// A heading: its group in the graph.
      case group(Int)
      /// A task: its node, and whether a heading stands above it.
      case task(Int, isLast: Bool, isInGroup: Bool)
    }

    var id: RunRowID
    var kind: Kind
  }

  let rows: [Row]
  private let places: [RunRowID: Int]

  /// - Parameters:
  ///   - folded: ids of groups whose tasks are hidden.
  ///   - passes: which nodes are shown; groups without any are left out.
  init(_ model: RunModel, folded: Set<String>, passes: (Int) -> Bool = { _ in true }) {
    var rows: [Row] = []
    for (place, group) in model.graph.groups.enumerated() {
      let nodes = group.nodes.filter(passes)
      let isNamed = !group.name.isEmpty
      if nodes.isEmpty { continue }
      if isNamed { rows.append(Row(id: .group(group.id), kind: .group(place))) }
      if isNamed, folded.contains(group.id) { continue }
      for node in nodes {
        rows.append(
          Row(
            id: .task(model.task(node).id),
            kind: .task(node, isLast: node == nodes.last, isInGroup: isNamed)))
      }
    }
    self.rows = rows
    places = Dictionary(
      rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
  }

  func index(of id: RunRowID) -> Int? { places[id] }
}

/// What the tasks of a group are together.
struct GroupSum: Sendable {
  /// The worst of all.
  let status: TaskStatus
  /// "3 tasks, 1 failed".
  let words: String
  let from: Timestamp?
  let to: Timestamp?

  init(_ group: TaskGraph.Group, _ model: RunModel) {
    let statuses = group.nodes.map { model.task($0).status }
    let worst = Self.worstFirst.first { statuses.contains($0) } ?? .created
    let count = statuses.count { $0 == worst }
    let all = Wording.count(statuses.count, "task")
    status = worst
    words =
      count == statuses.count ? all : "\(all), \(count) \(StatusLook(worst).word.lowercased())"
    let bars = group.nodes.map { model.timeline.bars[$0] }
    from = bars.compactMap(\.startedAt).min()
    to = bars.filter { $0.startedAt != nil }.compactMap(\.endedAt).max()
  }

  /// From the first start to the last end.
  var took: Duration? { from.flatMap { from in to.map { $0 - from } } }

  private static let worstFirst: [TaskStatus] = [
    .failed, .warning, .cancelling, .running, .cancelled, .queued, .created, .skipped, .succeeded,
  ]
}
