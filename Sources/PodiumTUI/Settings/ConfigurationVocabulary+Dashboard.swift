// The names that a configuration may use, as the screen knows them.
import PodiumCore
import TerminalUI

extension ConfigurationVocabulary {
  /// Scopes, commands, keys, columns and themes of the dashboard.
  ///
  /// - Parameter ownThemes: names of the user's own theme files.
  package static func dashboard(ownThemes: [String] = []) -> ConfigurationVocabulary {
    var words = ConfigurationVocabulary()
    words.scopes = Scope.allCases.map(\.rawValue)
    words.places = Scope.allCases.filter { $0.chain.contains(.anywhere) }.map(\.rawValue)
    words.commands = Command.all.map(\.name)
    words.isKey = { Key(name: $0) != nil }
    words.columns = [
      RunColumns.listName: RunColumns.all.map(\.name),
      RequestsView.listName: RequestsView.columns.map(\.name),
    ]
    words.filterProblem = { RunFilter($0).problem?.message }
    words.themes = ThemeLibrary.builtinNames + ownThemes
    return words
  }
}
