// Several workspaces: what the screen knows of each, and what it needs of the world to open them.
import OrchestraAPI
import PodiumCore

/// Opens workspaces by the names of their profiles.
package struct WorkspaceOpener: Sendable {
  /// Profiles that are opened after the first frame and watched beside the shown one.
  /// The shown one may be among them: it stays watched when it is left.
  package var watched: Set<String> = []
  /// Opens a workspace, whatever has to be asked for it; nothing of it is fetched before `setRole`.
  package var open: @Sendable (String) async -> WorkspaceOpening = { name in
    .failed("there is no workspace \(name) to open here")
  }

  package init() {}
}

/// What came of opening a workspace.
package enum WorkspaceOpening: Sendable {
  case opened(SourceLabel, Ports)
  /// One line: why not, and what to do.
  case failed(String)
}

/// One workspace in the list of them.
package struct WorkspaceLine: Sendable {
  /// How it stands.
  package enum State: Sendable, Equatable {
    /// It is on the screen.
    case shown
    /// Watched beside the shown one.
    case watched
    /// Open, but nothing is asked for.
    case resting
    case closed
    case opening
    case failed(String)
  }

  package var name: String
  /// Where it is; empty when that is not known before it is open.
  package var host: String
  package var isProduction: Bool
  package var isReadOnly: Bool
  /// Whether it counts among the problems while another one is shown.
  package var isWatched = false
  package var state: State
  /// What is shown of it; nil when nothing is known.
  package var snapshot: Snapshot?

  /// Why nothing new is known of it, though somebody wanted to know; nil while that is not so.
  package var problem: String? {
    if case .failed(let reason) = state { return reason }
    guard state != .resting, state != .closed else { return nil }
    return snapshot?.freshness(of: .runs).failure?.cause
  }

  /// Whether its first runs are still to come.
  package var isLoading: Bool {
    if state == .opening { return true }
    guard state == .shown || state == .watched else { return false }
    if case .loading? = snapshot?.freshness(of: .runs) { return true }
    return snapshot == nil
  }

  /// "production, read-only".
  package var words: String {
    var words: [String] = []
    if isProduction { words.append("production") }
    if isReadOnly { words.append("read-only") }
    switch state {
    case .shown: words.append("shown now")
    case .opening: words.append("opening")
    case .failed(let reason): words.append(reason)
    case .watched, .resting, .closed: break
    }
    return words.isEmpty ? host : words.joined(separator: ", ")
  }
}

extension ViewContext {
  /// Watched workspaces that are not shown and of which nothing new is known.
  package var missing: [WorkspaceLine] {
    profiles.filter { $0.isWatched && $0.state != .shown && $0.problem != nil }
  }
}

/// What is under way between workspaces.
struct WorkspaceSwitching {
  /// Profiles that are being opened.
  var opening: Set<String> = []
  /// Why profiles could not be opened.
  var failures: [String: String] = [:]
  /// Labels of the open ones.
  var labels: [String: SourceLabel] = [:]
  /// The last pictures of those that rest.
  var kept: [String: Snapshot] = [:]
  /// Where to go when it is open.
  var wish: (name: String, place: Place?)?
}
