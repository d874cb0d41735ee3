// Settings of lists and of what rings: saved views, columns, channels, other workspaces.
import YAML

/// A list as somebody wants to see it, under a name.
package struct SavedView: Sendable, Equatable {
  package var name: String
  /// In the language of `/`.
  package var filter: String
  /// The column it is sorted by, "-" in front for the largest first; nil keeps the order, "" is the
  /// list's own.
  package var sort: String?
  /// Its columns in their order; nil keeps them, none are the usual ones.
  package var columns: [String]?
  /// The list it is of, by its name in the memory.
  package var list = Self.usualList

  /// The list of views that name none.
  package static let usualList = "runs"

  package init(name: String, filter: String, sort: String? = nil) {
    self.name = name
    self.filter = filter
    self.sort = sort
  }

  var node: YAMLNode {
    let filter = YAMLNode(.string(filter))
    guard sort != nil || columns != nil || list != Self.usualList else { return filter }
    var parts = [("filter", filter)]
    if let sort { parts.append(("sort", YAMLNode(.string(sort)))) }
    if let columns { parts.append(("columns", .list(columns))) }
    if list != Self.usualList { parts.append(("list", YAMLNode(.string(list)))) }
    return .mapping(parts)
  }
}

/// A way to ring.
package enum NotifyChannel: String, Sendable, CaseIterable {
  /// The terminal's bell.
  case bell
  /// A desktop notification by OSC 9 (iTerm2, ConEmu, WezTerm, kitty, Ghostty).
  case osc9
  /// A desktop notification by OSC 777 (rxvt, foot, Ghostty, WezTerm).
  case osc777
  /// The title of the window, of the pane in tmux.
  case title

  /// Their names in the file.
  package static var names: [String] { allCases.map(\.rawValue) }
}

/// Which other workspaces are watched beside the one shown.
package enum WatchedProfiles: Sendable, Equatable {
  case none
  case all
  case named([String])

  var node: YAMLNode {
    switch self {
    case .none: YAMLNode(.string("none"))
    case .all: YAMLNode(.string("all"))
    case .named(let names): .list(names)
    }
  }
}

extension ConfigurationReader {
  mutating func views(_ node: YAMLNode) -> [SavedView] {
    (checker.entries(node, "views") ?? []).compactMap { entry in
      guard entry.value.entries != nil else {
        return filter(entry.value, entry.key, of: SavedView.usualList).map {
          SavedView(name: entry.key, filter: $0)
        }
      }
      return view(entry.value, entry.key)
    }
  }

  private mutating func view(_ node: YAMLNode, _ name: String) -> SavedView? {
    let keys = ["filter", "sort", "columns", "list"]
    guard let table = checker.table(node, "a view", keys: keys, required: ["filter"]) else {
      return nil
    }
    var list = SavedView.usualList
    let lists = vocabulary.columns.keys.sorted()
    if let node = table["list"] {
      let found =
        lists.isEmpty ? checker.word(node, "list") : checker.choice(node, "list", of: lists)
      guard let found else { return nil }
      list = found
    }
    guard let node = table["filter"], let filter = filter(node, "filter", of: list) else {
      return nil
    }
    var view = SavedView(name: name, filter: filter, sort: sort(table["sort"], of: list))
    view.columns = table["columns"].flatMap { columns($0, of: list) }
    view.list = list
    return view
  }

  private mutating func filter(_ node: YAMLNode, _ what: String, of list: String) -> String? {
    guard let text = checker.word(node, what) else { return nil }
    if let problem = vocabulary.filterProblem(list, text) {
      checker.report(problem, at: node)
      return nil
    }
    return text
  }

  private mutating func sort(_ node: YAMLNode?, of list: String) -> String? {
    guard let node, let text = checker.word(node, "sort") else { return nil }
    let known = (vocabulary.columns[list] ?? []).sorted()
    let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
    if !known.isEmpty, !known.contains(name) {
      checker.report(
        "“\(name)” is not a known column", at: node,
        hint: NearestWord.question(name, in: known) ?? "one of \(known.joined(separator: ", "))")
      return nil
    }
    return text
  }

  mutating func columns(_ node: YAMLNode) -> [String: [String]] {
    var columns: [String: [String]] = [:]
    let lists = vocabulary.columns
    for entry in checker.entries(node, "columns") ?? [] {
      guard lists.isEmpty || lists[entry.key] != nil else {
        let names = lists.keys.sorted()
        checker.report(
          "“\(entry.key)” is not a list with columns", at: entry.keyMark, path: entry.value.path,
          hint: NearestWord.question(entry.key, in: names)
            ?? "one of \(names.joined(separator: ", "))")
        continue
      }
      columns[entry.key] = self.columns(entry.value, of: entry.key)
    }
    return columns
  }

  /// The columns of one list; nil where none is left.
  private mutating func columns(_ node: YAMLNode, of list: String) -> [String]? {
    let items = checker.items(node, list) ?? []
    var names: [String] = []
    for item in items {
      let name =
        vocabulary.columns[list].map { checker.choice(item, "column", of: $0) }
        ?? checker.text(item, "column")
      guard let name else { continue }
      if names.contains(name) {
        checker.report("the column “\(name)” stands there twice", at: item)
      } else {
        names.append(name)
      }
    }
    if items.isEmpty, node.items != nil { checker.report("“\(list)” has no column", at: node) }
    return names.isEmpty ? nil : names
  }

  mutating func channels(_ node: YAMLNode) -> [NotifyChannel] {
    let nodes = node.items ?? [node]
    return nodes.compactMap { item in
      checker.choice(item, "way to ring", of: NotifyChannel.names)
        .flatMap(NotifyChannel.init(rawValue:))
    }
  }

  mutating func watchedProfiles(_ node: YAMLNode) -> WatchedProfiles {
    switch node.string {
    case "all": return .all
    case "none": return .none
    case let name?: return .named([name])
    case nil: return .named(checker.texts(node, "watch") ?? [])
    }
  }
}
