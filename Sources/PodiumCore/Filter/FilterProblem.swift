// Why a filter cannot be used: what, where, and what to write instead, in one line.
import YAML

/// A piece of a filter that is not understood.
package struct FilterProblem: Error, Sendable, Equatable {
  package let message: String
  /// The characters of the filter it is about.
  package let place: Range<Int>
  /// Whether it may become right while it is typed on; what was good before holds meanwhile.
  let isUnfinished: Bool

  /// Longest piece of a filter that a message repeats, in characters.
  private static let quoteMax = 24

  private init(_ message: String, _ place: Range<Int>, isUnfinished: Bool = false) {
    self.message = message
    self.place = place
    self.isUnfinished = isUnfinished
  }

  private static func quoted(_ text: String) -> String {
    text.count <= quoteMax ? "“\(text)”" : "“\(text.prefix(quoteMax - 1))…”"
  }

  static func unknownField(
    _ word: String, isCompared: Bool, in names: [FilterName], _ place: Range<Int>
  ) -> FilterProblem? {
    let known = names.filter { !isCompared || $0.kind != .text }
    let nearest = NearestWord.to(word, in: known.flatMap { [$0.name] + $0.aliases })
    if let nearest {
      return FilterProblem("no field \(quoted(word)) here; did you mean \(nearest)?", place)
    }
    guard isCompared else { return nil }
    let list = known.map(\.name).joined(separator: ", ")
    let next = list.isEmpty ? "nothing here can be compared" : "here there are \(list)"
    return FilterProblem("no field \(quoted(word)) to compare; \(next)", place)
  }

  static func notComparable(_ name: FilterName, _ place: Range<Int>) -> FilterProblem {
    FilterProblem("\(name.name) is text and has no size; write \(name.name):word", place)
  }

  static func badBound(
    _ text: String, _ name: FilterName, _ place: Range<Int>
  ) -> FilterProblem {
    FilterProblem("\(name.name): \(quoted(text)) is \(FilterBound.examples(name.kind))", place)
  }

  static func unknownValue(
    _ text: String, _ name: FilterName, _ place: Range<Int>
  ) -> FilterProblem? {
    guard !name.values.isEmpty, !name.values.contains(where: { $0.contains(text) }),
      let nearest = NearestWord.to(text, in: name.values)
    else { return nil }
    return FilterProblem("no \(name.name) \(quoted(text)); did you mean \(nearest)?", place)
  }

  static func badPattern(_ reason: String, _ place: Range<Int>) -> FilterProblem {
    FilterProblem("\(reason); in quotes it is plain text", place, isUnfinished: true)
  }

  static func costlyPattern(_ text: String) -> FilterProblem {
    FilterProblem(
      "/\(text.prefix(quoteMax))/ takes too long; write it without nested repeats", 0..<0)
  }

  static func tooLong(_ charactersMax: Int) -> FilterProblem {
    FilterProblem("a filter has at most \(charactersMax) characters", charactersMax..<charactersMax)
  }

  static func tooMany(_ conditionsMax: Int, _ place: Range<Int>) -> FilterProblem {
    FilterProblem("a filter has at most \(conditionsMax) conditions; leave this one out", place)
  }
}
