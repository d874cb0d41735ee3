// Saved views: lists as somebody wants to see them, under a name, of the configuration and of the
// person; and the screens that were shown before.
import PodiumCore
import TerminalUI

extension App {
  func showSavedViews(_ context: ViewContext) {
    guard let list = stack.top.view.listName else {
      message = .warning("there is no list here; runs, problems and pipelines have saved views")
      return
    }
    overlay = SavedViewsMenu(of: list, filter: stack.top.view.filterText)
  }

  /// Opens the list of a view with its filter, sort and columns; `[` shows it as it was before.
  func use(_ view: SavedView) {
    guard let place = Place(list: view.list) else {
      message = .error("the view \(view.name) is of a list that is not there: \(view.list)")
      return
    }
    if place == stack.top.place { stack.note() } else { open(place) }
    apply(stack.top.view.adopt(filter: view.filter))
    var remembered = memory.views[view.list] ?? ViewMemory()
    let before = remembered
    if let sort = view.sort { remembered.sort = sort.isEmpty ? nil : ListSort(text: sort) }
    if let columns = view.columns { remembered.columns = columns.isEmpty ? nil : columns }
    if remembered != before { apply([.remember(.view(view.list, remembered))]) }
  }

  /// Saves the filter, the sort and the columns of the present list.
  func saveView(named name: String) {
    let name = name.split(separator: " ").joined(separator: " ")
    let view = stack.top.view
    guard let list = view.listName else {
      message = .warning("there is no list here whose filter could be saved")
      return
    }
    let remembered = memory.views[list]
    guard !name.isEmpty else {
      message = .warning("a view needs a name")
      return
    }
    guard !view.filterText.isEmpty || remembered?.sort != nil || remembered?.columns != nil else {
      message = .warning("nothing to save: this list is as usual, / s and , change it")
      return
    }
    guard !options.configuration.views.contains(where: { $0.name == name && $0.list == list })
    else {
      message = .warning("\(name) is in the configuration; choose another name")
      return
    }
    var saved = SavedView(name: name, filter: view.filterText, sort: remembered?.sort?.text ?? "")
    saved.list = list
    saved.columns = remembered?.columns ?? []
    apply([.remember(.saveView(saved))])
    message = Message("saved as \(name); V shows the saved views")
  }

  func goThroughHistory(forward: Bool) {
    guard forward ? stack.goForward() : stack.goBack() else {
      message = Message(
        forward ? "] goes to the screen that [ left; there is none" : "no screen was here before")
      return
    }
    if let label = switching.labels[stack.profile], stack.profile != profile {
      bringToFront(label)
    }
    arrived()
  }
}

extension ViewContext {
  /// Saved views of a list, or of all: the configuration's, then the person's own.
  func savedViews(of list: String? = nil) -> [SavedView] {
    (configuration.views + memory.savedViews).filter { list == nil || $0.list == list }
  }
}

extension ListSort {
  /// As saved views write it: "-took".
  var text: String { isDescending ? "-\(column)" : column }
}
