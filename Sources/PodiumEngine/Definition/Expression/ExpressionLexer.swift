// Text of an expression to tokens with their places.
import JSON

/// A token.
enum ExpressionToken: Sendable, Hashable {
  case name(String)
  case number(JSONValue)
  case text(String)
  /// `( ) [ ] , .` and the comparisons.
  case symbol(String)
  case end

  /// For messages.
  var words: String {
    switch self {
    case .name(let name): "“\(name)”"
    case .number(let value): "“\(value.text)”"
    case .text(let text): "'\(text)'"
    case .symbol(let symbol): "“\(symbol)”"
    case .end: "the end"
    }
  }
}

/// Splits a text into tokens.
struct ExpressionLexer {
  private let characters: [Character]
  private var at = 0

  init(_ text: String) { characters = Array(text) }

  /// All tokens, each with the offset of its first character; the last is `.end`.
  mutating func tokens() throws(ExpressionError) -> [(token: ExpressionToken, offset: Int)] {
    var found: [(token: ExpressionToken, offset: Int)] = []
    while true {
      while at < characters.count, characters[at].isWhitespace { at += 1 }
      let start = at
      let token = try next()
      found.append((token, start))
      if token == .end { return found }
    }
  }

  private mutating func next() throws(ExpressionError) -> ExpressionToken {
    guard at < characters.count else { return .end }
    let character = characters[at]
    if character == "'" || character == "\"" { return .text(try quoted(character)) }
    if isDigit(at) || (character == "-" && isDigit(at + 1)) { return try number() }
    if character == "_" || character.isLetter { return .name(take { Self.isNamePart($0) }) }
    let two = String(characters[at..<min(at + 2, characters.count)])
    if ["==", "!=", "<=", ">="].contains(two) {
      at += 2
      return .symbol(two)
    }
    if "()[],.<>".contains(character) {
      at += 1
      return .symbol(String(character))
    }
    let hint = character == "=" ? "compare with “==”" : nil
    throw ExpressionError("“\(character)” is not understood", at: at, suggestion: hint)
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }

  private func isDigit(_ index: Int) -> Bool {
    index < characters.count && characters[index].isASCII && characters[index].isNumber
  }

  private mutating func take(_ fits: (Character) -> Bool) -> String {
    let start = at
    while at < characters.count, fits(characters[at]) { at += 1 }
    return String(characters[start..<at])
  }

  private mutating func number() throws(ExpressionError) -> ExpressionToken {
    let start = at
    at += 1
    var isWhole = true
    while isDigit(at) || (at < characters.count && characters[at] == "." && isDigit(at + 1)) {
      isWhole = isWhole && characters[at] != "."
      at += 1
    }
    let text = String(characters[start..<at])
    if isWhole, let value = Int64(text) { return .number(.int(value)) }
    guard let value = Double(text) else {
      throw ExpressionError("“\(text)” is not a number", at: start)
    }
    return .number(.double(value))
  }

  private mutating func quoted(_ quote: Character) throws(ExpressionError) -> String {
    let start = at
    at += 1
    var text = ""
    while at < characters.count {
      let character = characters[at]
      at += 1
      if character == quote { return text }
      guard character == "\\", at < characters.count else {
        text.append(character)
        continue
      }
      let escaped = characters[at]
      text.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
      at += 1
    }
    throw ExpressionError("a text has no closing \(quote)", at: start)
  }
}
