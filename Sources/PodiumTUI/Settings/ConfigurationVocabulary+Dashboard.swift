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
      ProblemColumns.listName: ProblemColumns.all.map(\.name),
      PipelineColumns.listName: PipelineColumns.all.map(\.name),
      UpcomingColumns.listName: UpcomingColumns.all.map(\.name),
      WorkspacesView.listName: WorkspacesView.columns.map(\.name),
    ]
    words.filterProblem = problem
    words.themes = ThemeLibrary.builtinNames + ownThemes
    return words
  }

  private static func problem(in list: String, of text: String) -> String? {
    func problem<Row>(_ fields: [FilterField<Row>]) -> String? {
      RowFilter(fields, text).problem?.message
    }
    return switch list {
    case ProblemColumns.listName: problem(ProblemsView.filterFields)
    case PipelineColumns.listName: problem(PipelineLine.filterFields)
    case UpcomingColumns.listName: problem(UpcomingColumns.filterFields)
    case RequestsView.listName: problem(RequestsView.filterFields)
    case WorkspacesView.listName: problem(WorkspacesView.filterFields)
    default: RunFilter(text).problem?.message
    }
  }
}
