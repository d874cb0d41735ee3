// What a person can press, type or paste. How terminals encode it is the driver's business.

/// One key press, paste or mouse event.
package enum Key: Sendable, Hashable {
  /// A character typed as it is, space included.
  case char(Character)
  /// Ctrl with a letter (lower case), or with one of `\ ] ^ _ @`.
  case ctrl(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case shiftUp, shiftDown, shiftLeft, shiftRight
  /// Function key, 1...24.
  case f(Int)
  /// Text pasted in one piece; not sanitised.
  case paste(String)
  case mouse(MouseEvent)
  /// The terminal window got or lost the focus.
  case focus(Bool)
  /// The terminal's answer to what its ground is like; nobody pressed it.
  case ground(isLight: Bool)
}

/// A mouse action at a cell; only sent if the mouse was switched on.
package struct MouseEvent: Sendable, Hashable {
  /// What was done.
  package enum Action: Sendable, Hashable {
    case press, release
    /// The second press in the same place within a moment.
    case double
    /// Moved with the button down.
    case drag
    case wheelUp, wheelDown
  }

  package var action: Action
  /// 1 left, 2 middle, 3 right; 0 for the wheel.
  package var button: Int
  package var point: Point

  package init(action: Action, button: Int, point: Point) {
    self.action = action
    self.button = button
    self.point = point
  }
}
