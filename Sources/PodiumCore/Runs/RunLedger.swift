// The store's own book over the run table: it also knows each run's creation time, so that a run
// whose row moved is never listed twice. Not part of snapshots: its dictionary changes in place.
import OrchestraAPI
import Time

/// The run list while it grows.
package struct RunLedger: Sendable {
  package private(set) var table: RunTable = .empty
  private var createdAt: [PipelineRun.ID: Timestamp] = [:]

  /// A total beyond it is not believed before the rows arrive.
  package static let reserveMax = 200_000

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

  /// Makes room for so many runs, so that growing costs nothing later.
  package mutating func reserve(_ count: Int) {
    if count > createdAt.capacity { createdAt.reserveCapacity(count) }
  }

  /// Joins the rows of an answer.
  @discardableResult
  package mutating func merge(_ rows: [PipelineRun]) -> MergeChanges {
    if noteInPlace(rows) {
      var changes = MergeChanges()
      table = Merge.merge(rows, into: table, changes: &changes)
      return changes
    }
    return mergeAnyOrder(rows)
  }

  /// The usual page: sorted, without duplicates, no row has moved. One look-up a row.
  /// - Returns: false when it is not such a page; then nothing has changed.
  private mutating func noteInPlace(_ rows: [PipelineRun]) -> Bool {
    var fresh: [PipelineRun.ID] = []
    fresh.reserveCapacity(rows.count)
    // In place: a copy of a row would count the references of all its texts.
    let isUsual = rows.withUnsafeBufferPointer { rows in
      var before: RunKey?
      for index in rows.indices {
        let key = rows[index].key
        if let before, !(before < key) { return false }
        before = key
        guard let known = createdAt.updateValue(key.createdAt, forKey: key.id) else {
          fresh.append(key.id)
          continue
        }
        if known != key.createdAt {
          createdAt[key.id] = known
          return false
        }
      }
      return true
    }
    return isUsual || undo(fresh)
  }

  private mutating func undo(_ fresh: [PipelineRun.ID]) -> Bool {
    for id in fresh { createdAt[id] = nil }
    return false
  }

  private mutating func mergeAnyOrder(_ rows: [PipelineRun]) -> MergeChanges {
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
