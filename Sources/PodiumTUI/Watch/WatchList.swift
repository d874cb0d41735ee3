// The runs that are watched, from the palette: open one, or stop watching it.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A list of the watched runs.
package struct WatchList: Overlay {
  private var choice = 0

  package init() {}

  package let scope = Scope.watched

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    let entries = context.watches.entries
    choice = min(choice, max(0, entries.count - 1))
    switch command {
    case .down: choice = min(choice + 1, max(0, entries.count - 1))
    case .up: choice = max(0, choice - 1)
    case .dismiss: return [.closeOverlay]
    case .open:
      guard entries.indices.contains(choice) else { return [.closeOverlay] }
      return open(entries[choice], context)
    case .watch:
      guard entries.indices.contains(choice) else { return [] }
      return [.stopWatching(entries[choice].runID, profile: entries[choice].profile)]
    default: break
    }
    return []
  }

  private func open(_ entry: RunWatches.Entry, _ context: ViewContext) -> [Effect] {
    guard entry.profile == context.snapshot.source.profile else {
      return [.say(.warning("it is on \(entry.profile): switch to that workspace first (P)"))]
    }
    return [.closeOverlay, .open(.run(entry.runID))]
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let entries = context.watches.entries
    let lines = entries.map { line($0, context) }
    let none = ChooserBox.Line(
      key: " ", text: "none: W on a run that has not ended watches it", note: "", isOn: false)
    ChooserBox(
      title: "Watched runs", footer: entries.isEmpty ? "Esc" : "Enter opens   W stops   Esc",
      lines: entries.isEmpty ? [none] : lines, at: min(choice, max(0, entries.count - 1))
    ).draw(on: canvas)
  }

  private func line(_ entry: RunWatches.Entry, _ context: ViewContext) -> ChooserBox.Line {
    let snapshot = ([context.snapshot] + context.others)
      .first { $0.source.profile == entry.profile }
    let look = snapshot?.run(entry.runID).map { StatusLook($0.status) }
    let place = entry.profile == context.snapshot.source.profile ? "" : "  \(entry.profile)"
    let since = Wording.clock(entry.since).prefix(5)
    return ChooserBox.Line(
      key: look?.sign(context.glyphs) ?? context.glyphs.marks.unknown,
      text: "\(entry.pipelineName) \(entry.runID.short)",
      note: "\(look?.word ?? "not loaded"), watched since \(since)\(place)", isOn: false)
  }
}
