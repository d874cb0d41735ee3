// Reads typed values out of a tree and notes every problem with its place, so that a person sees
// all of them at once. One way of reading for themes, configuration, pipeline files and posted
// JSON.

/// How keys of mappings may be spelled.
package enum YAMLKeySpelling: Sendable {
  case exact
  /// `dependsOn` is read as `depends_on`: the platform's API takes both.
  case snakeOrCamel
}

/// A mapping whose keys were checked.
package struct YAMLTable: Sendable {
  package let node: YAMLNode
  /// Known entries by their key as the schema spells it.
  let values: [String: YAMLEntry]

  /// The value under a key; nil when it is missing or null.
  package subscript(key: String) -> YAMLNode? {
    guard let node = values[key]?.value, !node.isNull else { return nil }
    return node
  }

  /// Where the key stands; the mapping itself when the key is missing.
  package func keyMark(_ key: String) -> YAMLMark { values[key]?.keyMark ?? node.mark }
}

/// Collects problems while values are read. A value with a problem reads as nil.
package struct YAMLChecker: Sendable {
  package let source: YAMLSource
  package let spelling: YAMLKeySpelling
  /// In the order found; see `sortedProblems`.
  package private(set) var problems: [YAMLProblem]
  private let problemsMax: Int

  /// Starts with the problems that the parser found.
  package init(
    _ document: YAMLDocument, spelling: YAMLKeySpelling = .exact, limits: YAMLLimits = YAMLLimits()
  ) {
    source = document.source
    problems = document.problems
    self.spelling = spelling
    problemsMax = limits.problemsMax
  }

  /// For trees that come from no text.
  package init(spelling: YAMLKeySpelling, limits: YAMLLimits = YAMLLimits()) {
    source = YAMLSource(file: "", text: "")
    problems = []
    self.spelling = spelling
    problemsMax = limits.problemsMax
  }

  /// Problems by their place in the file.
  package var sortedProblems: [YAMLProblem] { YAMLProblem.inOrder(problems) }

  /// Whether no more problems are noted: then costly suggestions are not worth finding.
  package var isFull: Bool { problems.count >= problemsMax }

  /// Notes a problem at a node.
  package mutating func report(_ message: String, at node: YAMLNode, hint: String? = nil) {
    report(message, at: node.mark, path: node.path, hint: hint)
  }

  /// Notes a problem at a place.
  package mutating func report(
    _ message: String, at mark: YAMLMark, path: YAMLPath, hint: String? = nil
  ) {
    guard !isFull else { return }
    problems.append(YAMLProblem(message, at: mark, path: path.steps, suggestion: hint, in: source))
  }

  /// A mapping with these keys and no other. Unknown keys are reported with the nearest known one.
  /// - Parameter what: for messages, e.g. "a task".
  /// - Parameter hints: what to say about certain unknown keys, e.g. where they belong.
  package mutating func table(
    _ node: YAMLNode, _ what: String, keys: [String], required: [String] = [],
    hints: [String: String] = [:]
  ) -> YAMLTable? {
    guard let entries = node.entries else {
      report("\(what) must be a mapping, but this is \(node.kindName)", at: node)
      return nil
    }
    var values: [String: YAMLEntry] = [:]
    for entry in entries {
      let key = known(entry.key, keys)
      guard let key else {
        reportUnknown(entry, what, keys, hint(entry.key, hints))
        continue
      }
      if values.updateValue(entry, forKey: key) != nil {
        report("“\(key)” is given twice", at: entry.keyMark, path: entry.value.path)
      }
    }
    for key in required where values[key] == nil || values[key]?.value.isNull == true {
      let place = values[key]?.keyMark ?? node.mark
      report("\(what) needs “\(key)”", at: place, path: node.path.appending(.key(key)))
    }
    return YAMLTable(node: node, values: values)
  }

  private func known(_ key: String, _ keys: [String]) -> String? {
    if keys.contains(key) { return key }
    guard spelling == .snakeOrCamel else { return nil }
    return keys.first { CaseSpelling.camel($0) == key }
  }

  private func hint(_ key: String, _ hints: [String: String]) -> String? {
    if let hint = hints[key] { return hint }
    guard spelling == .snakeOrCamel else { return nil }
    return hints.first { CaseSpelling.camel($0.key) == key }?.value
  }

  private mutating func reportUnknown(
    _ entry: YAMLEntry, _ what: String, _ keys: [String], _ hint: String?
  ) {
    guard !isFull else { return }
    let hint =
      hint ?? NearestWord.question(entry.key, in: keys)
      ?? (keys.isEmpty ? nil : "known keys: \(keys.joined(separator: ", "))")
    report(
      "“\(entry.key)” is not a key of \(what)", at: entry.keyMark, path: entry.value.path,
      hint: hint)
  }
}

/// `depends_on` ⇄ `dependsOn`.
package enum CaseSpelling {
  /// "depends_on" → "dependsOn".
  package static func camel(_ snake: String) -> String {
    let parts = snake.split(separator: "_")
    return parts.dropFirst().reduce(String(parts.first ?? "")) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}
