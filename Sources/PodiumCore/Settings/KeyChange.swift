// Keys that the configuration gives another meaning. What commands and scopes mean is not known here.
import YAML

/// A word of the file with its place, for reports that are made later.
package struct PlacedWord: Sendable, Equatable {
  package var text: String
  package var mark: YAMLMark

  package init(_ text: String, _ mark: YAMLMark = .nowhere) {
    self.text = text
    self.mark = mark
  }
}

/// The keys of one command in one scope, in place of the usual ones.
package struct KeyChange: Sendable, Equatable {
  /// The scope it holds in ("runs", "anywhere").
  package var scope: String
  /// The name of a command ("next-problem").
  package var command: PlacedWord
  /// Names of keys ("ctrl-d"); none takes the command's keys away.
  package var keys: [PlacedWord]

  package init(scope: String, command: PlacedWord, keys: [PlacedWord]) {
    self.scope = scope
    self.command = command
    self.keys = keys
  }

  /// The changes as they stand in a file.
  static func node(_ changes: [KeyChange]) -> YAMLNode {
    var scopes: [String] = []
    for change in changes where !scopes.contains(change.scope) { scopes.append(change.scope) }
    return .mapping(
      scopes.map { scope in
        let own = changes.filter { $0.scope == scope }
        return (scope, .mapping(own.map { ($0.command.text, .list($0.keys.map(\.text))) }))
      })
  }
}

extension ConfigurationReader {
  /// Every keymap of a file has fewer lines.
  static var keyChangesMax: Int { 1_000 }

  mutating func keyChanges(_ node: YAMLNode) -> [KeyChange] {
    var changes: [KeyChange] = []
    for place in checker.entries(node, "keys") ?? [] {
      guard isKnown(place, "place for keys", vocabulary.scopes) else { continue }
      for line in checker.entries(place.value, place.key) ?? [] {
        guard isKnown(line, "command", vocabulary.commands) else { continue }
        guard changes.count < Self.keyChangesMax else {
          checker.report(
            "more than \(Self.keyChangesMax) changes of keys", at: line.keyMark,
            path: line.value.path)
          return changes
        }
        if let keys = keys(line) {
          changes.append(
            KeyChange(
              scope: place.key, command: PlacedWord(line.key, line.keyMark), keys: keys))
        }
      }
    }
    return changes
  }

  private mutating func isKnown(_ entry: YAMLEntry, _ what: String, _ words: [String]) -> Bool {
    if words.isEmpty || words.contains(entry.key) { return true }
    checker.report(
      "“\(entry.key)” is not a known \(what)", at: entry.keyMark, path: entry.value.path,
      hint: NearestWord.question(entry.key, in: words)
        ?? "podium config print lists all of them")
    return false
  }

  /// One key, or a list of keys; nil when any of them is none.
  private mutating func keys(_ line: YAMLEntry) -> [PlacedWord]? {
    if line.value.isNull {
      checker.report(
        "“\(line.key)” names no key", at: line.keyMark, path: line.value.path,
        hint: "write [] to take its keys away")
      return nil
    }
    let nodes = line.value.items ?? [line.value]
    let keys = nodes.compactMap { key($0) }
    return keys.count == nodes.count ? keys : nil
  }
}
