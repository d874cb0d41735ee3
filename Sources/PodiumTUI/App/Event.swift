// What can happen to the screen. `App.dispatch` is the only way in.
import PodiumCore
import TerminalUI

/// Something that happened.
package enum Event {
  /// Keys in order; all of them are handled before the next frame.
  case keys([Key])
  case snapshot(Snapshot)
  /// Time has passed: durations and ages may read differently.
  case tick
  /// Another size, or back from being stopped: everything is drawn anew.
  case resized
  /// Another workspace that is watched beside this one; told apart by the profile's name.
  case other(Snapshot)
  /// How a write ended.
  case performed(OperationOutcome)
  /// An answer to a person, from work outside of the screen.
  case said(Message)
  /// News of a text that is being read.
  case text(TextTarget, TextEvent)
}
