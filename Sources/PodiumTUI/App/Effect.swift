// What shall happen after a key. Values: `App` does those that only change the screen,
// `EffectRunner` the others, and each of those ends in an event.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A consequence of a command.
package enum Effect {
  // On the screen.
  case open(Place)
  case back
  case quit
  case show(any Overlay)
  case closeOverlay
  case say(Message)
  case setTheme(String)
  /// What was typed goes to the view that asked.
  case entered(String, Prompt.Purpose)
  /// A command chosen in an overlay goes to the view.
  case run(Command)
  case screenshot(String?)
  case stopWatching(PipelineRun.ID, profile: String)
  /// Opens the list of a saved view with its filter and sort.
  case useView(SavedView)
  /// Shows another workspace, and a place in it; nothing of this one is taken along.
  case switchProfile(String, then: Place? = nil)
  /// Saves the filter of the present list under a name.
  case saveView(String)

  // Outside of it.
  /// Read the configuration again.
  case reload
  case refresh
  case copy(String)
  /// Markdown for other people: to the clipboard, or where that does not work to a file.
  case handOver(String, name: String)
  /// Several lines; the name stands in the answer instead of them: "12 lines, 1.2 kB".
  case copyText(String, named: String)
  case perform(OperationRequest)
  /// Sends the requests of a plan one after the other; one plan at a time.
  case bulk(BulkPlan)
  /// No further request of the plan under way.
  case stopBulk
  case text(TextEffect)
  /// Run a program, with the terminal or behind the screen; its end is told.
  case external(ExternalProgram)
  /// Show a page in a browser; without one its address is told and copied.
  case browse(String)
  /// Keep something for the next session; the memory changes at once.
  case remember(MemoryChange)
}
