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
  /// The configuration was read again: because its file changed, or because somebody asked.
  case settings(Settings.Reading, isAsked: Bool)
  /// It is the turn of the next request of the bulk.
  case bulkTurn
  /// How a request of the bulk ended, by its place in the plan.
  case bulkEnded(Int, OperationOutcome)
  /// A workspace was opened, or could not be; by the name of its profile.
  case workspace(String, WorkspaceOpening)
  /// How a write ended, and the profile it was sent to; empty is the shown one.
  case performed(OperationOutcome, in: String = "")
  /// An answer to a person, from work outside of the screen.
  case said(Message)
  /// A file was written: its path is told and copied.
  case saved(path: String, Message)
  /// A program shall be started now that what it needs is there.
  case program(ExternalProgram)
  /// News of a text that is being read.
  case text(TextTarget, TextEvent)
}
