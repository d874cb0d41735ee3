// "Did you mean …": the known word nearest to a mistyped one, by edit distance.

/// Finds the word that was probably meant.
package enum NearestWord {
  static let lengthMax = 64

  /// The nearest of `known`, or nil when none is near enough. Case, `-` and `_` count for nothing.
  package static func to(_ word: String, in known: [String]) -> String? {
    let wanted = folded(word)
    guard !wanted.isEmpty, wanted.count <= lengthMax else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let other = folded(candidate)
      let length = min(wanted.count, other.count)
      let limit = length < 3 ? 0 : max(1, length / 3)
      guard abs(other.count - wanted.count) <= limit else { continue }
      let found = distance(wanted, other)
      if found <= limit, found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.word
  }

  /// The question for a message: "did you mean “x”?", or nil.
  package static func question(_ word: String, in known: [String]) -> String? {
    to(word, in: known).map { "did you mean “\($0)”?" }
  }

  private static func folded(_ word: String) -> [UInt8] {
    word.lowercased().utf8.filter { $0 != 95 && $0 != 45 && $0 != 32 }
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var row = [i + 1]
      for (j, right) in b.enumerated() {
        var cost = min(previous[j] + (left == right ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, previous) = (previous, row)
    }
    return previous[b.count]
  }
}
