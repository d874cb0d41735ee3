// The saved views of a list: choose one, save the present filter, delete one's own.
import PodiumCore
import TerminalUI

/// A small menu of filters with names.
package struct SavedViewsMenu: Overlay {
  private let list: String
  /// The filter that holds now.
  private let filter: String
  private var at = 0

  package init(of list: String, filter: String) {
    self.list = list
    self.filter = filter
  }

  package let scope = Scope.views

  /// Views that have a number key.
  private static let numberedMax = 9

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    let views = context.savedViews(of: list)
    if case .char(let digit) = key, let number = digit.wholeNumberValue, number > 0 {
      return take(number - 1, views)
    }
    switch command {
    case .dismiss: return [.closeOverlay]
    case .accept: return take(at, views)
    case .saveView: return [.show(Prompt(.viewName))]
    case .deleteView: return delete(views, context)
    case .down: at += 1
    case .up: at -= 1
    case .first: at = 0
    case .last: at = views.count - 1
    default: break
    }
    at = max(0, min(at, views.count - 1))
    return []
  }

  private func take(_ index: Int, _ views: [SavedView]) -> [Effect] {
    guard views.indices.contains(index) else {
      return [.say(Message("there is no such view; n saves the present filter"))]
    }
    return [.closeOverlay, .useView(views[index])]
  }

  private mutating func delete(_ views: [SavedView], _ context: ViewContext) -> [Effect] {
    guard views.indices.contains(at) else { return [.say(Message("there is nothing to delete"))] }
    let view = views[at]
    guard context.memory.savedViews.contains(view) else {
      return [.say(.warning("\(view.name) is in the configuration; take it out there"))]
    }
    at = max(0, at - 1)
    return [
      .remember(.forgetView(list: list, name: view.name)), .say(Message("\(view.name) deleted")),
    ]
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let views = context.savedViews(of: list)
    var lines = views.enumerated().map { index, view in
      ChooserBox.Line(
        key: index < Self.numberedMax ? "\(index + 1)" : " ", text: view.name,
        note: Self.words(view), isOn: !filter.isEmpty && view.filter == filter)
    }
    if lines.isEmpty {
      lines = [ChooserBox.Line(key: " ", text: "none yet", note: "n saves one", isOn: false)]
    }
    ChooserBox(
      title: "Views of \(list)", footer: "Enter takes   n saves this one   x deletes   Esc",
      lines: lines, at: at
    ).draw(on: canvas)
  }

  /// "status:failed, by took, largest first".
  static func words(_ view: SavedView) -> String {
    let sort = view.sort.map { ListSort(text: $0) }.map {
      "by \($0.column)\($0.isDescending ? ", largest first" : "")"
    }
    return [view.filter, sort ?? ""].filter { !$0.isEmpty }.joined(separator: "   ")
  }
}
