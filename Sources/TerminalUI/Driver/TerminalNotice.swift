// What tells a person who looks elsewhere that something has happened: bell, desktop notification,
// title. Only makes bytes; text from outside is made harmless first.

/// A notice to somebody who does not look.
package struct TerminalNotice: Sendable, Equatable {
  /// A way to tell it.
  package enum Way: Sendable, CaseIterable { case bell, osc9, osc777, title }

  /// One line, harmless.
  package let text: String
  package let ways: Set<Way>

  /// Longest text, in characters: it is cut.
  static let charactersMax = 200

  package init(_ text: String, by ways: Set<Way>) {
    self.text = String(Sanitizer.clean(text).prefix(Self.charactersMax))
    self.ways = ways
  }

  /// Saves and restores the title, in terminals that keep a stack of them; others ignore it.
  static let saveTitle = Array("\u{1B}[22;2t".utf8)
  static let restoreTitle = Array("\u{1B}[23;2t".utf8)

  /// The bytes of all ways but the title; a bell where the terminal would show the others.
  func bytes(by route: ClipboardRoute) -> [UInt8] {
    var bytes: [UInt8] = []
    if ways.contains(.bell) || route == .none && !ways.isEmpty { bytes.append(0x07) }
    if ways.contains(.osc9) { bytes += Self.passing(Self.osc("9;\(text)"), route) }
    if ways.contains(.osc777) {
      let body = text.replacing(";", with: ",")
      bytes += Self.passing(Self.osc("777;notify;podium;\(body)"), route)
    }
    return bytes
  }

  /// tmux hands on only what is wrapped for it, with `allow-passthrough on`.
  private static func passing(_ sequence: [UInt8], _ route: ClipboardRoute) -> [UInt8] {
    switch route {
    case .direct: sequence
    case .tmux: Clipboard.forTmux(sequence)
    case .screen: Clipboard.forScreen(sequence)
    case .none: []
    }
  }

  /// Sets the title of the window, of the pane in tmux and screen.
  var titleBytes: [UInt8] { Self.osc("2;\(text)") }

  private static func osc(_ body: String) -> [UInt8] {
    [0x1B] + Array("]\(body)".utf8) + [0x07]
  }
}
