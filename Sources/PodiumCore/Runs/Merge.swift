// Pure: a table and the rows of an answer make the next table. Costs the page and the chunks it
// touches, never the whole list, so that paging in n runs is linear.
import OrchestraAPI
import Time

/// What a merge changed.
package struct MergeChanges: Sendable, Equatable {
  package var added: [PipelineRun.ID] = []
  /// Runs whose row differs from before.
  package var updated: [PipelineRun.ID] = []
  /// Runs that moved to a terminal status.
  package var ended: [PipelineRun.ID] = []

  package var isEmpty: Bool { added.isEmpty && updated.isEmpty }
}

/// Rules for joining rows with what is known.
package enum Merge {
  /// Whether an answer's row replaces the known one: never by an older state of the same run.
  package static func prefers(_ new: PipelineRun, over old: PipelineRun) -> Bool {
    let newAt = new.updatedAt ?? new.createdAt
    let oldAt = old.updatedAt ?? old.createdAt
    if newAt != oldAt { return newAt > oldAt }
    return !old.status.isTerminal || new.status.isTerminal
  }

  /// Sorted rows without duplicates; of two rows of a run the newer one stays.
  static func ordered(_ rows: [PipelineRun]) -> [PipelineRun] {
    var best: [PipelineRun.ID: Int] = [:]
    best.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      if let other = best[row.id], !prefers(row, over: rows[other]) { continue }
      best[row.id] = index
    }
    let unique = best.count == rows.count ? rows : best.values.map { rows[$0] }
    let isSorted = zip(unique, unique.dropFirst()).allSatisfy { $0.key < $1.key }
    return isSorted ? unique : unique.sorted { $0.key < $1.key }
  }

  /// The table with `rows` in it. Chunks that do not change keep their identity.
  /// - Parameter rows: from `ordered`; a known run keeps the key it has in the table.
  static func merge(
    _ rows: [PipelineRun], into table: RunTable, changes: inout MergeChanges
  ) -> RunTable {
    guard !rows.isEmpty else { return table }
    var chunks = table.chunks
    var counts = table.statusCounts
    var at = 0
    // From the top: `shift` is by how many chunks the list has grown above.
    var shift = 0
    while at < rows.count {
      let target = min(table.chunkIndex(notBefore: rows[at].key), max(table.chunks.count - 1, 0))
      let end = endOfRows(from: at, rows, in: table, chunk: target)
      let old = table.chunks.isEmpty ? nil : table.chunks[target]
      let part = at == 0 && end == rows.count ? rows : Array(rows[at..<end])
      let new = joined(old, part, changes: &changes)
      at = end
      guard let new else { continue }
      if let old { counts -= old.counts }
      for chunk in new where chunk !== old { counts += chunk.counts }
      if let old, new.contains(where: { $0 === old }) { counts += old.counts }
      let place = target + shift
      chunks.replaceSubrange(place..<(place + (old == nil ? 0 : 1)), with: new)
      shift += new.count - (old == nil ? 0 : 1)
    }
    return changes.isEmpty ? table : RunTable(chunks: chunks, statusCounts: counts)
  }

  /// The table without runs created before `limit`.
  static func dropping(before limit: Timestamp, from table: RunTable) -> (
    table: RunTable, dropped: [PipelineRun.ID]
  ) {
    var chunks = table.chunks
    var counts = table.statusCounts
    var dropped: [PipelineRun.ID] = []
    while let last = chunks.last, last.last.createdAt < limit {
      chunks.removeLast()
      counts -= last.counts
      let kept = last.runs.prefix { $0.createdAt >= limit }
      dropped += last.runs[kept.count...].map(\.id)
      guard kept.isEmpty else {
        let chunk = RunChunk(Array(kept))
        chunks.append(chunk)
        counts += chunk.counts
        break
      }
    }
    return dropped.isEmpty
      ? (table, []) : (RunTable(chunks: chunks, statusCounts: counts), dropped)
  }

  /// The table without one run.
  static func removing(_ key: RunKey, from table: RunTable) -> RunTable {
    let index = table.chunkIndex(notBefore: key)
    guard index < table.chunks.count, let row = table.index(of: key) else { return table }
    var chunks = table.chunks
    var counts = table.statusCounts
    var runs = chunks[index].runs
    counts -= chunks[index].counts
    runs.remove(at: row - table.starts[index])
    if runs.isEmpty {
      chunks.remove(at: index)
    } else {
      chunks[index] = RunChunk(runs)
      counts += chunks[index].counts
    }
    return RunTable(chunks: chunks, statusCounts: counts)
  }
}

extension Merge {
  /// End of the rows that belong to the same chunk as row `start`.
  private static func endOfRows(
    from start: Int, _ rows: [PipelineRun], in table: RunTable, chunk: Int
  ) -> Int {
    guard chunk < table.chunks.count - 1 else { return rows.count }
    let last = table.chunks[chunk].last
    var end = start + 1
    while end < rows.count, !(last < rows[end].key) { end += 1 }
    return end
  }

  /// The chunks that replace `old` when `rows` join it; nil when nothing changes.
  private static func joined(
    _ old: RunChunk?, _ rows: [PipelineRun], changes: inout MergeChanges
  ) -> [RunChunk]? {
    guard let old else {
      changes.added += rows.map { $0.id }
      return pieces(rows).map(RunChunk.init)
    }
    // Many rows beyond either end stand beside the chunk instead of rebuilding it.
    if rows.count >= RunChunk.runsMin || old.runs.count + rows.count > RunChunk.runsMax {
      if old.last < rows[0].key {
        changes.added += rows.map { $0.id }
        return [old] + pieces(rows).map(RunChunk.init)
      }
      if rows[rows.count - 1].key < old.first {
        changes.added += rows.map { $0.id }
        return pieces(rows).map(RunChunk.init) + [old]
      }
    }
    var isChanged = false
    let runs = interleaved(old.runs, rows, isChanged: &isChanged, changes: &changes)
    return isChanged ? pieces(runs).map(RunChunk.init) : nil
  }

  private static func interleaved(
    _ old: [PipelineRun], _ rows: [PipelineRun], isChanged: inout Bool,
    changes: inout MergeChanges
  ) -> [PipelineRun] {
    var result: [PipelineRun] = []
    result.reserveCapacity(old.count + rows.count)
    var index = 0
    for row in rows {
      let key = row.key
      while index < old.count, old[index].key < key {
        result.append(old[index])
        index += 1
      }
      guard index < old.count, old[index].id == row.id else {
        changes.added.append(row.id)
        result.append(row)
        isChanged = true
        continue
      }
      let known = old[index]
      index += 1
      if known == row || !prefers(row, over: known) {
        result.append(known)
      } else {
        changes.updated.append(row.id)
        if row.status.isTerminal, !known.status.isTerminal { changes.ended.append(row.id) }
        result.append(row)
        isChanged = true
      }
    }
    result.append(contentsOf: old[index...])
    return result
  }

  /// Equal parts that each fit a chunk.
  private static func pieces(_ runs: [PipelineRun]) -> [[PipelineRun]] {
    guard runs.count > RunChunk.runsMax else { return runs.isEmpty ? [] : [runs] }
    let parts = (runs.count + RunChunk.runsMax - 1) / RunChunk.runsMax
    let size = (runs.count + parts - 1) / parts
    return stride(from: 0, to: runs.count, by: size).map {
      Array(runs[$0..<min($0 + size, runs.count)])
    }
  }
}
