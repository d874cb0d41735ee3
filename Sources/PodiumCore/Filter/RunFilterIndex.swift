// Keeps what each chunk's rows gave for the present filter, so that a new page or a changed row costs
// one chunk. Owned by whoever shows the list; forget it and nothing is lost but time.
import OrchestraAPI

/// The rows that pass, newest first.
package struct FilteredRuns: Sendable {
  private let parts: [Part]
  /// Index of the first row of each part.
  private let starts: [Int]
  package let count: Int
  /// Whether all chunks were looked at; if not, ask the index again for the rest.
  package let isComplete: Bool

  struct Part: Sendable {
    var chunk: RunChunk
    /// Positions in the chunk; nil means all.
    var rows: [UInt16]?

    var count: Int { rows?.count ?? chunk.runs.count }
  }

  init(_ parts: [Part], isComplete: Bool = true) {
    self.isComplete = isComplete
    var starts: [Int] = []
    var count = 0
    let filled = parts.filter { $0.count > 0 }
    for part in filled {
      starts.append(count)
      count += part.count
    }
    self.parts = filled
    self.starts = starts
    self.count = count
  }

  /// Everything.
  package init(_ table: RunTable) { self.init(table.chunks.map { Part(chunk: $0, rows: nil) }) }

  /// The run of a row. Traps outside `0..<count`.
  package subscript(index: Int) -> PipelineRun {
    precondition(index >= 0 && index < count, "row outside the filtered runs")
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    let part = parts[low]
    let row = index - starts[low]
    return part.chunk.runs[part.rows.map { Int($0[row]) } ?? row]
  }

  /// The row of a run; nil when it does not pass.
  package func index(of key: RunKey) -> Int? {
    let row = rowOfFirst(notBefore: key)
    return row < count && self[row].id == key.id ? row : nil
  }

  /// The row of a run by its id alone: looks through the chunks.
  package func index(of id: PipelineRun.ID) -> Int? {
    for (part, start) in zip(parts, starts) {
      guard let position = part.chunk.position(of: id) else { continue }
      guard let rows = part.rows else { return start + position }
      return rows.firstIndex(of: UInt16(position)).map { start + $0 }
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

/// Cached results per chunk of one filter.
package struct RunFilterIndex: Sendable {
  private var filter = RunFilter("")
  private var entries: [ObjectIdentifier: Entry] = [:]

  /// Holds its chunk, so that the identifier cannot be given to another one.
  private struct Entry: Sendable {
    let chunk: RunChunk
    var text: ChunkText?
    var rows: [UInt16]
    var causesVersion: Int

    /// Rows that belong to another filter.
    static let never = -1
  }

  package init() {}

  /// The rows of a snapshot that pass; only chunks that changed since the last call are looked at.
  ///
  /// - Parameter chunksMax: most chunks to look at in this call, the newest first, so that keys do
  ///   not wait; the next call goes on with the rest.
  package mutating func rows(
    passing filter: RunFilter, in snapshot: Snapshot, chunksMax: Int = .max
  ) -> FilteredRuns {
    rows(passing: filter, in: snapshot.runs, notes: snapshot.notes, chunksMax: chunksMax)
  }

  /// The rows that match, in the order of the table.
  package mutating func rows(
    passing filter: RunFilter, in table: RunTable, notes: Notes, chunksMax: Int = .max
  ) -> FilteredRuns {
    guard !filter.isEmpty else {
      entries = [:]
      self.filter = filter
      return FilteredRuns(table)
    }
    let isSame = filter.terms == self.filter.terms
    self.filter = filter
    var next: [ObjectIdentifier: Entry] = [:]
    next.reserveCapacity(table.chunks.count)
    var parts: [FilteredRuns.Part] = []
    parts.reserveCapacity(table.chunks.count)
    var left = chunksMax
    for chunk in table.chunks {
      let id = ObjectIdentifier(chunk)
      let old = entries[id]
      let isValid = isSame && old.map { !isOutdated($0, notes) } ?? false
      // What is left for the next call keeps its text; its rows are looked at then.
      guard isValid || left > 0 else {
        if var old {
          old.causesVersion = Entry.never
          next[id] = old
        }
        continue
      }
      if !isValid { left -= 1 }
      let entry = isValid ? old : nil
      let made = entry ?? self.entry(for: chunk, old: old, notes: notes)
      next[id] = made
      parts.append(FilteredRuns.Part(chunk: chunk, rows: made.rows))
    }
    entries = next
    return FilteredRuns(parts, isComplete: left > 0 || parts.count == table.chunks.count)
  }

  private func entry(for chunk: RunChunk, old: Entry?, notes: Notes) -> Entry {
    let needsText = filter.terms.contains { $0.field == nil }
    let text = needsText ? old?.text ?? ChunkText(chunk) : nil
    return Entry(
      chunk: chunk, text: text, rows: passing(chunk, text, notes),
      causesVersion: notes.causesVersion)
  }

  private func isOutdated(_ entry: Entry, _ notes: Notes) -> Bool {
    if entry.causesVersion == Entry.never { return true }
    let mayHaveCauses = entry.chunk.counts[.succeeded] < entry.chunk.runs.count
    return mayHaveCauses && filter.readsCauses && entry.causesVersion != notes.causesVersion
  }

  private func passing(_ chunk: RunChunk, _ text: ChunkText?, _ notes: Notes) -> [UInt16] {
    var passes = [Bool](repeating: true, count: chunk.runs.count)
    for term in filter.terms {
      let found = found(term, in: chunk, text, notes)
      for row in passes.indices where found[row] == term.isNegated { passes[row] = false }
    }
    return passes.indices.filter { passes[$0] }.map { UInt16($0) }
  }

  private func found(
    _ term: RunFilter.Term, in chunk: RunChunk, _ text: ChunkText?, _ notes: Notes
  ) -> [Bool] {
    var marks = [Bool](repeating: false, count: chunk.runs.count)
    if let field = term.field {
      // Most chunks need no look at their rows: their counts say it.
      if field == .status, !chunk.counts.entries.contains(where: { term.matches($0.status) }) {
        return marks
      }
      for (row, run) in chunk.runs.enumerated() {
        let hasCause = field == .cause && run.status != .succeeded
        let cause = hasCause ? notes.failureCauses[run.id] : nil
        marks[row] = term.occurs(field: field, run, cause)
      }
      return marks
    }
    for value in term.values { text?.mark(value, in: &marks) }
    guard !notes.failureCauses.isEmpty else { return marks }
    for (row, run) in chunk.runs.enumerated() where !marks[row] && run.status != .succeeded {
      marks[row] = term.occurs(in: notes.failureCauses[run.id])
    }
    return marks
  }
}
