// The filter of one list: what was typed, what is wrong with it, and what holds meanwhile. For lists that are looked through at once; runs have RunFilterIndex.
import OrchestraAPI
import Time

/// A filter over rows of one kind.
package struct RowFilter<Row>: Sendable {
  package let fields: [FilterField<Row>]
  private var entry: FilterEntry

  package init(_ fields: [FilterField<Row>], _ text: String = "") {
    self.fields = fields
    entry = FilterEntry(names: fields.map(\.name))
    enter(text)
  }

  /// What was typed.
  package var text: String { entry.text }
  /// What is wrong with it; the rest of it holds then.
  package var problem: FilterProblem? { entry.problem }
  /// What holds.
  package var query: FilterQuery { entry.query }
  /// Everything passes.
  package var isEmpty: Bool { query.isEmpty }

  /// Takes what was typed.
  package mutating func enter(_ text: String) { entry.enter(text) }

  /// The rows that pass. An expression that takes too long on a row is given up, in words.
  package mutating func passing(_ rows: [Row], now: Timestamp) -> [Row] {
    guard !query.isEmpty else { return rows }
    let found = rows.filter { matches($0, now: now) }
    return entry.giveUpIfCostly() ? passing(rows, now: now) : found
  }

  /// Whether a row passes.
  package func matches(_ row: Row, now: Timestamp) -> Bool {
    query.holds(for: row, fields, now: now)
  }
}

/// What was typed, and what of it holds.
package struct FilterEntry: Sendable {
  private let names: [FilterName]
  /// As it was typed.
  package private(set) var text = ""
  /// What holds: all of `text` that was understood, or what was good before.
  package private(set) var query = FilterQuery.everything
  package private(set) var problem: FilterProblem?
  /// What held before `query`.
  private var previous = FilterQuery.everything

  package init(names: [FilterName], _ text: String = "") {
    self.names = names
    enter(text)
  }

  /// Takes what was typed.
  package mutating func enter(_ text: String) {
    guard text != self.text else { return }
    self.text = text
    var reader = FilterReader(text, names)
    let found = reader.read()
    problem = found.problem
    if problem?.isUnfinished == true { return }
    if found.clauses != query.clauses { previous = query }
    query = FilterQuery(text: text, clauses: found.clauses)
  }

  /// Goes back to the filter before when an expression takes too long on the rows.
  /// - Returns: whether it did.
  package mutating func giveUpIfCostly() -> Bool {
    guard let pattern = query.costlyPattern else { return false }
    problem = .costlyPattern(pattern.pattern.text)
    query = previous.costlyPattern == nil ? previous : .everything
    return true
  }
}

extension FilterQuery {
  /// Whether a row meets all conditions; `fields` are those whose names it was read with.
  func holds<Row>(for row: Row, _ fields: [FilterField<Row>], now: Timestamp) -> Bool {
    clauses.allSatisfy { clause in
      clause.contains { Self.holds($0, row, fields, now) != $0.isNegated }
    }
  }

  private static func holds<Row>(
    _ condition: Condition, _ row: Row, _ fields: [FilterField<Row>], _ now: Timestamp
  ) -> Bool {
    switch condition.test {
    case .text(let needles):
      if let field = condition.field { return occurs(needles, in: fields[field], row) }
      return fields.contains { field in
        let wanted = needles.filter { field.name.isSearched(for: $0) }
        return !wanted.isEmpty && occurs(wanted, in: field, row)
      }
    case .value(let comparisons):
      guard let field = condition.field, case .value(let read) = fields[field].reading,
        let value = read(row, now)
      else { return false }
      return comparisons.contains { $0.holds(value, now) }
    }
  }

  private static func occurs<Row>(
    _ needles: [Needle], in field: FilterField<Row>, _ row: Row
  ) -> Bool {
    guard case .texts(let read) = field.reading else { return false }
    return read(row).contains { text in
      var lower = text.lowercased()
      return lower.withUTF8 { bytes in needles.contains { $0.occurs(in: bytes) } }
    }
  }
}
