// How many runs stand how. Small enough to copy with every frame; no dictionary, no hashing.
import OrchestraAPI

/// Counts per status; statuses without runs are absent.
package struct StatusCounts: Sendable, Equatable {
  /// Pairs in the order of first appearance; at most one per status.
  package private(set) var entries: [Entry] = []

  /// One status and how often it occurs.
  package struct Entry: Sendable, Equatable {
    package let status: RunStatus
    package var count: Int
  }

  package init() {}

  package init(_ runs: [PipelineRun]) {
    runs.withUnsafeBufferPointer { runs in
      for row in runs.indices { add(1, to: runs[row].status) }
    }
  }

  /// The count of a status, 0 when it does not occur.
  package subscript(status: RunStatus) -> Int {
    entries.first { $0.status == status }?.count ?? 0
  }

  private mutating func add(_ count: Int, to status: RunStatus) {
    if let index = entries.firstIndex(where: { $0.status == status }) {
      entries[index].count += count
      if entries[index].count == 0 { entries.remove(at: index) }
    } else if count != 0 {
      entries.append(Entry(status: status, count: count))
    }
  }

  /// Runs that have not ended.
  package var active: Int {
    entries.reduce(0) { $1.status.isTerminal ? $0 : $0 + $1.count }
  }

  /// All runs.
  package var total: Int { entries.reduce(0) { $0 + $1.count } }

  package static func += (sum: inout StatusCounts, other: StatusCounts) {
    for entry in other.entries { sum.add(entry.count, to: entry.status) }
  }

  package static func -= (sum: inout StatusCounts, other: StatusCounts) {
    for entry in other.entries { sum.add(-entry.count, to: entry.status) }
  }

  package static func == (a: StatusCounts, b: StatusCounts) -> Bool {
    a.entries.count == b.entries.count
      && a.entries.allSatisfy { b[$0.status] == $0.count }
  }
}
