// What can be bound to a statement. Reading goes through Row, which knows the wanted type.

/// One value on its way into a statement.
package enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// A whole number, or null.
  package init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
  /// A whole number, or null.
  package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  /// Text, or null.
  package init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
  /// 1 or 0, or null.
  package init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral, ExpressibleByFloatLiteral
{
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(floatLiteral value: Double) { self = .real(value) }
  package init(nilLiteral: ()) { self = .null }
}
