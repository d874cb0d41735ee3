// Which way OSC 52 takes to the person's own terminal: multiplexers in between need it wrapped.

/// The way to the clipboard.
package enum ClipboardRoute: Sendable, Hashable {
  /// The terminal, over any number of SSH hops.
  case direct
  /// tmux takes it itself with `set-clipboard on`, and hands it on with `allow-passthrough on`.
  case tmux
  /// GNU screen hands on what is wrapped for it.
  case screen
  /// The consoles of Linux and old terminals print what they do not know.
  case none

  /// - Parameters:
  ///   - type: the value of `TERM`.
  ///   - environment: `TMUX` and `STY` say which multiplexer is on this machine.
  package init(type: String, environment: (String) -> String?) {
    func isSet(_ name: String) -> Bool { environment(name).map { !$0.isEmpty } ?? false }
    if isSet("TMUX") || type.hasPrefix("tmux") {
      self = .tmux
    } else if isSet("STY") || type.hasPrefix("screen") {
      self = .screen
    } else {
      self = Clipboard.isKnown(toType: type) ? .direct : .none
    }
  }
}
