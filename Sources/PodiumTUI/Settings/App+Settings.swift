// A configuration that was read again: what is in force at once, what waits, and what keeps the old one.
import PodiumCore
import TerminalUI

extension App {
  /// With a problem the old settings stay, and the first problem is told.
  func take(_ reading: Settings.Reading, isAsked: Bool) {
    if let problem = reading.message {
      message = .error("\(problem.text); the settings before stay")
      return
    }
    let old = options.configuration
    let new = reading.settings.configuration
    options.keymap = reading.settings.keymap
    options.configuration = new
    if let usesASCII = new.usesASCII, usesASCII != old.usesASCII {
      options.glyphs = usesASCII ? .ascii : terminal.capabilities.glyphs
    }
    let problem = retheme(from: old.theme, to: new.theme)
    let changed = Configuration.settings.filter { $0.differs(old, new) }.map(\.name)
    let later = changed.filter { Self.changedLater.contains($0) }
    let now = changed.filter { !Self.changedLater.contains($0) }
    if let problem {
      message = .warning(problem)
    } else if !later.isEmpty {
      let rest = now.isEmpty ? "" : "; in force now: \(now.joined(separator: ", "))"
      message = .warning(
        "\(later.joined(separator: ", ")): in force when podium starts again\(rest)")
    } else if !now.isEmpty {
      message = Message("configuration in force: \(now.joined(separator: ", "))")
    } else if isAsked {
      message = Message("configuration read again: nothing has changed")
    }
  }

  /// What decides where a key goes is not changed under a running session.
  private static let changedLater: Set<String> = [
    "profiles", "default_profile", "watch", "mouse",
  ]

  /// Another theme, or the same with its file changed; what is wrong with it.
  private func retheme(from old: String?, to new: String?) -> String? {
    let name = options.followsConfiguredTheme && old != new ? new : nil
    let found = options.library.theme(named: name ?? options.theme.name)
    guard name != nil || found.theme.styleTable != styles else { return nil }
    if let problem = found.problems.first { return problem }
    options.theme = found.theme
    styles = found.theme.styleTable
    return nil
  }
}
