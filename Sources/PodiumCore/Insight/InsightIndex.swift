// Keeps the numbers of each chunk, so that a new page or a changed row costs one chunk and one pass
// over plain numbers. Owned by whoever shows insight; forget it and nothing is lost but time.
import OrchestraAPI

/// The way from tables to insight, with what was learnt before.
package struct InsightIndex: Sendable {
  private var numbers = LineNumbers()
  private var digests: [ObjectIdentifier: RunDigest] = [:]
  private var order: [ObjectIdentifier] = []
  /// The last answer.
  package private(set) var insight = Insight()

  /// Lines that are remembered before all is made anew: branches come and go for weeks.
  static let linesMax = 50_000

  package init() {}

  /// What a table says; only chunks that changed since the last call are looked at.
  ///
  /// - Parameter chunksMax: most chunks to look at in this call, the newest first, so that keys do
  ///   not wait; the next call goes on with the rest.
  package mutating func insight(of table: RunTable, chunksMax: Int = .max) -> Insight {
    let ids = table.chunks.map { ObjectIdentifier($0) }
    if insight.isComplete, ids == order { return insight }
    if numbers.lines.count > Self.linesMax { self = InsightIndex() }
    var next: [ObjectIdentifier: RunDigest] = [:]
    next.reserveCapacity(ids.count)
    var list: [RunDigest] = []
    list.reserveCapacity(ids.count)
    var left = chunksMax
    for (id, chunk) in zip(ids, table.chunks) {
      if let known = digests[id] {
        next[id] = known
        list.append(known)
      } else if left > 0 {
        left -= 1
        let digest = RunDigest(chunk, &numbers)
        next[id] = digest
        list.append(digest)
      }
    }
    digests = next
    order = ids
    insight = Insight(list, numbers)
    insight.isComplete = list.count == table.chunks.count
    return insight
  }
}
