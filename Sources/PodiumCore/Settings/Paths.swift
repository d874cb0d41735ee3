// Where Podium keeps its files: the XDG base directories. Only computes; creates nothing.

/// Folders of this user.
package struct Paths: Sendable, Equatable {
  /// Settings and own themes.
  package let configFolder: String
  /// What must survive a restart: history, engine data.
  package let dataFolder: String
  /// What may be lost: last filters, logs.
  package let stateFolder: String

  /// - Parameter environment: `XDG_CONFIG_HOME`, `XDG_DATA_HOME`, `XDG_STATE_HOME`, `HOME`.
  ///   Relative paths in XDG variables are ignored, as the specification says.
  package init(environment: [String: String]) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "."
    func folder(_ name: String, _ fallback: String) -> String {
      let value = environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
      return (value ?? "\(home)/\(fallback)") + "/podium"
    }
    configFolder = folder("XDG_CONFIG_HOME", ".config")
    dataFolder = folder("XDG_DATA_HOME", ".local/share")
    stateFolder = folder("XDG_STATE_HOME", ".local/state")
  }

  /// The profile file.
  package var configFile: String { configFolder + "/config.yaml" }
  /// What the dashboard remembers.
  package var memoryFile: String { stateFolder + "/memory.json" }
  /// What was changed through Podium: one JSON object a line.
  package var auditFile: String { stateFolder + "/audit.jsonl" }
  /// The user's own themes.
  package var themesFolder: String { configFolder + "/themes" }
}
