// What the user's configuration makes of the dashboard: read as a whole at the start, and again when
// the file changes.
import PodiumCore
import TerminalUI
import YAML

/// A configuration with the keymap that follows from it.
package struct Settings: Sendable {
  package var configuration: Configuration
  package var keymap: Keymap

  package init(configuration: Configuration = Configuration(), keymap: Keymap = Keymap()) {
    self.configuration = configuration
    self.keymap = keymap
  }

  /// Settings with what is wrong in their file; what is wrong is left out.
  package struct Reading: Sendable {
    package var settings: Settings
    package var file: ConfigurationFile

    /// The first problem in one line; nil when there is none.
    package var message: Message? {
      guard let first = file.problems.first else { return nil }
      let more = file.problems.count - 1
      let rest = more > 0 ? "; \(more) more: podium config check" : ""
      return .error(first.summary + rest)
    }
  }

  /// Checks the keys of a file that was read with the dashboard's vocabulary.
  package static func reading(_ file: ConfigurationFile) -> Reading {
    let (keymap, problems) = Keymap.merging(file.configuration, source: file.source)
    var file = file
    file.add(problems)
    return Reading(
      settings: Settings(configuration: file.configuration, keymap: keymap), file: file)
  }

  /// Reads the file at a path. Blocks.
  package static func loading(_ path: String, ownThemes: [String] = []) -> Reading {
    reading(Configuration.loading(path, vocabulary: .dashboard(ownThemes: ownThemes)))
  }
}
