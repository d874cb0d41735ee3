// Rows over parts of different lengths: where each part begins, and which part holds a row.

/// The first row of each part of a list.
struct RowStarts: Sendable {
  /// Index of the first row of each part.
  let first: [Int]
  /// Rows in all parts.
  let count: Int

  /// - Parameter counts: rows of each part, in order.
  init(_ counts: some Collection<Int>) {
    var first: [Int] = []
    first.reserveCapacity(counts.count)
    var count = 0
    for rows in counts {
      first.append(count)
      count += rows
    }
    self.first = first
    self.count = count
  }

  /// The part that holds a row of `0..<count`: one binary search.
  func part(ofRow row: Int) -> Int {
    var low = 0
    var high = first.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if first[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }
}
