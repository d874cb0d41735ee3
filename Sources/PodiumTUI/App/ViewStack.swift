// The way from the first screen to the present one, and the ways that were shown before and after it,
// like those of a browser: each comes back as it was left. Ways belong to a workspace.
import TerminalUI

/// Views from the first to the one that is shown.
package struct ViewStack {
  /// A view and where it was opened from.
  package struct Entry {
    package let place: Place
    package var view: any View
  }

  private struct Way {
    var profile: String
    /// Never empty.
    var entries: [Entry]
  }

  /// Deeper ways lose their oldest steps after the first screen.
  static let depthMax = 12
  /// Ways that are kept in each direction.
  static let historyMax = 20

  private var way: Way
  private var past: [Way] = []
  private var future: [Way] = []

  /// - Parameters:
  ///   - first: the screen that is never left.
  ///   - profile: the workspace that is shown.
  package init(from first: Place = .runs, in profile: String = "") {
    way = Way(profile: profile, entries: [Self.entry(first)])
  }

  package var entries: [Entry] { way.entries }
  /// The workspace that the present way belongs to.
  package var profile: String { way.profile }
  package var isAtFirst: Bool { way.entries.count == 1 }

  /// The view that is shown; changed in its place.
  package var top: Entry {
    get { way.entries[way.entries.count - 1] }
    _modify { yield &way.entries[way.entries.count - 1] }
  }

  /// Opens a place. Lists are there once: opening one that is on the way goes back to it.
  package mutating func open(_ place: Place) {
    guard place != top.place else { return }
    note()
    if let index = way.entries.firstIndex(where: { $0.place == place }) {
      way.entries.removeSubrange((index + 1)...)
      return
    }
    if place.isList { way.entries.removeSubrange(1...) }
    if way.entries.count >= Self.depthMax { way.entries.remove(at: 1) }
    way.entries.append(Self.entry(place))
  }

  /// Goes to a workspace, to where one was in it last.
  package mutating func enter(_ profile: String) {
    let last = past.last { $0.profile == profile }
    note()
    way = last ?? Way(profile: profile, entries: [Self.entry(way.entries[0].place)])
    // One leaves a workspace by the list of them.
    if top.place == .workspaces, !isAtFirst { way.entries.removeLast() }
  }

  /// One level up; false in the first screen.
  package mutating func back() -> Bool {
    guard !isAtFirst else { return false }
    note()
    way.entries.removeLast()
    return true
  }

  /// Leaves all views but the first.
  package mutating func backToFirst() {
    guard !isAtFirst else { return }
    note()
    way.entries.removeSubrange(1...)
  }

  /// To the screen that was shown before, as it was left; false when there is none.
  package mutating func goBack() -> Bool {
    guard let before = past.popLast() else { return false }
    Self.keep(way, in: &future)
    way = before
    return true
  }

  /// Undoes `goBack`; false when there is nothing to undo.
  package mutating func goForward() -> Bool {
    guard let after = future.popLast() else { return false }
    Self.keep(way, in: &past)
    way = after
    return true
  }

  /// Keeps the present screen as it is, for coming back after what is about to change it.
  package mutating func note() {
    Self.keep(way, in: &past)
    future = []
  }

  /// Changes all views in their places, those of other ways too.
  package mutating func update(_ change: (inout any View) -> Void) {
    Self.update(&way, change)
    for index in past.indices { Self.update(&past[index], change) }
    for index in future.indices { Self.update(&future[index], change) }
  }

  private static func entry(_ place: Place) -> Entry {
    Entry(place: place, view: ViewTable.view(of: place))
  }

  private static func keep(_ way: Way, in list: inout [Way]) {
    var way = way
    update(&way) { $0.park() }
    list.append(way)
    if list.count > historyMax { list.removeFirst() }
  }

  private static func update(_ way: inout Way, _ change: (inout any View) -> Void) {
    for index in way.entries.indices { change(&way.entries[index].view) }
  }
}
