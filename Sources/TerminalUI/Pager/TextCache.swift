// The bytes of a text that are in memory: blocks at fixed places, the least recently used go first.

/// Thrown where bytes are needed that are not in memory; or, with a direction, sieved lines.
struct MissingBytes: Error, Hashable {
  let offset: Int
  /// Passing lines from there on downwards, or before it.
  var isDown: Bool?
}

/// Blocks of a text.
struct TextCache: Sendable {
  static let blockBytes = 64 * 1024
  /// Memory for text, whatever its length.
  static let bytesMax = 4 * 1024 * 1024

  private struct Block: Sendable {
    var bytes: [UInt8]
    var used: Int
  }

  private var blocks: [Int: Block] = [:]
  private var clock = 0

  var byteCount: Int { blocks.values.reduce(0) { $0 + $1.bytes.count } }

  /// Keeps bytes of a text. A block is kept from its start, or continued where it ended so far.
  mutating func store(_ bytes: [UInt8], at offset: Int) {
    clock += 1
    var place = offset
    while place < offset + bytes.count {
      let number = place / Self.blockBytes
      let start = number * Self.blockBytes
      let end = min(offset + bytes.count, start + Self.blockBytes)
      let piece = bytes[(place - offset)..<(end - offset)]
      let known = blocks[number]?.bytes ?? []
      if place - start <= known.count, end - start > known.count || place == start {
        let kept = known.prefix(place - start)
        blocks[number] = Block(bytes: Array(kept + piece), used: clock)
      }
      place = end
    }
    evict()
  }

  mutating func removeAll() { blocks = [:] }

  /// Marks the blocks of a range as used.
  mutating func touch(_ range: Range<Int>) {
    clock += 1
    for number in (range.lowerBound / Self.blockBytes)...(range.upperBound / Self.blockBytes) {
      blocks[number]?.used = clock
    }
  }

  /// The end of what is known of the block with this byte, not beyond it.
  func knownEnd(before offset: Int) -> Int {
    let number = offset / Self.blockBytes
    return min(offset, number * Self.blockBytes + (blocks[number]?.bytes.count ?? 0))
  }

  /// Calls `body` with the longest known piece from `offset` on, at most to `limit`.
  func withBytes<R>(
    from offset: Int, to limit: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) throws(MissingBytes) -> R {
    let start = offset % Self.blockBytes
    guard let block = blocks[offset / Self.blockBytes], block.bytes.count > start else {
      throw MissingBytes(offset: offset)
    }
    let end = min(block.bytes.count, start + limit - offset)
    return block.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[start..<end]))
    }
  }

  /// The known bytes that end just before `offset`, at least one, from `limit` on.
  func withBytes<R>(
    before offset: Int, downTo limit: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) throws(MissingBytes) -> R {
    let number = (offset - 1) / Self.blockBytes
    let start = number * Self.blockBytes
    guard let block = blocks[number], block.bytes.count >= offset - start else {
      throw MissingBytes(offset: offset - 1)
    }
    return block.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[max(0, limit - start)..<(offset - start)]))
    }
  }

  /// A copy of a range.
  func copy(_ range: Range<Int>) throws(MissingBytes) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    while result.count < range.count {
      try withBytes(from: range.lowerBound + result.count, to: range.upperBound) {
        result.append(contentsOf: $0)
      }
    }
    return result
  }

  private mutating func evict() {
    while blocks.count > Self.bytesMax / Self.blockBytes,
      let oldest = blocks.min(by: { $0.value.used < $1.value.used })
    {
      blocks[oldest.key] = nil
    }
  }
}
