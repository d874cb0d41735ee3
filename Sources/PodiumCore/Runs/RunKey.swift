// The order of the main list: newest first, the id decides between runs of the same microsecond.
import OrchestraAPI
import Time

/// Where a run stands in the list. A smaller key is nearer to the top.
package struct RunKey: Sendable, Hashable, Comparable {
  package let createdAt: Timestamp
  package let id: PipelineRun.ID

  package init(createdAt: Timestamp, id: PipelineRun.ID) {
    self.createdAt = createdAt
    self.id = id
  }

  package static func < (a: RunKey, b: RunKey) -> Bool {
    a.createdAt == b.createdAt ? a.id < b.id : a.createdAt > b.createdAt
  }
}

extension PipelineRun {
  package var key: RunKey { RunKey(createdAt: createdAt, id: id) }
}
