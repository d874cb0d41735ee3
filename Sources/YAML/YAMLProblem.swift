// One thing that is wrong in a file, told to the person who can mend it: place, line, caret,
// suggestion.

/// The text that problems point into.
package struct YAMLSource: Sendable {
  /// The name shown in front of problems; empty when the text has none.
  package let file: String
  private let lines: [Substring]

  package init(file: String, text: String) {
    self.file = file
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The line with that number (from 1), or nil.
  package func line(_ number: Int) -> Substring? {
    number >= 1 && number <= lines.count ? lines[number - 1] : nil
  }
}

/// A problem in a file or a posted definition.
package struct YAMLProblem: Sendable, Hashable {
  package let file: String
  package let mark: YAMLMark
  package let path: [YAMLStep]
  package let message: String
  /// A word or a hint for the person, e.g. "did you mean “depends_on”?".
  package let suggestion: String?
  /// The part of the file's line that is shown, when there is a line.
  package let excerpt: SourceExcerpt?

  package init(
    _ message: String, at mark: YAMLMark, path: [YAMLStep] = [], suggestion: String? = nil,
    in source: YAMLSource
  ) {
    self.file = source.file
    self.mark = mark
    self.path = path
    self.message = message
    self.suggestion = suggestion
    excerpt = source.line(mark.line).map { SourceExcerpt(line: $0, column: mark.column) }
  }

  /// "file:line:column: message; suggestion" in one line.
  package var summary: String {
    let place = mark == .nowhere ? pathText : "\(mark.line):\(mark.column)"
    let head = [file, place].filter { !$0.isEmpty }.joined(separator: ":")
    let words = suggestion.map { "\(message); \($0)" } ?? message
    return SourceExcerpt.harmless(head.isEmpty ? words : "\(head): \(words)")
  }

  /// By their places in the file; those of one place in the order found.
  package static func inOrder(_ problems: [YAMLProblem]) -> [YAMLProblem] {
    problems.enumerated().sorted {
      ($0.element.mark.line, $0.element.mark.column, $0.offset)
        < ($1.element.mark.line, $1.element.mark.column, $1.offset)
    }.map(\.element)
  }

  /// "pipeline.load.tasks.copy.depends_on[1]".
  package var pathText: String {
    var text = ""
    for step in path {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// The summary, then the line of the file with a caret under the place.
  package var rendered: String {
    guard let excerpt else { return summary }
    let number = String(mark.line)
    let margin = String(repeating: " ", count: number.count)
    return "\(summary)\n  \(number) | \(excerpt.text)\n  \(margin) | \(excerpt.caret)"
  }
}

/// All problems of one text. Thrown only where a text with problems is of no use.
package struct YAMLError: Error, Sendable, CustomStringConvertible {
  /// Never empty; in the order of their places.
  package let problems: [YAMLProblem]

  package init(_ problems: [YAMLProblem]) { self.problems = problems }

  /// Every problem with its line and caret.
  package var description: String { problems.map(\.rendered).joined(separator: "\n") }
}
