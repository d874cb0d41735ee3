// Splits a command line into words without a shell: quotes and backslashes, and nothing else. What
// only a shell could do is refused instead of being taken literally.

/// A command line in words, split without a shell.
package enum CommandWords {
  /// Why a text is no command.
  package enum Problem: Error, Sendable, Equatable {
    case empty
    case openQuote
    /// A character that a shell would act on.
    case shellCharacter(Character)

    /// What is wrong, after the name of the text.
    package var words: String {
      switch self {
      case .empty: "names no program"
      case .openQuote: "has a quote without its end"
      case .shellCharacter(let character): "holds “\(character)”, which needs a shell"
      }
    }

    var hint: String? {
      if case .shellCharacter = self {
        "no shell is used: quote it, write a list of arguments, or put it into a script"
      } else {
        nil
      }
    }
  }

  /// "op read 'op://a b/c'" → ["op", "read", "op://a b/c"].
  package static func split(_ text: String) throws(Problem) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else if "|&;<>`$()*?~".contains(character) {
        throw .shellCharacter(character)
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else { throw .openQuote }
    if let done = word { words.append(done) }
    guard words.first?.isEmpty == false else { throw .empty }
    return words
  }
}
