// Walks the tree of one configuration file. Which keys there are stands in the tables of `Setting`;
// what their names may be, in the vocabulary that the screen hands in.
import YAML

/// Words that only the rest of the program knows. An empty list checks nothing.
package struct ConfigurationVocabulary: Sendable {
  /// Where keys can be bound: "runs", "anywhere".
  package var scopes: [String] = []
  /// Where commands of the user's own can be used: not in questions.
  package var places: [String] = []
  /// What keys can be bound to: "next-problem".
  package var commands: [String] = []
  /// Whether a text is the name of a key: "ctrl-d".
  package var isKey: @Sendable (String) -> Bool = { _ in true }
  /// Columns by the list that has them: "runs".
  package var columns: [String: [String]] = [:]
  /// Themes by name; files are not looked at.
  package var themes: [String] = []
  /// What is wrong with a filter of a list, in words; nil when nothing is.
  package var filterProblem: @Sendable (_ list: String, _ filter: String) -> String? = { _, _ in
    nil
  }

  package init() {}
}

/// Reads settings and collects what is wrong with them.
struct ConfigurationReader {
  var checker: YAMLChecker
  let vocabulary: ConfigurationVocabulary

  init(_ document: YAMLDocument, _ vocabulary: ConfigurationVocabulary) {
    checker = YAMLChecker(document)
    self.vocabulary = vocabulary
  }

  mutating func configuration(_ root: YAMLNode) -> Configuration {
    var configuration = Configuration()
    guard let table = read(Configuration.settings, root, "the configuration", &configuration)
    else { return configuration }
    let names = configuration.profiles.map(\.name)
    if let node = table["default_profile"] {
      configuration.defaultProfile = checker.choice(node, "profile", of: names)
    }
    if case .named(let watched) = configuration.watch, let node = table["watch"] {
      for (name, item) in zip(watched, node.items ?? [node]) where !names.contains(name) {
        checker.report(
          "there is no profile “\(name)”", at: item,
          hint: NearestWord.question(name, in: names)
            ?? "all, none, or a list of names of profiles")
      }
    }
    return configuration
  }

  /// Reads every setting that a mapping gives; nil when the node is none.
  @discardableResult
  mutating func read<Target>(
    _ settings: [Setting<Target>], _ node: YAMLNode, _ what: String, required: [String] = [],
    _ target: inout Target
  ) -> YAMLTable? {
    let names = settings.map(\.name)
    guard let table = checker.table(node, what, keys: names, required: required) else {
      return nil
    }
    for setting in settings {
      if let value = table[setting.name] { setting.read(&self, value, &target) }
    }
    return table
  }

  /// The name of a theme, or the path of a theme file.
  mutating func theme(_ node: YAMLNode) -> String? {
    guard let name = checker.word(node, "theme") else { return nil }
    let isFile = name.contains("/") || name.hasSuffix(".yaml")
    guard !isFile, !vocabulary.themes.isEmpty, !vocabulary.themes.contains(name) else {
      return name
    }
    return checker.choice(node, "theme", of: vocabulary.themes)
  }

  /// Words of a program: a list, or a line that is split without a shell.
  mutating func words(_ node: YAMLNode, _ what: String) -> [String]? {
    if let items = node.items {
      let words = items.compactMap { checker.text($0, "\(what)[]") }
      guard words.count == items.count else { return nil }
      guard words.first?.isEmpty == false else {
        checker.report("“\(what)” names no program", at: node)
        return nil
      }
      return words
    }
    guard let text = checker.word(node, what) else { return nil }
    do throws(CommandWords.Problem) {
      return try CommandWords.split(text)
    } catch {
      checker.report("“\(what)” \(error.words)", at: node, hint: error.hint)
      return nil
    }
  }

  /// Words of a program in which `{run_id}` and the like stand for values.
  mutating func template(_ node: YAMLNode, _ what: String) -> CommandTemplate? {
    guard let words = words(node, what) else { return nil }
    do throws(CommandTemplate.Problem) {
      return try CommandTemplate(words)
    } catch {
      let items = node.items ?? []
      let place = items.indices.contains(error.word) ? items[error.word] : node
      checker.report(error.message, at: place, hint: error.hint)
      return nil
    }
  }

  /// The name of a key; digits need no quotes.
  mutating func key(_ node: YAMLNode) -> PlacedWord? {
    guard let name = name(ofKey: node) else {
      checker.report("a key has a name, but this is \(node.kindName)", at: node)
      return nil
    }
    guard vocabulary.isKey(name) else {
      checker.report(
        "“\(name)” is not a key", at: node,
        hint: "a character, enter, esc, tab, space, up, pgdn, f1, ctrl-x and the like")
      return nil
    }
    return PlacedWord(name, node.mark)
  }

  private func name(ofKey node: YAMLNode) -> String? {
    if case .int(let digit) = node.scalar, (0...9).contains(digit) { return String(digit) }
    return node.string
  }
}
