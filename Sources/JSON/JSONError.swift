// What is wrong with a JSON text, and where.

/// A malformed or unexpected JSON text. `offset` counts bytes from its start.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with a text.
  package enum Kind: String, Sendable {
    case unexpectedEnd = "the text ends too early"
    case unexpectedByte = "unexpected character"
    case badString = "malformed string"
    case badNumber = "malformed number"
    case tooDeep = "nested too deeply"
    case trailingBytes = "text after the value"
    case wrongType = "value of another type"
    case missingKey = "required key missing"
  }

  package let kind: Kind
  package let offset: Int

  package init(_ kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  package var description: String { "\(kind.rawValue) at byte \(offset)" }
}
