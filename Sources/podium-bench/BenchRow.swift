// One line of the table before it is text.

/// What was counted or measured for each size of the input.
struct BenchRow {
  let what: String
  let unit: String
  /// One number for each size, in the order of the sizes.
  let values: [Double]
  /// True when a value is for the whole input, so that linear growth is the best there is.
  var isTotal = false

  /// How the cost of one item grew from the smallest to the largest input; 1 is linear or constant.
  func growth(_ sizes: [Int]) -> Double {
    guard let first = values.first, let last = values.last, first > 0,
      let least = sizes.first, let most = sizes.last
    else { return .nan }
    return last / first / (isTotal ? Double(most) / Double(least) : 1)
  }
}
