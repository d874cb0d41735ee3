// All runs of the window as an immutable value: chunks, newest first. Copying costs one reference.
// New tables come from `Merge`; this file only reads.
import OrchestraAPI
import Time

/// The run list of a snapshot: unique ids, newest first.
package struct RunTable: Sendable {
  package let chunks: [RunChunk]
  private let rows: RowStarts
  package var count: Int { rows.count }
  /// Index of the first run of each chunk.
  package var starts: [Int] { rows.first }
  /// Counts of all runs, kept while merging.
  package let statusCounts: StatusCounts

  /// No runs.
  package static let empty = RunTable(chunks: [], statusCounts: StatusCounts())

  init(chunks: [RunChunk], statusCounts: StatusCounts) {
    self.chunks = chunks
    self.statusCounts = statusCounts
    rows = RowStarts(chunks.lazy.map { $0.runs.count })
  }

  package var isEmpty: Bool { count == 0 }

  /// The run of a row, 0 being the newest. Traps outside `0..<count`.
  package subscript(index: Int) -> PipelineRun {
    let chunk = chunkIndex(ofRow: index)
    return chunks[chunk].runs[index - starts[chunk]]
  }

  /// The run with this id; a few microseconds in 100,000 runs.
  package subscript(id id: PipelineRun.ID) -> PipelineRun? {
    guard let (chunk, position) = locate(id) else { return nil }
    return chunks[chunk].runs[position]
  }

  /// The row of a run.
  package func index(of id: PipelineRun.ID) -> Int? {
    guard let (chunk, position) = locate(id) else { return nil }
    return starts[chunk] + position
  }

  /// The row of a run whose creation time is known: one binary search.
  package func index(of key: RunKey) -> Int? {
    let row = rowOfFirst(notBefore: key)
    return row < count && self[row].id == key.id ? row : nil
  }

  /// The first row that does not come before `key`; `count` when all do.
  package func rowOfFirst(notBefore key: RunKey) -> Int {
    let chunk = chunkIndex(notBefore: key)
    guard chunk < chunks.count else { return count }
    return starts[chunk] + chunks[chunk].runs.firstIndex(notBefore: key)
  }

  /// Runs that have not ended, newest first; only chunks that hold some are visited.
  package var active: [PipelineRun] {
    chunks.filter { $0.counts.active > 0 }
      .flatMap { $0.runs.filter { !$0.status.isTerminal } }
  }

  /// Index of the first chunk that ends at or after `key`; `chunks.count` when all end before it.
  func chunkIndex(notBefore key: RunKey) -> Int {
    var low = 0
    var high = chunks.count
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].last < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func chunkIndex(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < count, "row outside the run table")
    return rows.part(ofRow: row)
  }

  private func locate(_ id: PipelineRun.ID) -> (chunk: Int, position: Int)? {
    for (index, chunk) in chunks.enumerated() {
      if let position = chunk.position(of: id) { return (index, position) }
    }
    return nil
  }
}

extension RunTable: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }
}

extension [PipelineRun] {
  /// First index whose key is not before `key`.
  func firstIndex(notBefore key: RunKey) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
