// Markdown for people elsewhere: nothing of a server's text becomes markup, and nothing that looks like
// a secret leaves.
import PodiumCore
import TerminalUI

/// A text in Markdown while it is made.
struct Markdown {
  /// Longest text of one message.
  static let messageMax = 400

  private(set) var text = ""
  private let mask = SecretMask()

  mutating func heading(_ words: String) { text += "### \(clean(words))\n" }

  /// A line with a name; nothing without words.
  mutating func item(_ name: String, _ words: String?) {
    guard let words, !words.isEmpty else { return }
    text += "- **\(name)** \(words)\n"
  }

  mutating func paragraph(_ words: String) { text += "\n\(words)\n" }

  /// What stands in a cell of a table: made by `cell` or `link`, so that nothing raw gets there.
  struct Cell {
    fileprivate let markup: String
  }

  /// A table.
  mutating func table(_ titles: [String], _ rows: [[Cell]]) {
    guard !rows.isEmpty else { return }
    text += "\n| \(titles.joined(separator: " | ")) |\n"
    text += "|\(titles.map { _ in "---|" }.joined())\n"
    for row in rows { text += "| \(row.map(\.markup).joined(separator: " | ")) |\n" }
  }

  /// Plain text in a table.
  func cell(_ words: String) -> Cell { Cell(markup: clean(words)) }

  /// Words that lead to a page; the words alone where there is none.
  func link(_ words: String, _ page: String?) -> Cell {
    let words = clean(words)
    return Cell(markup: page.map { "[\(words)](<\($0)>)" } ?? words)
  }

  /// Plain text: on one line, without secrets, and without a meaning in Markdown.
  func clean(_ words: String) -> String {
    let characters = Array(prepared(words))
    var result = ""
    for (index, character) in characters.enumerated() {
      // Inside of a word an underscore is only an underscore.
      let isInside =
        character == "_" && index > 0 && index < characters.count - 1
        && characters[index - 1].isLetter && characters[index + 1].isLetter
      if !isInside, "\\`*_|<>[]#~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// Text of a machine, as code: ids and error lines are copied from there as they are.
  func code(_ words: String) -> String {
    let text = prepared(words).replacing("`", with: "'")
    return text.isEmpty ? "" : "`\(text)`"
  }

  private func prepared(_ words: String) -> String {
    let line = Sanitizer.clean(mask.hide(words)).split(separator: " ").joined(separator: " ")
    return line.count > Self.messageMax ? "\(line.prefix(Self.messageMax))…" : line
  }
}
