// Settings of lists and of what rings: saved views, columns, channels, other workspaces.
import YAML

/// A filter with a name.
package struct SavedView: Sendable, Equatable {
  package var name: String
  /// In the language of `/`.
  package var filter: String
  /// The column it is sorted by, "-" in front for the largest first; nil keeps the order.
  package var sort: String?

  package init(name: String, filter: String, sort: String? = nil) {
    self.name = name
    self.filter = filter
    self.sort = sort
  }

  var node: YAMLNode {
    let filter = YAMLNode(.string(filter))
    guard let sort else { return filter }
    return .mapping([("filter", filter), ("sort", YAMLNode(.string(sort)))])
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
        return filter(entry.value, entry.key).map { SavedView(name: entry.key, filter: $0) }
      }
      let table = checker.table(
        entry.value, "a view", keys: ["filter", "sort"], required: ["filter"])
      guard let table, let node = table["filter"], let filter = filter(node, "filter") else {
        return nil
      }
      return SavedView(name: entry.key, filter: filter, sort: sort(table["sort"]))
    }
  }

  private mutating func filter(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = checker.word(node, what) else { return nil }
    if let problem = vocabulary.filterProblem(text) {
      checker.report(problem, at: node)
      return nil
    }
    return text
  }

  private mutating func sort(_ node: YAMLNode?) -> String? {
    guard let node, let text = checker.word(node, "sort") else { return nil }
    let known = Set(vocabulary.columns.values.joined()).sorted()
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
      let items = checker.items(entry.value, entry.key) ?? []
      var names: [String] = []
      for item in items {
        let name =
          lists[entry.key].map { checker.choice(item, "column", of: $0) }
          ?? checker.text(item, "column")
        guard let name else { continue }
        if names.contains(name) {
          checker.report("the column “\(name)” stands there twice", at: item)
        } else {
          names.append(name)
        }
      }
      if items.isEmpty, entry.value.items != nil {
        checker.report("“\(entry.key)” has no column", at: entry.value)
      }
      if !names.isEmpty { columns[entry.key] = names }
    }
    return columns
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
