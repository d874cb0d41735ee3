// The store's own book over the run table: it also knows each run's creation time, so that a run
// whose row moved is never listed twice. Not part of snapshots: its dictionary changes in place.
import OrchestraAPI
import Time

/// The run list while it grows.
package struct RunLedger: Sendable {
  package private(set) var table: RunTable = .empty
  private var createdAt: [PipelineRun.ID: Timestamp] = [:]

  package init() {}

  /// Whether a run is in the table.
  package func knows(_ id: PipelineRun.ID) -> Bool { createdAt[id] != nil }

  /// The run with this id.
  package subscript(id: PipelineRun.ID) -> PipelineRun? {
    guard let time = createdAt[id],
      let row = table.index(of: RunKey(createdAt: time, id: id))
    else { return nil }
    return table[row]
  }

  /// Joins the rows of an answer.
  @discardableResult
  package mutating func merge(_ rows: [PipelineRun]) -> MergeChanges {
    var ordered = Merge.ordered(rows)
    var changes = MergeChanges()
    var moved: Set<PipelineRun.ID> = []
    for row in ordered {
      guard let known = createdAt[row.id], known != row.createdAt else { continue }
      if let old = self[row.id], !Merge.prefers(row, over: old) {
        ordered.removeAll { $0.id == row.id }
      } else {
        table = Merge.removing(RunKey(createdAt: known, id: row.id), from: table)
        moved.insert(row.id)
      }
    }
    table = Merge.merge(ordered, into: table, changes: &changes)
    for row in ordered { createdAt[row.id] = row.createdAt }
    if !moved.isEmpty {
      changes.updated += changes.added.filter { moved.contains($0) }
      changes.added.removeAll { moved.contains($0) }
    }
    return changes
  }

  /// Forgets one run.
  package mutating func remove(_ id: PipelineRun.ID) {
    guard let time = createdAt.removeValue(forKey: id) else { return }
    table = Merge.removing(RunKey(createdAt: time, id: id), from: table)
  }

  /// Forgets runs created before `limit`.
  /// - Returns: the ids that left.
  package mutating func drop(before limit: Timestamp) -> [PipelineRun.ID] {
    let (next, dropped) = Merge.dropping(before: limit, from: table)
    table = next
    for id in dropped { createdAt[id] = nil }
    return dropped
  }
}
