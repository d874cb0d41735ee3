// Reads one theme file: a palette of colours with names, and a look for each role.
// A mistake costs its own line only: it becomes a message, the rest of the theme is used.
import TerminalUI
import YAML

/// What a theme file says, and what is wrong with it.
package struct ThemeFile: Sendable {
  package private(set) var theme: Theme
  /// The theme that this one changes; nil when it stands alone.
  package private(set) var inherits: String?
  /// One line each, with file and line number.
  package private(set) var problems: [String] = []

  /// Its own colours, and those it was given, by name.
  package private(set) var palette: [String: Color] = [:]
  private let source: YAMLSource

  private static let keys = ["name", "summary", "inherits", "low-contrast", "palette", "roles"]

  /// - Parameters:
  ///   - file: the name in messages; also the theme's name if the text gives none.
  ///   - given: colours that go before the file's own of the same name.
  package init(reading text: String, file: String, palette given: [String: Color] = [:]) {
    let document = YAMLDocument(reading: text, file: file)
    source = document.source
    theme = Theme(name: Self.name(ofFile: file))
    problems = document.problems.map(\.summary)
    guard let root = document.root else { return }
    guard let entries = root.entries else {
      report("a theme is a mapping with palette and roles", at: root.mark)
      return
    }
    for entry in entries { readHead(entry) }
    for entry in root["palette"]?.entries ?? [] { readColor(entry) }
    palette.merge(given) { $1 }
    var looks: [Role: Theme.Look] = [:]
    for entry in root["roles"]?.entries ?? [] {
      if let role = role(entry), let look = look(entry.value) { looks[role] = look }
    }
    theme = Theme(
      name: theme.name, summary: theme.summary, isLowContrast: theme.isLowContrast, looks: looks)
  }

  private mutating func readHead(_ entry: YAMLEntry) {
    switch entry.key {
    case "name": theme.name = entry.value.string ?? theme.name
    case "summary": theme.summary = entry.value.string ?? ""
    case "inherits": inherits = entry.value.string
    case "low-contrast": theme.isLowContrast = entry.value.scalar == .bool(true)
    case "palette", "roles":
      if entry.value.entries == nil, !entry.value.isNull {
        report("\(entry.key) is a list of names with values", at: entry.keyMark)
      }
    default: report(unknown: "key", entry.key, of: Self.keys, at: entry.keyMark)
    }
  }

  private mutating func readColor(_ entry: YAMLEntry) {
    guard case .scalar(_, let text, _) = entry.value.content else {
      report("the colour \(entry.key) needs a value such as \"#88c0d0\"", at: entry.value.mark)
      return
    }
    guard let color = color(text) else {
      report(unknown: "colour", text, of: colorNames, at: entry.value.mark)
      return
    }
    palette[entry.key] = color
  }

  private mutating func role(_ entry: YAMLEntry) -> Role? {
    if let role = Role(rawValue: entry.key) { return role }
    report(unknown: "role", entry.key, of: Role.allCases.map(\.rawValue), at: entry.keyMark)
    return nil
  }

  /// "ink", "red bold", "ink on slate", "on slate", "reverse", "plain".
  private mutating func look(_ node: YAMLNode) -> Theme.Look? {
    guard case .scalar(_, let text, _) = node.content else {
      report("a look is one line such as \"red bold on paper\"", at: node.mark)
      return nil
    }
    var look = Theme.Look()
    var isBackground = false
    for word in text.split(separator: " ").map(String.init) {
      if word == "on" {
        isBackground = true
      } else if let attributes = Self.attributes[word], !isBackground {
        look.attributes = (look.attributes ?? []).union(attributes)
      } else if let color = color(word) {
        if isBackground { look.background = color } else { look.foreground = color }
        isBackground = false
      } else {
        isBackground = false
        report(
          unknown: "colour or attribute", word, of: colorNames + Self.attributes.keys,
          at: node.mark)
      }
    }
    return look
  }

  private static let attributes: [String: Attributes] = [
    "plain": [], "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline,
    "reverse": .reverse,
  ]
  private static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  private var colorNames: [String] {
    palette.keys.sorted() + Self.ansiNames + Self.ansiNames.map { "bright-\($0)" } + ["default"]
  }

  private func color(_ word: String) -> Color? {
    if let color = palette[word] { return color }
    if word == "default" { return .default }
    if let index = Self.ansiNames.firstIndex(of: word) { return .ansi(UInt8(index)) }
    if word.hasPrefix("bright-"),
      let index = Self.ansiNames.firstIndex(of: String(word.dropFirst(7)))
    {
      return .ansi(UInt8(index + 8))
    }
    if let number = UInt8(word) { return .indexed(number) }
    return Color(hex: word)
  }

  private mutating func report(
    unknown what: String, _ word: String, of known: [String], at mark: YAMLMark
  ) {
    let question = NearestWord.question(word, in: known)
    report("there is no \(what) \(word)", hint: question, at: mark)
  }

  private mutating func report(_ message: String, hint: String? = nil, at mark: YAMLMark) {
    problems.append(YAMLProblem(message, at: mark, suggestion: hint, in: source).summary)
  }

  private static func name(ofFile file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
  }
}
