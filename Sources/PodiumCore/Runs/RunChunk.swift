// A few hundred neighbouring rows of the run list. Immutable: its identity stands for its content,
// so that filters and counts computed for a chunk stay valid as long as the chunk is in the table.
import OrchestraAPI

/// Neighbouring runs, newest first. Compare chunks with `===`.
package final class RunChunk: Sendable {
  /// Most runs of one chunk.
  package static let runsMax = 256
  /// So many new neighbours make a chunk of their own.
  static let runsMin = 64

  package let runs: [PipelineRun]
  package let counts: StatusCounts
  /// Whether all ids are UUIDs, the usual case.
  let hasOnlyUUIDs: Bool
  /// Positions in `runs`, sorted by id.
  private let byID: [UInt16]

  /// - Parameter runs: not empty, sorted by key, at most `runsMax`.
  init(_ runs: [PipelineRun]) {
    precondition(!runs.isEmpty && runs.count <= Self.runsMax, "a chunk holds 1 to 256 runs")
    self.runs = runs
    counts = StatusCounts(runs)
    let ids = runs.withUnsafeBufferPointer { runs in runs.indices.map { runs[$0].id } }
    hasOnlyUUIDs = ids.allSatisfy(\.isUUID)
    byID = (0..<UInt16(runs.count)).sorted { ids[Int($0)] < ids[Int($1)] }
  }

  var first: RunKey { runs[0].key }
  var last: RunKey { runs[runs.count - 1].key }

  /// Position of a run, by binary search.
  func position(of id: PipelineRun.ID) -> Int? {
    var low = 0
    var high = byID.count
    while low < high {
      let middle = (low + high) / 2
      if runs[Int(byID[middle])].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < byID.count, runs[Int(byID[low])].id == id else { return nil }
    return Int(byID[low])
  }
}
