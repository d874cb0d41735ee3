// A terminal for tests: keys come from a script, frames are kept. Draws nothing.
import TerminalUI

/// Records what a program does with its terminal.
@UIActor
package final class FakeTerminal: Terminal {
  package private(set) var size: Size
  package let capabilities: TerminalCapabilities
  /// Frames shown, oldest first.
  package private(set) var frames: [Screen] = []
  package private(set) var styles: StyleTable?
  package private(set) var bells = 0
  package private(set) var isSuspended = false
  package private(set) var isClosed = false
  private var keys: [Key] = []
  private var nextSize: Size?

  package nonisolated init(
    size: Size = Size(rows: 24, columns: 80), colors: ColorDepth = .indexed, unicode: Bool = true
  ) {
    self.size = size
    capabilities = TerminalCapabilities(colors: colors, unicode: unicode)
  }

  /// Keys for the next `pendingKeys`.
  package func press(_ keys: [Key]) { self.keys += keys }

  /// The size that the next `adoptSize` finds.
  package func resize(to size: Size) { nextSize = size }

  package func adoptSize() -> Bool {
    guard let nextSize, nextSize != size else { return false }
    size = nextSize
    return true
  }

  package func pendingKeys() -> [Key] {
    defer { keys = [] }
    return keys
  }

  package func show(_ screen: Screen, styles: StyleTable) {
    precondition(!isClosed && !isSuspended, "drawing on a terminal that was given back")
    frames.append(screen)
    self.styles = styles
  }

  package func suspend() { isSuspended = true }
  package func resume() { isSuspended = false }
  package func copy(_ text: String) -> Bool { false }
  package func bell() { bells += 1 }
  package func close() { isClosed = true }
}
