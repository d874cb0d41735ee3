// Rows of one chunk as bits: filters combine them with and, or, not.

/// A set of the positions 0...255.
struct RowSet: Sendable, Equatable {
  private var words: SIMD4<UInt64> = .zero

  /// Nothing.
  init() {}

  /// The first `count` positions.
  init(count: Int) {
    for word in 0..<4 {
      let bits = min(64, max(0, count - word * 64))
      words[word] = bits == 64 ? .max : (1 << UInt64(bits)) - 1
    }
  }

  var isEmpty: Bool { words == .zero }

  var count: Int {
    words[0].nonzeroBitCount + words[1].nonzeroBitCount + words[2].nonzeroBitCount
      + words[3].nonzeroBitCount
  }

  func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  mutating func formUnion(_ other: RowSet) { words |= other.words }
  mutating func formIntersection(_ other: RowSet) { words &= other.words }

  /// The rows that are not in the other set.
  func subtracting(_ other: RowSet) -> RowSet {
    var rest = self
    rest.words &= ~other.words
    return rest
  }

  /// How many rows of the set come before this one.
  func rank(of row: Int) -> Int {
    var rank = (words[row >> 6] & ((1 << UInt64(row & 63)) - 1)).nonzeroBitCount
    for word in 0..<(row >> 6) { rank += words[word].nonzeroBitCount }
    return rank
  }

  /// The row that so many rows of the set come before. Traps outside `0..<count`.
  func row(ofRank rank: Int) -> Int {
    var rest = rank
    for word in 0..<4 {
      var bits = words[word]
      let count = bits.nonzeroBitCount
      if rest >= count {
        rest -= count
        continue
      }
      for _ in 0..<rest { bits &= bits - 1 }
      return word * 64 + bits.trailingZeroBitCount
    }
    preconditionFailure("no row of that rank")
  }
}
