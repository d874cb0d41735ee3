// Going from one workspace to another: nothing that belongs to the old one stays on the screen, and
// nothing that it still answers gets there.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension App {
  /// The name of the shown workspace.
  var profile: String { snapshot.source.profile }

  /// All workspaces: the shown one first, then as in the configuration.
  var workspaceLines: [WorkspaceLine] {
    let configured = options.configuration.profiles
    let shown = line(snapshot.source, .shown, snapshot)
    // The first workspace may come from options or variables and have no profile.
    let unnamed = switching.labels.values.filter { label in
      label.profile != profile && !configured.contains { $0.name == label.profile }
    }
    let others = unnamed.sorted { $0.profile < $1.profile }.map {
      line($0, state(of: $0.profile), known(of: $0.profile))
    }
    return [shown] + others
      + configured.filter { $0.name != profile }.map { profile in
        let name = profile.name
        if let label = switching.labels[name] {
          return line(label, state(of: name), known(of: name))
        }
        return WorkspaceLine(
          name: name, host: profile.address?.hostText ?? "Orchestra's cloud",
          isProduction: profile.isProduction, isReadOnly: profile.isReadOnly,
          isWatched: isWatched(name), state: state(of: name))
      }
  }

  private func line(
    _ label: SourceLabel, _ state: WorkspaceLine.State, _ snapshot: Snapshot?
  ) -> WorkspaceLine {
    WorkspaceLine(
      name: label.profile, host: label.host, isProduction: label.isProduction,
      isReadOnly: label.readOnly != nil, isWatched: isWatched(label.profile), state: state,
      snapshot: snapshot)
  }

  /// The last picture of a workspace that is not shown.
  private func known(of name: String) -> Snapshot? {
    others.first { $0.source.profile == name } ?? switching.kept[name]
  }

  /// Whether a workspace is kept fresh while another one is shown.
  private func isWatched(_ name: String) -> Bool { runner?.isWatched(name) == true }

  private func state(of name: String) -> WorkspaceLine.State {
    if let reason = switching.failures[name] { return .failed(reason) }
    if switching.opening.contains(name) { return .opening }
    guard switching.labels[name] != nil else { return .closed }
    return isWatched(name) ? .watched : .resting
  }

  /// Shows another workspace, as soon as it is open.
  func switchProfile(to name: String, then place: Place?) {
    guard name != profile else {
      if let place { return open(place) }
      message = Message("\(name) is shown already")
      return
    }
    if let label = switching.labels[name] { return enter(label, then: place) }
    switching.wish = (name, place)
    open(workspace: name)
    message = Message("opening \(name)")
  }

  /// Begins to open what is watched.
  func openWatched() {
    for name in runner?.watchedNames ?? [] where name != profile { open(workspace: name) }
  }

  /// Begins to open a workspace, unless that is under way.
  private func open(workspace name: String) {
    guard switching.opening.insert(name).inserted else { return }
    switching.failures[name] = nil
    runner?.open(workspace: name)
  }

  /// A workspace is open, or could not be opened.
  func opened(_ name: String, _ opening: WorkspaceOpening) {
    switching.opening.remove(name)
    let wish = switching.wish?.name == name ? switching.wish : nil
    if wish != nil { switching.wish = nil }
    switch opening {
    case .failed(let reason):
      switching.failures[name] = reason
      if wish != nil { message = .error(reason) }
    case .opened(let label, _):
      switching.labels[name] = label
      guard let wish else { return }
      // A dialog is about the workspace under it: it is not taken away.
      guard overlay == nil else {
        message = Message("\(name) is open now; P goes there")
        return
      }
      enter(label, then: wish.place)
    }
  }

  private func enter(_ label: SourceLabel, then place: Place?) {
    stack.enter(label.profile)
    bringToFront(label)
    if let place { stack.open(place) }
    arrived()
  }

  /// Exchanges what is behind the screen; what is on it follows.
  func bringToFront(_ label: SourceLabel) {
    let left = snapshot
    switching.labels[left.source.profile] = left.source
    switching.wish = nil
    runner?.enter(label.profile)
    snapshot = known(of: label.profile) ?? Snapshot(source: label, takenAt: wall())
    others.removeAll { $0.source.profile == label.profile }
    switching.kept[label.profile] = nil
    keep(left)
    overlay = nil
    message = Message("this is \(label.profile) now, \(label.host)")
  }

  /// The answer to a write in a workspace that is not shown any more: nothing is followed.
  func performed(_ outcome: OperationOutcome, in name: String) {
    let words = "\(name): \(outcome.message)"
    if case .done = outcome { message = Message(words) } else { message = .error(words) }
  }

  /// A picture of a workspace: the shown one's goes to the screen, those of others are kept.
  func take(_ next: Snapshot) {
    // Where there is one workspace only, its pictures are its own.
    guard next.source.profile == profile || switching.labels.isEmpty else { return keep(next) }
    guard next.generation > snapshot.generation || snapshot.generation == 0 else { return }
    snapshot = next
  }

  /// A picture of a workspace that is not shown stands beside the shown one where it is watched; it
  /// waits for coming back where not.
  private func keep(_ next: Snapshot) {
    let name = next.source.profile
    if isWatched(name) {
      take(other: next)
    } else if switching.labels[name] != nil {
      switching.kept[name] = next
    }
  }
}
