// The way in: a text becomes a tree and a list of problems. Knows no schema.

/// A parsed YAML text.
package struct YAMLDocument: Sendable {
  /// For problems that a schema finds later.
  package let source: YAMLSource
  /// The tree; nil when the text can't be read at all (then `problems` says why).
  package let root: YAMLNode?
  /// Syntax errors, duplicate keys, unknown anchors…
  package let problems: [YAMLProblem]

  /// Reads a text as far as possible and never fails; look at `problems`.
  package init(reading text: String, file: String, limits: YAMLLimits = YAMLLimits()) {
    source = YAMLSource(file: file, text: text)
    var parser = YAMLParser(source: source, limits: limits)
    root = parser.parse(text)
    problems = parser.problems
  }

  /// Reads a text that must have no problem. An empty text is one null.
  package init(
    parsing text: String, file: String, limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLError) {
    self.init(reading: text, file: file, limits: limits)
    if !problems.isEmpty { throw YAMLError(problems) }
  }

  /// Reads bytes of a file; bytes that aren't UTF-8 are a problem.
  package init(readingBytes bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self.init(reading: text, file: file, limits: limits)
    } else {
      self.init(unreadable: "the file is not UTF-8 text", hint: "save it as UTF-8", file: file)
    }
  }

  private init(unreadable message: String, hint: String, file: String) {
    source = YAMLSource(file: file, text: "")
    root = nil
    let place = YAMLMark(line: 1, column: 1)
    problems = [YAMLProblem(message, at: place, suggestion: hint, in: source)]
  }
}
