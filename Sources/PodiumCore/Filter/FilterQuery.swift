// A filter as it was understood: conditions that must all hold, each with its alternatives. A value
// that knows no row type; FilterReader makes it of a text, RowFilter and RunFilterIndex use it.
import Matching
import Synchronization
import Time

/// What rows have to meet.
package struct FilterQuery: Sendable, Equatable {
  package let text: String
  /// All must hold; one of each one's conditions is enough.
  let clauses: [[Condition]]

  /// One thing that is asked of a row.
  struct Condition: Sendable, Equatable {
    /// Index in the table of names; nil means every field that is searched.
    var field: Int?
    var isNegated = false
    var test: Test
  }

  /// What is asked; one of the alternatives is enough.
  enum Test: Sendable, Equatable {
    case text([Needle])
    case value([Comparison])
  }

  /// Something to find in a text. Words are in lower case, as are the texts they are looked for in.
  enum Needle: Sendable, Equatable {
    case part([UInt8])
    case whole([UInt8])
    /// Its letters in this order, whatever is between them.
    case fuzzy([UInt8])
    case pattern(FilterPattern)
  }

  /// A relation to a bound.
  struct Comparison: Sendable, Equatable {
    enum Relation: Sendable { case less, lessOrEqual, equal, greaterOrEqual, greater }
    var relation: Relation
    var bound: FilterBound
  }

  init(text: String, clauses: [[Condition]]) {
    self.text = text
    self.clauses = clauses
  }

  /// Lets everything pass.
  package static let everything = FilterQuery(text: "", clauses: [])

  /// Whether everything passes.
  package var isEmpty: Bool { clauses.isEmpty }

  /// An expression that took too long on some row; what it gave since then is worthless.
  var costlyPattern: FilterPattern? {
    for case .text(let needles) in clauses.joined().map(\.test) {
      for case .pattern(let pattern) in needles where pattern.isTooCostly { return pattern }
    }
    return nil
  }
}

/// A compiled expression that notes when it took too long, and then finds nothing any more.
final class FilterPattern: Sendable, Equatable {
  let pattern: Pattern
  private let tooCostly = Atomic(false)

  init(_ pattern: Pattern) { self.pattern = pattern }

  var isTooCostly: Bool { tooCostly.load(ordering: .relaxed) }

  /// The first match at or after `start`.
  func firstMatch(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard !isTooCostly else { return nil }
    switch pattern.firstMatch(in: bytes, from: start) {
    case .found(let range): return range
    case .none: return nil
    case .tooCostly:
      tooCostly.store(true, ordering: .relaxed)
      return nil
    }
  }

  static func == (a: FilterPattern, b: FilterPattern) -> Bool {
    a === b || a.pattern.text == b.pattern.text
  }
}

extension FilterQuery.Needle {
  /// Whether a text in lower case has it.
  func occurs(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .part(let part): part.withUnsafeBufferPointer { ByteSearch.first($0, in: text) != nil }
    case .whole(let whole): whole.elementsEqual(text)
    case .fuzzy(let letters): Self.isSubsequence(letters, of: text)
    case .pattern(let pattern): pattern.firstMatch(in: text) != nil
    }
  }

  private static func isSubsequence(
    _ letters: [UInt8], of text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var next = 0
    for byte in text where next < letters.count && byte == letters[next] { next += 1 }
    return next == letters.count
  }
}

extension FilterQuery.Comparison {
  /// Whether a value stands in this relation.
  func holds(_ value: Double, _ now: Timestamp) -> Bool { holds(value, bound.range(now)) }

  /// The same with a bound that was worked out before.
  func holds(_ value: Double, _ range: Range<Double>) -> Bool {
    switch relation {
    case .equal: range.contains(value)
    case .less: value < range.lowerBound
    case .greaterOrEqual: value >= range.lowerBound
    case .greater: bound.isDay ? value >= range.upperBound : value > range.lowerBound
    case .lessOrEqual: bound.isDay ? value < range.upperBound : value <= range.lowerBound
    }
  }
}
