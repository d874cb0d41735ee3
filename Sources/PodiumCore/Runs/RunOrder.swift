// The run list in another order than newest first. Keys are made once a chunk and stay true as long
// as the chunk does, so that a new page or a changed row costs one chunk and one pass over plain
// numbers. Owned by whoever shows the list; forget it and nothing is lost but time.
import OrchestraAPI
import Time

/// What runs are ordered by.
package struct RunSort: Sendable {
  /// Tells sorts apart: the same name and direction give the same keys.
  package let name: String
  package let isDescending: Bool
  /// A chunk whose stamp changes gets new keys: for what a row does not say by itself.
  package let stamp: @Sendable (RunChunk) -> Int
  package let key: @Sendable (PipelineRun) -> SortKey?

  package init(
    _ name: String, descending: Bool, stamp: @escaping @Sendable (RunChunk) -> Int = { _ in 0 },
    key: @escaping @Sendable (PipelineRun) -> SortKey?
  ) {
    self.name = name
    isDescending = descending
    self.stamp = stamp
    self.key = key
  }
}

/// Runs in a chosen order; equal ones stand newest first.
package struct OrderedRuns: Sendable {
  fileprivate let entries: [OrderEntry]
  fileprivate let chunks: [RunChunk?]

  package var count: Int { entries.count }

  /// The run of a row. Traps outside `0..<count`.
  package subscript(index: Int) -> PipelineRun {
    let entry = entries[index]
    guard let chunk = chunks[Int(entry.slot)] else {
      preconditionFailure("a row without its chunk")
    }
    return chunk.runs[Int(entry.row)]
  }

  /// The row of a run; looks through all rows.
  package func index(of id: PipelineRun.ID) -> Int? {
    for (slot, chunk) in chunks.enumerated() {
      guard let row = chunk?.position(of: id) else { continue }
      return entries.firstIndex { $0.slot == Int32(slot) && $0.row == UInt16(row) }
    }
    return nil
  }
}

/// A run's place: plain numbers, so that merging is fast.
private struct OrderEntry: Sendable {
  /// Smaller comes first; of texts only the first eight bytes.
  var rank: UInt64
  /// Newer comes first.
  var createdAt: Timestamp
  var slot: Int32
  var row: UInt16

  /// Runs without a key.
  static let last = UInt64.max
}

/// The way from filtered runs to ordered ones, with what was learnt before.
package struct RunOrder: Sendable {
  private var sort: RunSort?
  private var entries: [OrderEntry] = []
  /// Chunks by the number that entries have for them.
  private var chunks: [RunChunk?] = []
  private var taken: [ObjectIdentifier: Taken] = [:]
  /// Whether equal ranks may stand for different texts.
  private var hasTexts = false
  /// Whether the next call has more to do.
  package private(set) var hasMoreWork = false

  /// A chunk that is in `entries`.
  private struct Taken: Sendable {
    var slot: Int32
    var rows: RowSet
    var stamp: Int
  }

  package init() {}

  /// The runs in order; nil as long as some of them have no place yet.
  ///
  /// - Parameter chunksMax: most chunks to look at in this call, so that keys do not wait; the next
  ///   call goes on with the rest.
  package mutating func rows(
    of runs: FilteredRuns, by sort: RunSort, chunksMax: Int = .max
  ) -> OrderedRuns? {
    if self.sort?.name != sort.name || self.sort?.isDescending != sort.isDescending {
      self = RunOrder()
    }
    self.sort = sort
    var next: [ObjectIdentifier: Taken] = [:]
    var added: [FilteredRuns.Part] = []
    var missing = 0
    next.reserveCapacity(runs.parts.count)
    hasMoreWork = false
    for part in runs.parts {
      let id = ObjectIdentifier(part.chunk)
      let known = taken[id].flatMap { $0.rows == part.rows ? $0 : nil }
      if let known, known.stamp == sort.stamp(part.chunk) {
        next[id] = known
      } else if added.count < chunksMax {
        added.append(part)
      } else {
        hasMoreWork = true
        // Until its turn comes, a chunk keeps the places that its older keys gave.
        if let known { next[id] = known } else { missing += 1 }
      }
    }
    if !added.isEmpty || next.count != taken.count { take(added, keeping: next, sort) }
    return missing == 0 ? OrderedRuns(entries: entries, chunks: chunks) : nil
  }

  /// One pass: what is gone goes, what is new comes in.
  private mutating func take(
    _ added: [FilteredRuns.Part], keeping kept: [ObjectIdentifier: Taken], _ sort: RunSort
  ) {
    var isKept = [Bool](repeating: false, count: chunks.count)
    for taken in kept.values { isKept[Int(taken.slot)] = true }
    taken = kept
    var free = chunks.indices.filter { chunks[$0] == nil }
    var fresh: [OrderEntry] = []
    for part in added {
      let slot = Int32(free.popLast() ?? chunks.count)
      if slot == chunks.count { chunks.append(nil) }
      chunks[Int(slot)] = part.chunk
      taken[ObjectIdentifier(part.chunk)] = Taken(
        slot: slot, rows: part.rows, stamp: sort.stamp(part.chunk))
      part.chunk.runs.withUnsafeBufferPointer { runs in
        for row in runs.indices where part.rows.contains(row) {
          fresh.append(entry(row, runs[row], slot: slot, sort))
        }
      }
    }
    fresh.sort { precedes($0, $1, sort) }
    merge(fresh, isKept: isKept, sort)
    var isUsed = [Bool](repeating: false, count: chunks.count)
    for taken in taken.values { isUsed[Int(taken.slot)] = true }
    for slot in chunks.indices where !isUsed[slot] { chunks[slot] = nil }
  }

  private mutating func merge(_ fresh: [OrderEntry], isKept: [Bool], _ sort: RunSort) {
    var merged: [OrderEntry] = []
    merged.reserveCapacity(entries.count + fresh.count)
    var at = 0
    for entry in entries where isKept[Int(entry.slot)] {
      while at < fresh.count, precedes(fresh[at], entry, sort) {
        merged.append(fresh[at])
        at += 1
      }
      merged.append(entry)
    }
    merged.append(contentsOf: fresh[at...])
    entries = merged
  }
}

extension RunOrder {
  private mutating func entry(
    _ row: Int, _ run: PipelineRun, slot: Int32, _ sort: RunSort
  ) -> OrderEntry {
    let key = sort.key(run)
    if case .text = key { hasTexts = true }
    let rank = key.map { sort.isDescending ? ~$0.rank : $0.rank } ?? OrderEntry.last
    return OrderEntry(rank: rank, createdAt: run.createdAt, slot: slot, row: UInt16(row))
  }

  private func precedes(_ a: OrderEntry, _ b: OrderEntry, _ sort: RunSort) -> Bool {
    if a.rank != b.rank { return a.rank < b.rank }
    if hasTexts, a.rank != OrderEntry.last,
      let decided = SortKey.precedes(key(a, sort), key(b, sort), descending: sort.isDescending)
    {
      return decided
    }
    if a.createdAt != b.createdAt { return a.createdAt > b.createdAt }
    guard let first = look(a, \.id), let second = look(b, \.id) else { return false }
    return first < second
  }

  private func key(_ entry: OrderEntry, _ sort: RunSort) -> SortKey? {
    look(entry, sort.key) ?? nil
  }

  /// What a function says of a run, without a copy of its row.
  private func look<Value>(_ entry: OrderEntry, _ function: (PipelineRun) -> Value) -> Value? {
    chunks[Int(entry.slot)]?.runs.withUnsafeBufferPointer { function($0[Int(entry.row)]) }
  }
}

extension SortKey {
  /// A number that is smaller for what comes first; equal for texts that begin alike.
  fileprivate var rank: UInt64 {
    switch self {
    case .number(let number): return UInt64(bitPattern: number) ^ (1 << 63)
    case .text(let text):
      var rank: UInt64 = 0
      var count: UInt64 = 0
      for byte in text.utf8.prefix(8) {
        rank = rank << 8 | UInt64(SortKey.lower(byte))
        count += 1
      }
      return count == 8 ? rank : rank << (8 * (8 - count))
    }
  }
}
