// What rows of a list are ordered by: a number or a text. Rows without a key stand last, whichever
// way the list is turned.

/// One row's place in an order, from a column.
package enum SortKey: Sendable, Hashable {
  case number(Int64)
  /// Compared without regard to the case of letters.
  case text(String)

  /// Whether `a` stands before `b`; nil when the keys do not decide.
  package static func precedes(_ a: SortKey?, _ b: SortKey?, descending: Bool) -> Bool? {
    switch (a, b) {
    case (nil, nil): return nil
    case (_, nil): return true
    case (nil, _): return false
    case (.number(let a), .number(let b)): return a == b ? nil : (a < b) != descending
    case (.text(let a), .text(let b)):
      // Equal texts of a list share their storage, so that this is one comparison of words.
      if a == b { return nil }
      return folded(a, isBefore: b).map { $0 != descending }
    case (.number, .text): return !descending
    case (.text, .number): return descending
    }
  }

  /// ASCII letters are folded, all others compared as they are.
  private static func folded(_ a: String, isBefore b: String) -> Bool? {
    var rest = b.utf8.makeIterator()
    for left in a.utf8 {
      guard let right = rest.next() else { return false }
      let (x, y) = (lower(left), lower(right))
      if x != y { return x < y }
    }
    return rest.next() == nil ? nil : true
  }

  static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
