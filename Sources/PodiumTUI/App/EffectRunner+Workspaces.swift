// Workspaces beside the first one: opened behind the screen, each with a pump of its own, so that none
// waits for another.
import PodiumCore
import TerminalUI

extension EffectRunner {
  /// Workspaces that are kept fresh while another one is shown.
  var watchedNames: [String] { first.opener.watched.sorted() }

  /// Whether a workspace is one of them.
  func isWatched(_ name: String) -> Bool { first.opener.watched.contains(name) }

  /// Opens a workspace and brings its pictures to the screen; it rests until it is entered, or is
  /// watched.
  func open(workspace name: String) {
    guard opened[name] == nil else { return }
    Task(executorPreference: UIActor.executor) { await self.finishOpening(name) }
  }

  private func finishOpening(_ name: String) async {
    let opening = await first.opener.open(name)
    if case .opened(_, let ports) = opening {
      opened[name] = ports
      announce()
      pumpSnapshots(of: ports)
    }
    deliver(.workspace(name, opening))
  }

  /// Brings a workspace to the front; what it shall keep fresh is told next.
  func enter(_ name: String) {
    guard opened[name] != nil else { return }
    front = name
    forgetSources()
  }
}
