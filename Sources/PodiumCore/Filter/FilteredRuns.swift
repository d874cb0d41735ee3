// The rows of the run list that pass a filter, as positions in chunks: making and copying it costs
// nothing per run.
import OrchestraAPI
import Time

/// The rows that pass, newest first.
package struct FilteredRuns: Sendable {
  let parts: [Part]
  private let starts: RowStarts
  package var count: Int { starts.count }
  /// Whether all chunks were looked at; if not, ask the index again for the rest.
  package let isComplete: Bool
  /// When a row may begin or cease to pass without any news; nil means never.
  package let validUntil: Timestamp?

  struct Part: Sendable {
    var chunk: RunChunk
    var rows: RowSet
    /// Rows in `rows`.
    var count: Int
  }

  /// - Parameter parts: without empty ones.
  init(_ parts: [Part], isComplete: Bool = true, validUntil: Timestamp? = nil) {
    self.isComplete = isComplete
    self.validUntil = validUntil
    self.parts = parts
    starts = RowStarts(parts.lazy.map(\.count))
  }

  /// Everything.
  package init(_ table: RunTable) {
    self.init(
      table.chunks.map {
        Part(chunk: $0, rows: RowSet(count: $0.runs.count), count: $0.runs.count)
      })
  }

  /// The run of a row. Traps outside `0..<count`.
  package subscript(index: Int) -> PipelineRun {
    precondition(index >= 0 && index < count, "row outside the filtered runs")
    let place = starts.part(ofRow: index)
    let part = parts[place]
    return part.chunk.runs[part.rows.row(ofRank: index - starts.first[place])]
  }

  /// The row of a run; nil when it does not pass.
  package func index(of key: RunKey) -> Int? {
    let row = rowOfFirst(notBefore: key)
    return row < count && self[row].id == key.id ? row : nil
  }

  /// The row of a run by its id alone: looks through the chunks.
  package func index(of id: PipelineRun.ID) -> Int? {
    for (part, start) in zip(parts, starts.first) {
      guard let position = part.chunk.position(of: id) else { continue }
      return part.rows.contains(position) ? start + part.rows.rank(of: position) : nil
    }
    return nil
  }

  /// Where a run would stand: the first row that does not come before it.
  package func rowOfFirst(notBefore key: RunKey) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension FilteredRuns: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }
}
