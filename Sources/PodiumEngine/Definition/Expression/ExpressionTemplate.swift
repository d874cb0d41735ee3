// Text with `${{ … }}` in it, as it stands in parameters and conditions.
import JSON

/// Text split into plain parts and expressions.
package struct ExpressionTemplate: Sendable, Hashable {
  /// A part of the text.
  package enum Part: Sendable, Hashable {
    case text(String)
    case expression(Expression)
  }

  package let parts: [Part]

  /// Most bytes of a filled-in text.
  package static let resultBytesMax = 1 << 20

  /// Parses a text; text without `${{` is one plain part.
  package init(_ text: String) throws(ExpressionError) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "${{") {
      let start = open.upperBound
      guard let close = Self.close(in: text[start...]) else {
        let offset = text.distance(from: text.startIndex, to: open.lowerBound)
        throw ExpressionError("“${{” has no “}}”", at: offset)
      }
      if open.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<open.lowerBound])))
      }
      do {
        parts.append(.expression(try Expression(String(text[start..<close]))))
      } catch {
        let offset = text.distance(from: text.startIndex, to: start)
        throw ExpressionError(
          error.description, at: error.offset.map { $0 + offset }, suggestion: error.suggestion)
      }
      rest = text[text.index(close, offsetBy: 2)...]
    }
    if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// Where `}}` stands, quotes respected.
  private static func close(in text: Substring) -> Substring.Index? {
    var quote: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let open = quote {
        if character == "\\" {
          index = text.index(after: index)
          if index == text.endIndex { return nil }
        } else if character == open {
          quote = nil
        }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if text[index...].hasPrefix("}}") {
        return index
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// Its expressions.
  package var expressions: [Expression] {
    parts.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
  }

  /// The one expression, when there is no text around it but blanks.
  package var single: Expression? {
    let others = parts.contains { part in
      if case .text(let text) = part { !text.allSatisfy(\.isWhitespace) } else { false }
    }
    return !others && expressions.count == 1 ? expressions[0] : nil
  }

  /// The value: of a lone expression with its type, else the text with every expression written
  /// into it.
  package func value(in context: ExpressionContext) throws(ExpressionError) -> JSONValue {
    if parts.count == 1, case .expression(let expression) = parts[0] {
      return try expression.value(in: context)
    }
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .expression(let expression):
        let value = try expression.value(in: context)
        text += value.string ?? value.text
      }
      guard text.utf8.count <= Self.resultBytesMax else {
        throw ExpressionError("the text grows beyond \(Self.resultBytesMax) bytes")
      }
    }
    return .string(text)
  }
}

extension JSONValue {
  /// The value with every `${{ … }}` in its texts replaced, keys excepted.
  package func filledIn(_ context: ExpressionContext) throws(ExpressionError) -> JSONValue {
    switch self {
    case .string(let text):
      return text.contains("${{") ? try ExpressionTemplate(text).value(in: context) : self
    case .array(let items):
      var filled: [JSONValue] = []
      for item in items { filled.append(try item.filledIn(context)) }
      return .array(filled)
    case .object(let object): return .object(try object.filledIn(context))
    default: return self
    }
  }
}

extension JSONObject {
  /// The same for every member.
  package func filledIn(_ context: ExpressionContext) throws(ExpressionError) -> JSONObject {
    var filled: JSONObject = [:]
    for member in members { filled[member.key] = try member.value.filledIn(context) }
    return filled
  }
}
