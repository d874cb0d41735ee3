// Keeps the numbers of each chunk and how far the runs were read, so that a page of older runs costs
// that page, and a changed row one chunk and one pass over plain numbers. Owned by whoever shows insight;
// forget it and nothing is lost but time.
import OrchestraAPI

/// The way from tables to insight, with what was learnt before.
package struct InsightIndex: Sendable {
  private var numbers = LineNumbers()
  private var digests: [ObjectIdentifier: RunDigest] = [:]
  private var order: [ObjectIdentifier] = []
  /// The way through the first chunks, which is gone on from while they stay as they are.
  private var settled = InsightReading()
  private var settledOrder: [ObjectIdentifier] = []
  /// The last answer.
  package private(set) var insight = Insight()
  /// Chunks that were read for all answers together.
  package private(set) var chunksRead = 0

  /// Lines that are remembered before all is made anew: branches come and go for weeks.
  static let linesMax = 50_000
  /// Chunks at the end that are read again: pages that were asked for together come in any order.
  static let unsettledMax = 8
  /// Numbers of chunks that are gone are kept until there are so many of them.
  static let goneMax = 64

  package init() {}

  /// What a table says; only chunks that changed since the last call are looked at.
  ///
  /// - Parameter chunksMax: most chunks to look at in this call, the newest first, so that keys do
  ///   not wait; the next call goes on with the rest.
  package mutating func insight(of table: RunTable, chunksMax: Int = .max) -> Insight {
    let ids = table.chunks.map { ObjectIdentifier($0) }
    if insight.isComplete, ids == order { return insight }
    if numbers.lines.count > Self.linesMax { self = InsightIndex() }
    order = ids
    var left = chunksMax
    settle(table, ids, &left)
    var reading = settled
    var isComplete = true
    for place in settledOrder.count..<ids.count {
      if let digest = digest(of: table.chunks[place], ids[place], &left) {
        reading.read(digest, numbers)
        chunksRead += 1
      } else {
        isComplete = false
      }
    }
    forget(allBut: ids)
    insight = Insight(reading)
    insight.isComplete = isComplete
    return insight
  }

  /// Goes on with the chunks that will hardly change their places.
  private mutating func settle(_ table: RunTable, _ ids: [ObjectIdentifier], _ left: inout Int) {
    if !ids.starts(with: settledOrder) { (settled, settledOrder) = (InsightReading(), []) }
    while settledOrder.count < ids.count - Self.unsettledMax {
      let place = settledOrder.count
      guard let digest = digest(of: table.chunks[place], ids[place], &left) else { return }
      settled.read(digest, numbers)
      settledOrder.append(ids[place])
      chunksRead += 1
    }
  }

  /// The numbers of a chunk; nil when no more are to be made in this call.
  private mutating func digest(
    of chunk: RunChunk, _ id: ObjectIdentifier, _ left: inout Int
  ) -> RunDigest? {
    if let known = digests[id] { return known }
    guard left > 0 else { return nil }
    left -= 1
    let digest = RunDigest(chunk, &numbers)
    digests[id] = digest
    return digest
  }

  private mutating func forget(allBut ids: [ObjectIdentifier]) {
    guard digests.count > ids.count + Self.goneMax else { return }
    let kept = Set(ids)
    digests = digests.filter { kept.contains($0.key) }
  }
}
