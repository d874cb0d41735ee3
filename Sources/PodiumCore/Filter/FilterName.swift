// What a filter can name: the fields of a list's rows, with the kind of what they hold. The language is
// the same in every list; only this table differs.
import OrchestraAPI
import Time

/// A word that a filter may use before `:` or a comparison.
package struct FilterName: Sendable, Hashable {
  /// What a field holds, and so what it can be asked.
  package enum Kind: Sendable, Hashable {
    case text
    case number
    /// Seconds.
    case duration
    /// Seconds since 1970.
    case time
  }

  package var name: String
  /// Other words for it.
  package var aliases: [String]
  package var kind: Kind
  /// Whether words without a field look here.
  package var isSearched: Bool
  /// Shortest plain word that looks here without naming the field; above 1 nothing but such words
  /// do: single letters would be found in every id.
  package var searchFrom = 1
  /// All values it can have, in lower case, where they are known: mistyped ones are told.
  package var values: [String]

  static let idSearchFrom = 4

  package init(
    _ name: String, _ aliases: [String] = [], _ kind: Kind = .text, isSearched: Bool = false,
    values: [String] = []
  ) {
    self.name = name
    self.aliases = aliases
    self.kind = kind
    self.isSearched = isSearched
    self.values = values
  }

  /// Whether something that names no field is looked for here.
  func isSearched(for needle: FilterQuery.Needle) -> Bool {
    guard searchFrom > 1, isSearched else { return isSearched }
    if case .part(let bytes) = needle { return bytes.count >= searchFrom }
    return false
  }

  func isCalled(_ word: String) -> Bool { word == name || aliases.contains(word) }
}

/// A field of a row: its name and how to read it.
package struct FilterField<Row>: Sendable {
  /// How to read it.
  package enum Reading: Sendable {
    case texts(@Sendable (Row) -> [String])
    case value(@Sendable (Row, Timestamp) -> Double?)
  }

  package var name: FilterName
  package var reading: Reading

  package init(_ name: FilterName, _ reading: Reading) {
    self.name = name
    self.reading = reading
  }

  /// A text that words without a field look in too.
  package static func text(
    _ name: String, _ aliases: String..., isSearched: Bool = true,
    read: @escaping @Sendable (Row) -> String?
  ) -> FilterField {
    FilterField(
      FilterName(name, aliases, isSearched: isSearched), .texts { read($0).map { [$0] } ?? [] })
  }

  /// An id: words of at least four characters look in it too.
  package static func id(
    _ name: String, _ aliases: String..., read: @escaping @Sendable (Row) -> String?
  ) -> FilterField {
    var field = FilterName(name, aliases, isSearched: true)
    field.searchFrom = FilterName.idSearchFrom
    return FilterField(field, .texts { read($0).map { [$0] } ?? [] })
  }

  /// The word of a status; mistyped ones are told.
  package static func status(
    _ name: String = "status", _ aliases: String...,
    read: @escaping @Sendable (Row) -> RunStatus?
  ) -> FilterField {
    FilterField(
      FilterName(name, aliases, isSearched: true, values: RunStatus.knownWords),
      .texts { read($0).map { [$0.word] } ?? [] })
  }

  /// A number.
  package static func number(
    _ name: String, _ aliases: String..., read: @escaping @Sendable (Row) -> Int?
  ) -> FilterField {
    FilterField(FilterName(name, aliases, .number), .value { row, _ in read(row).map(Double.init) })
  }

  /// How long something took, until now where it lasts.
  package static func duration(
    _ name: String, _ aliases: String..., read: @escaping @Sendable (Row, Timestamp) -> Duration?
  ) -> FilterField {
    FilterField(FilterName(name, aliases, .duration), .value { read($0, $1)?.inSeconds })
  }

  /// A moment: `started>02:00`.
  package static func time(
    _ name: String, _ aliases: String..., read: @escaping @Sendable (Row) -> Timestamp?
  ) -> FilterField {
    FilterField(FilterName(name, aliases, .time), .value { row, _ in read(row)?.inSeconds })
  }

  /// The time since a moment: `age<2h`.
  package static func age(
    _ name: String = "age", _ aliases: String..., read: @escaping @Sendable (Row) -> Timestamp?
  ) -> FilterField {
    FilterField(
      FilterName(name, aliases, .duration),
      .value { row, now in read(row).map { (now - $0).inSeconds } })
  }
}

extension RunStatus {
  /// The known words in lower case.
  static let knownWords = known.map { $0.word.lowercased() }
}

extension Timestamp {
  /// Seconds since 1970 with their fraction.
  var inSeconds: Double { Double(microseconds) / 1_000_000 }
}
