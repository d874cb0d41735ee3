// Which rows of one chunk pass a filter: conditions become sets of rows, and sets are combined.
import Matching
import OrchestraAPI
import Time

/// One chunk with what is known about it. Holds the chunk, so that its identity stays its own.
struct FilteredChunk: Sendable {
  let chunk: RunChunk
  private var texts = ChunkTexts()
  private(set) var rows = RowSet()
  /// Until when `rows` is true without any news; seconds since 1970.
  private(set) var validUntil = Double.infinity
  /// Whether `rows` is true.
  var isDone = false

  init(_ chunk: RunChunk) { self.chunk = chunk }

  /// What looking at a run's own fields costs, in bytes searched.
  static let fieldBytes = 64

  /// Looks at the rows.
  mutating func look(
    for query: FilterQuery, _ notes: Notes, _ now: Timestamp, _ scratch: inout FilterScratch
  ) {
    let all = RowSet(count: chunk.runs.count)
    rows = all
    validUntil = .infinity
    isDone = true
    scratch.work.chunks += 1
    scratch.work.bytes += Self.fieldBytes
    for clause in query.clauses where !rows.isEmpty {
      var passing = RowSet()
      for condition in clause {
        var found = found(condition, notes, now, &scratch)
        if condition.isNegated { found = all.subtracting(found) }
        passing.formUnion(found)
      }
      rows.formIntersection(passing)
    }
  }

  /// Makes the texts that words without a field look in.
  mutating func makeTexts(_ notes: Notes, _ scratch: inout FilterScratch) {
    texts.make(of: chunk, notes, &scratch)
  }

  private mutating func found(
    _ condition: FilterQuery.Condition, _ notes: Notes, _ now: Timestamp,
    _ scratch: inout FilterScratch
  ) -> RowSet {
    let field = condition.field.flatMap(RunField.init(rawValue:))
    switch condition.test {
    case .value(let comparisons):
      guard let field else { return RowSet() }
      scratch.work.bytes += Self.fieldBytes * chunk.runs.count
      return found(comparisons, field, notes, now)
    case .text(let needles):
      switch field {
      case .status: return chunk.rows(withStatus: needles)
      case .id: return scratch.rows(withID: needles, in: chunk)
      case nil: return anywhere(needles, notes, &scratch)
      case let field?: return texts.rows(with: needles, in: field, of: chunk, notes, &scratch)
      }
    }
  }

  private mutating func anywhere(
    _ needles: [FilterQuery.Needle], _ notes: Notes, _ scratch: inout FilterScratch
  ) -> RowSet {
    var found = texts.rows(with: needles, in: nil, of: chunk, notes, &scratch)
    let ids = needles.filter { RunField.names[RunField.id.rawValue].isSearched(for: $0) }
    if !ids.isEmpty { found.formUnion(scratch.rows(withID: ids, in: chunk)) }
    if chunk.mayHaveCauses {
      found.formUnion(texts.rows(with: needles, in: .cause, of: chunk, notes, &scratch))
    }
    return found
  }

  private mutating func found(
    _ comparisons: [FilterQuery.Comparison], _ field: RunField, _ notes: Notes, _ now: Timestamp
  ) -> RowSet {
    var found = RowSet()
    let bounds = comparisons.map { ($0, $0.bound.range(now)) }
    for (comparison, _) in bounds { validUntil = min(validUntil, comparison.bound.validUntil(now)) }
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices {
        let progress = field == .tasks ? notes.progress[runs[row].id] : nil
        guard let value = field.value(runs[row], progress) else { continue }
        let number = value.value(at: now)
        if bounds.contains(where: { $0.0.holds(number, $0.1) }) { found.insert(row) }
        guard case .growing(let start) = value else { continue }
        for (_, range) in bounds {
          for edge in [range.lowerBound, range.upperBound] where edge > number {
            validUntil = min(validUntil, start + edge)
          }
        }
      }
    }
    return found
  }
}

extension RunChunk {
  /// Whether a run may have a cause of failure.
  var mayHaveCauses: Bool { counts[.succeeded] < runs.count }

  /// Most chunks need no look at their rows: their counts say it.
  fileprivate func rows(withStatus needles: [FilterQuery.Needle]) -> RowSet {
    let found = counts.entries.map(\.status).filter { status in
      var word = status.word.lowercased()
      return word.withUTF8 { bytes in needles.contains { $0.occurs(in: bytes) } }
    }
    if found.count == counts.entries.count { return RowSet(count: runs.count) }
    var rows = RowSet()
    guard !found.isEmpty else { return rows }
    runs.withUnsafeBufferPointer { runs in
      for row in runs.indices where found.contains(runs[row].status) { rows.insert(row) }
    }
    return rows
  }
}

/// What chunks share while they are looked at: buffers, words of schedules, and the count of work.
struct FilterScratch: Sendable {
  var work = FilterWork()
  private var ids: [UInt8] = []
  let schedules = ScheduleWords()

  /// The rows whose id has one of the needles.
  mutating func rows(withID needles: [FilterQuery.Needle], in chunk: RunChunk) -> RowSet {
    var found = RowSet()
    var isWritten = false
    for needle in needles {
      guard case .part(let part) = needle, chunk.hasOnlyUUIDs else {
        work.bytes += 36 * 4 * chunk.runs.count
        for (row, run) in chunk.runs.enumerated() {
          var text = run.id.text.lowercased()
          if text.withUTF8({ needle.occurs(in: $0) }) { found.insert(row) }
        }
        continue
      }
      // Nothing but digits and hyphens is in a UUID.
      guard part.allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) || $0 == 45 })
      else { continue }
      if !isWritten { write(chunk) }
      isWritten = true
      search(part, &found)
    }
    return found
  }

  private static let idBytes = 37

  private mutating func write(_ chunk: RunChunk) {
    ids.removeAll(keepingCapacity: true)
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices {
        _ = runs[row].id.appendUUID(to: &ids)
        ids.append(ChunkText.lineEnd)
      }
    }
    work.bytes += 2 * ids.count
    work.bytesSearched += ids.count
  }

  private func search(_ part: [UInt8], _ found: inout RowSet) {
    ids.withUnsafeBufferPointer { ids in
      part.withUnsafeBufferPointer { part in
        var from = 0
        while from < ids.count,
          let hit = ByteSearch.first(part, in: UnsafeBufferPointer(rebasing: ids[from...]))
        {
          let row = (from + hit) / Self.idBytes
          found.insert(row)
          from = (row + 1) * Self.idBytes
        }
      }
    }
  }
}
