// The way from the first screen to the present one. The first screen is always there.
import TerminalUI

/// Views from the first to the one that is shown.
package struct ViewStack {
  /// A view and where it was opened from.
  package struct Entry {
    package let place: Place
    package var view: any View
  }

  /// Deeper ways lose their oldest steps after the first screen.
  static let depthMax = 12

  package private(set) var entries: [Entry]

  /// - Parameter first: the screen that is never left.
  package init(from first: Place = .runs) {
    entries = [Entry(place: first, view: ViewTable.view(of: first))]
  }

  /// The view that is shown.
  package var top: Entry {
    get { entries[entries.count - 1] }
    set { entries[entries.count - 1] = newValue }
  }

  package var isAtFirst: Bool { entries.count == 1 }

  /// Opens a place. Lists are there once: opening one that is on the way goes back to it.
  package mutating func open(_ place: Place) {
    if let index = entries.firstIndex(where: { $0.place == place }) {
      entries.removeSubrange((index + 1)...)
      return
    }
    let lists: [Place] = [.runs, .pipelines, .problems, .requests]
    if lists.contains(place) { backToFirst() }
    if place == .runs { return }
    if entries.count >= Self.depthMax { entries.remove(at: 1) }
    entries.append(Entry(place: place, view: ViewTable.view(of: place)))
  }

  /// One level back; false in the first screen.
  package mutating func back() -> Bool {
    guard entries.count > 1 else { return false }
    entries.removeLast()
    return true
  }

  /// Changes views in their places.
  package mutating func update(_ change: (inout any View) -> Void) {
    for index in entries.indices { change(&entries[index].view) }
  }

  /// Leaves all views but the first.
  package mutating func backToFirst() { entries.removeSubrange(1...) }
}
