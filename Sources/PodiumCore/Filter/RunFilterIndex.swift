// Keeps what each chunk's rows gave for the present filter, so that a new page, a changed row or one
// more letter costs little. Owned by whoever shows the list; forget it and nothing is lost but time.
import OrchestraAPI
import Time

/// Cached results per chunk of one filter.
package struct RunFilterIndex: Sendable {
  private var query = FilterQuery.everything
  /// In the order of the table.
  private var entries: [FilteredChunk] = []
  private var stamp = Stamp()
  private var scratch = FilterScratch()

  /// What the results depend on besides the chunks.
  private struct Stamp: Equatable {
    var causes = 0
    /// Progress has no version of its own; it counts only where the filter asks for it.
    var progress = 0
  }

  /// Whether texts that were made stay while no filter is on, because one is about to be typed.
  package var keepsTexts = false

  package init() {}

  /// What was looked at and made since the index was made, for the bench.
  package var work: FilterWork { scratch.work }

  /// The rows of a snapshot that pass; only chunks that changed since the last call are looked at.
  ///
  /// - Parameters:
  ///   - filter: falls back to the filter before when an expression of it takes too long.
  ///   - workMax: about how many bytes are looked at in this call, those of the newest runs first,
  ///     so that keys do not wait; the next call goes on with the rest.
  package mutating func rows(
    passing filter: inout RunFilter, in snapshot: Snapshot, now: Timestamp, workMax: Int = .max
  ) -> FilteredRuns {
    guard !filter.isEmpty else {
      rest(in: snapshot)
      return FilteredRuns(snapshot.runs)
    }
    prepare(filter.query, snapshot, now)
    let limit = scratch.work.bytes.addingReportingOverflow(workMax)
    let bytesMax = limit.overflow ? .max : limit.partialValue
    var isComplete = true
    for index in entries.indices where !entries[index].isDone {
      guard scratch.work.bytes < bytesMax else {
        isComplete = false
        break
      }
      entries[index].look(for: query, snapshot.notes, now, &scratch)
    }
    if filter.giveUpIfCostly() {
      return rows(passing: &filter, in: snapshot, now: now, workMax: workMax)
    }
    return result(isComplete: isComplete)
  }

  /// Makes the texts that a word will be looked for in, so that its first letter need not wait.
  ///
  /// - Parameter workMax: as for `rows`.
  /// - Returns: whether all of them are made.
  package mutating func makeTexts(of snapshot: Snapshot, workMax: Int = .max) -> Bool {
    adopt(snapshot.runs.chunks)
    let limit = scratch.work.bytes.addingReportingOverflow(workMax)
    for index in entries.indices {
      guard limit.overflow || scratch.work.bytes < limit.partialValue else { return false }
      entries[index].makeTexts(snapshot.notes, &scratch)
    }
    return true
  }

  /// Nothing is asked for.
  private mutating func rest(in snapshot: Snapshot) {
    query = .everything
    if keepsTexts {
      adopt(snapshot.runs.chunks)
      for index in entries.indices { entries[index].isDone = false }
    } else {
      entries = []
    }
  }

  private func result(isComplete: Bool) -> FilteredRuns {
    var parts: [FilteredRuns.Part] = []
    parts.reserveCapacity(entries.count)
    var validUntil = Double.infinity
    for index in entries.indices where entries[index].isDone {
      validUntil = min(validUntil, entries[index].validUntil)
      let count = entries[index].rows.count
      guard count > 0 else { continue }
      parts.append(.init(chunk: entries[index].chunk, rows: entries[index].rows, count: count))
    }
    let until =
      validUntil < .infinity
      ? Timestamp(microseconds: Int64((validUntil * 1_000_000).rounded(.up))) : nil
    return FilteredRuns(parts, isComplete: isComplete, validUntil: until)
  }

  // MARK: What is still true

  /// Marks what has to be looked at again.
  private mutating func prepare(_ next: FilterQuery, _ snapshot: Snapshot, _ now: Timestamp) {
    adopt(snapshot.runs.chunks)
    let nextStamp = Stamp(
      causes: next.readsCauses ? snapshot.notes.causesVersion : 0,
      progress: next.reads(.tasks) ? snapshot.generation : 0)
    let isSame = next.clauses == query.clauses
    let isNarrower = !isSame && stamp == nextStamp && next.isNarrower(than: query)
    let hasNewCauses = stamp.causes != nextStamp.causes
    for index in entries.indices where entries[index].isDone {
      let isOver = now.inSeconds >= entries[index].validUntil
      let isTrue =
        isSame
        ? stamp.progress == nextStamp.progress
          && !(hasNewCauses && entries[index].chunk.mayHaveCauses)
        // No row of a narrower filter passes where none passed before.
        : isNarrower && entries[index].rows.isEmpty
      if isOver || !isTrue { entries[index].isDone = false }
    }
    (query, stamp) = (next, nextStamp)
  }

  /// Entries for these chunks, the old ones where chunks are the same.
  private mutating func adopt(_ chunks: [RunChunk]) {
    var first = 0
    let common = min(entries.count, chunks.count)
    while first < common, entries[first].chunk === chunks[first] { first += 1 }
    guard first < max(entries.count, chunks.count) else { return }
    var known: [ObjectIdentifier: FilteredChunk] = [:]
    for entry in entries[first...] { known[ObjectIdentifier(entry.chunk)] = entry }
    entries.removeSubrange(first...)
    entries.reserveCapacity(chunks.count)
    for chunk in chunks[first...] {
      entries.append(known[ObjectIdentifier(chunk)] ?? FilteredChunk(chunk))
    }
  }
}

/// What looking through runs cost.
package struct FilterWork: Sendable, Equatable {
  package var chunks = 0
  /// Bytes of text that were searched.
  package var bytesSearched = 0
  /// Bytes of text that were made to be searched.
  package var bytesMade = 0
  /// All work, in bytes searched that cost about the same.
  var bytes = 0
}
