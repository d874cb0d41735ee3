// What the program needs of a terminal. Two implementations: `NcursesTerminal`, and a scripted one
// in the tests.

/// A terminal that keys come from and frames go to; used on the UI actor only.
@UIActor
package protocol Terminal: AnyObject {
  /// The size as last adopted.
  var size: Size { get }
  /// Asks for the size anew; true if it changed. The event loop does it after a WINCH signal.
  func adoptSize() -> Bool
  /// What it can show.
  var capabilities: TerminalCapabilities { get }
  /// All keys pressed since the last call, in order; does not wait.
  func pendingKeys() -> [Key]
  /// Makes the terminal show a frame; only what changed is sent.
  func show(_ screen: Screen, styles: StyleTable)
  /// Gives the terminal back to the shell or to a child, until `resume`.
  func suspend()
  /// Takes it again and repaints the last frame in full.
  func resume()
  /// Makes the next `show` send every cell, for a screen that something else wrote on.
  func repaint()
  func bell()
  /// Tells a person who looks elsewhere; between frames, and also while the terminal is lent.
  func notify(_ notice: TerminalNotice)
  /// Asks the terminal to put text on the clipboard of the person's own machine; false if it is of
  /// a kind that does not know how. Terminals may refuse, and do not say so.
  func copy(_ text: String) -> Bool
  /// Which way copied text takes.
  var clipboard: ClipboardRoute { get }
  /// Restores the terminal for good; further calls do nothing.
  func close()
}

extension Terminal {
  package var clipboard: ClipboardRoute { .direct }
  package func repaint() {}
  package func notify(_ notice: TerminalNotice) { if !notice.ways.isEmpty { bell() } }
}

/// What a terminal can show.
package struct TerminalCapabilities: Sendable, Hashable {
  package var colors: ColorDepth
  /// Whether text beyond ASCII can be shown.
  package var unicode: Bool

  package init(colors: ColorDepth, unicode: Bool) {
    self.colors = colors
    self.unicode = unicode
  }

  /// The signs that fit.
  package var glyphs: GlyphSet { unicode ? .unicode : .ascii }
}
