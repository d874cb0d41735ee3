// The settings as a file: the keys of every place with what they do, and all other keys.
import PodiumCore

extension Settings {
  /// A commented configuration file that says what is in force.
  package var text: String {
    let places = Scope.allCases.compactMap { scope -> ConfigurationText.KeyLines? in
      let lines = keymap.bindings.filter { binding in
        if case .custom = binding.command { return false }
        return binding.scope == scope
      }
      guard !lines.isEmpty else { return nil }
      return ConfigurationText.KeyLines(
        scope: scope.rawValue, title: scope.title,
        lines: lines.map { ($0.command.name, $0.keys.map(\.name), $0.command.summary) })
    }
    return ConfigurationText.file(configuration, keys: places)
  }
}
