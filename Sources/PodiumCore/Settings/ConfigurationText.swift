// A configuration as a commented file that reads back as the same: every key of the tables, set or not.
import YAML

/// Writes configurations for people.
package enum ConfigurationText {
  /// Keys of one place, for the part that only the screen knows.
  package struct KeyLines: Sendable {
    package var scope: String
    /// Said above them.
    package var title: String
    package var lines: [(command: String, keys: [String], says: String)]

    package init(scope: String, title: String, lines: [(String, [String], String)]) {
      self.scope = scope
      self.title = title
      self.lines = lines
    }
  }

  /// The whole file.
  package static func file(_ configuration: Configuration, keys: [KeyLines]) -> String {
    var parts = [
      "# Podium's configuration as it is in force. Keys that are not set stand as comments."
    ]
    for setting in Configuration.settings {
      var lines = ["# \(setting.says)"] + inner(setting.name)
      if setting.name == "keys" {
        lines += keyLines(keys)
      } else if let node = setting.show(configuration) {
        lines.append(text(setting.name, node))
      } else {
        lines.append("# \(setting.name): \(setting.sample)")
      }
      parts.append(lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  /// What the mappings below a key know.
  private static func inner(_ name: String) -> [String] {
    switch name {
    case "profiles": explained(Profile.settings)
    case "hooks": explained(Hooks.settings)
    case "commands": explained(CommandDraft.settings)
    default: []
    }
  }

  private static func explained<Target>(_ settings: [Setting<Target>]) -> [String] {
    let width = settings.reduce(0) { max($0, $1.name.count) }
    return settings.map { setting in
      let gap = String(repeating: " ", count: width - setting.name.count + 2)
      return "#   \(setting.name)\(gap)\(setting.says)"
    }
  }

  private static func text(_ name: String, _ node: YAMLNode) -> String {
    let text = YAMLEmitter.text(.mapping([(name, node)]))
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  private static func keyLines(_ places: [KeyLines]) -> [String] {
    ["keys:"]
      + places.flatMap { place -> [String] in
        let heads = place.lines.map { "    \($0.command): \(YAMLEmitter.flow($0.keys))" }
        let width = heads.reduce(0) { max($0, $1.count) }
        return ["  \(place.scope):  # \(place.title)"]
          + zip(heads, place.lines).map { head, line in
            head + String(repeating: " ", count: width - head.count + 2) + "# \(line.says)"
          }
      }
  }
}
