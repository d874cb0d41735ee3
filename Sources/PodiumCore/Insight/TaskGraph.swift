// What waits for what among the tasks of a run: nodes in the order of their dependencies, in groups,
// without edges that others imply. Pure; knows no statuses and no times.
import OrchestraAPI

/// The tasks of a run as a graph without cycles.
package struct TaskGraph: Sendable, Equatable {
  /// A task as the run lists it.
  package struct Item: Sendable, Equatable {
    /// The task's key in the run: of the definition, with "[value]" behind it in a matrix.
    package var key: String
    package var name: String
    /// Keys of the tasks before it.
    package var dependsOn: [String]

    package init(key: String, name: String, dependsOn: [String] = []) {
      self.key = key
      self.name = name
      self.dependsOn = dependsOn
    }
  }

  /// A task in the graph. Numbers are places in `nodes`.
  package struct Node: Sendable, Equatable {
    /// Its place in the list that the graph was made from.
    package var item: Int
    package var key: String
    package var name: String
    /// Its group's place in `groups`.
    package var group = 0
    /// Direct ones only: what others imply is left out. Upstreams are smaller than the node.
    package var upstreams: [Int] = []
    package var downstreams: [Int] = []
    /// The longest way from a task without upstreams.
    package var layer = 0
  }

  /// Tasks that belong together.
  package struct Group: Sendable, Equatable {
    package var id: String
    /// Empty for tasks that are in no group or in one without a name.
    package var name: String
    package var nodes: [Int]
  }

  /// Upstreams always come before their downstreams.
  package private(set) var nodes: [Node] = []
  /// Every node is in one of them.
  package private(set) var groups: [Group] = []

  /// - Parameter shape: the definition; without it there is one group, and order comes from
  ///   `dependsOn` alone.
  package init(_ items: [Item], shape: PipelineShape? = nil) {
    let draft = GraphDraft(items, shape: shape)
    let order = draft.order()
    var places = [Int](repeating: 0, count: items.count)
    for (place, item) in order.enumerated() { places[item] = place }
    nodes = order.map { item in
      var node = Node(item: item, key: items[item].key, name: items[item].name)
      // Of a cycle, the edges against the order are left out.
      node.upstreams = draft.upstreams[item].map { places[$0] }.filter { $0 < places[item] }
      return node
    }
    reduce()
    for place in nodes.indices {
      for upstream in nodes[place].upstreams { nodes[upstream].downstreams.append(place) }
      nodes[place].layer = (nodes[place].upstreams.map { nodes[$0].layer }.max() ?? -1) + 1
    }
    gather(draft)
  }

  /// The graph of a run's tasks.
  package init(of tasks: [TaskRun], shape: PipelineShape? = nil) {
    self.init(
      tasks.map { Item(key: $0.taskID, name: $0.taskName, dependsOn: $0.dependsOn) }, shape: shape)
  }

  /// Leaves out edges that a longer way implies.
  private mutating func reduce() {
    let words = (nodes.count + 63) / 64
    var ancestors = [UInt64](repeating: 0, count: nodes.count * words)
    for place in nodes.indices {
      let upstreams = Set(nodes[place].upstreams)
      let row = place * words
      // First what comes before the upstreams: an upstream among it is implied.
      for upstream in upstreams {
        for word in 0..<words { ancestors[row + word] |= ancestors[upstream * words + word] }
      }
      nodes[place].upstreams = upstreams.filter {
        ancestors[row + $0 / 64] & (1 << UInt64($0 % 64)) == 0
      }.sorted()
      for upstream in upstreams { ancestors[row + upstream / 64] |= 1 << UInt64(upstream % 64) }
    }
  }

  private mutating func gather(_ draft: GraphDraft) {
    var places: [Int: Int] = [:]
    for place in nodes.indices {
      let group = draft.groups[nodes[place].item]
      if let known = places[group] {
        groups[known].nodes.append(place)
      } else {
        places[group] = groups.count
        let name = draft.names[group]
        groups.append(Group(id: name.id, name: name.name, nodes: [place]))
      }
      nodes[place].group = places[group] ?? 0
    }
  }

  /// Places of all nodes before this one, the nearest layers first, each once.
  package func ancestors(of place: Int) -> [Int] {
    var seen: Set<Int> = []
    var result: [Int] = []
    var front = nodes[place].upstreams
    while !front.isEmpty {
      let fresh = front.filter { seen.insert($0).inserted }
      result += fresh
      front = fresh.flatMap { nodes[$0].upstreams }
    }
    return result
  }
}

/// Edges and groups by the numbers of the items, before they are ordered.
private struct GraphDraft {
  var upstreams: [Set<Int>]
  /// Group number of each item, and what the groups are called.
  var groups: [Int]
  var names: [(id: String, name: String)] = []
  /// Places in the definition; the same for all repetitions of a task.
  private var ranks: [Int]
  private let keys: [String]

  init(_ items: [TaskGraph.Item], shape: PipelineShape?) {
    keys = items.map(\.key)
    upstreams = Array(repeating: [], count: items.count)
    groups = Array(repeating: 0, count: items.count)
    ranks = Array(repeating: 0, count: items.count)
    let index = KeyIndex(keys)
    for (item, task) in items.enumerated() {
      for key in task.dependsOn {
        upstreams[item].formUnion(index.items(named: key, beside: keys[item]).filter { $0 != item })
      }
    }
    join(shape, index)
  }

  private mutating func join(_ shape: PipelineShape?, _ index: KeyIndex) {
    var isPlaced = [Bool](repeating: false, count: keys.count)
    var members: [String: [Int]] = [:]
    for group in shape?.groups ?? [] {
      for (rank, task) in group.tasks.enumerated() {
        for item in index.items(of: task.id) where !isPlaced[item] {
          isPlaced[item] = true
          ranks[item] = rank
          groups[item] = names.count
          members[group.id, default: []].append(item)
          for key in task.dependsOn {
            upstreams[item].formUnion(index.items(named: key, beside: keys[item]))
          }
          upstreams[item].remove(item)
        }
      }
      // A lone task has no need of a heading.
      let isNamed = members[group.id]?.count ?? 0 > 1
      names.append((group.id, isNamed ? group.name : ""))
    }
    for item in keys.indices where !isPlaced[item] { groups[item] = names.count }
    names.append(("", ""))
    for group in shape?.groups ?? [] { link(group, members, shape) }
  }

  /// The first tasks of a group wait for all tasks of the groups before it.
  private mutating func link(
    _ group: PipelineShape.Group, _ members: [String: [Int]], _ shape: PipelineShape?
  ) {
    let own = Set(members[group.id] ?? [])
    let before = waited(group, members, shape, depth: 0)
    guard !before.isEmpty else { return }
    for item in own where upstreams[item].isDisjoint(with: own) {
      upstreams[item].formUnion(before)
    }
  }

  /// Tasks of the groups before; where a group has none in this run, of the groups before that one.
  private func waited(
    _ group: PipelineShape.Group, _ members: [String: [Int]], _ shape: PipelineShape?, depth: Int
  ) -> Set<Int> {
    guard depth < PipelineShape.groupsMax else { return [] }
    return group.dependsOn.reduce(into: Set()) { result, id in
      if let items = members[id] {
        result.formUnion(items)
      } else if let before = shape?.groups.first(where: { $0.id == id }) {
        result.formUnion(waited(before, members, shape, depth: depth + 1))
      }
    }
  }

  /// Items so that upstreams come first; group by group where that is possible, then as deep as they
  /// are, then as they are defined or called. It does not depend on what has begun, so rows stand
  /// still.
  func order() -> [Int] {
    let depths = depths()
    let names = keys.map(Self.inNumbers)
    return keys.indices.sorted { a, b in
      let groups = (self.groups[a], self.groups[b])
      let outer = (rank(groups.0, depths.group), rank(groups.1, depths.group))
      if outer.0 != outer.1 || groups.0 != groups.1 {
        return (outer.0, groups.0) < (outer.1, groups.1)
      }
      return (depths.item[a], ranks[a], names[a], a) < (depths.item[b], ranks[b], names[b], b)
    }.stablyTopological(upstreams)
  }

  /// A key that sorts by its numbers: "load[2]" before "load[10]".
  private static func inNumbers(_ key: String) -> String {
    let digitsMax = 12
    var result = ""
    var digits = ""
    func flush() {
      result += String(repeating: "0", count: max(0, digitsMax - digits.count)) + digits
      digits = ""
    }
    for character in key {
      if ("0"..."9").contains(character) {
        digits.append(character)
      } else {
        if !digits.isEmpty { flush() }
        result.append(character)
      }
    }
    if !digits.isEmpty { flush() }
    return result
  }

  /// Tasks that the definition does not know come last.
  private func rank(_ group: Int, _ depths: [Int: Int]) -> Int {
    group == names.count - 1 ? Int.max : depths[group] ?? 0
  }

  private func depths() -> (item: [Int], group: [Int: Int]) {
    var item = [Int](repeating: 0, count: keys.count)
    for place in Array(keys.indices).stablyTopological(upstreams) {
      item[place] = (upstreams[place].map { item[$0] }.max() ?? -1) + 1
    }
    let group = Dictionary(keys.indices.map { (groups[$0], item[$0]) }, uniquingKeysWith: min)
    return (item, group)
  }
}

/// Finds tasks by what definitions and rows call them.
private struct KeyIndex {
  private var exact: [String: [Int]] = [:]
  private var bare: [Substring: [Int]] = [:]

  init(_ keys: [String]) {
    for (item, key) in keys.enumerated() {
      exact[key, default: []].append(item)
      bare[Self.split(key).name, default: []].append(item)
    }
  }

  /// "load[orders]" → "load" and "[orders]".
  private static func split(_ key: String) -> (name: Substring, value: Substring) {
    guard key.utf8.last == UInt8(ascii: "]"), let start = key.firstIndex(of: "[") else {
      return (key[...], "")
    }
    return (key[..<start], key[start...])
  }

  /// All repetitions of a task of the definition.
  func items(of key: String) -> [Int] { exact[key] ?? bare[key[...]] ?? [] }

  /// What a task means by a name: within a matrix, the task of its own repetition.
  func items(named key: String, beside own: String) -> [Int] {
    if let found = exact[key] { return found }
    let value = Self.split(own).value
    if !value.isEmpty, let found = exact[key + value] { return found }
    return bare[key[...]] ?? []
  }
}

extension [Int] {
  /// The same items in an order where upstreams come first, otherwise as they were. Items of a cycle
  /// come when nothing else is left.
  fileprivate func stablyTopological(_ upstreams: [Set<Int>]) -> [Int] {
    var isDone = [Bool](repeating: false, count: count)
    var result: [Int] = []
    result.reserveCapacity(count)
    // Depth first: an item is preceded by what it needs.
    var open: [(item: Int, rest: [Int])] = []
    var isOpen = [Bool](repeating: false, count: count)
    let ranks = Dictionary(uniqueKeysWithValues: enumerated().map { ($1, $0) })
    for start in self where !isDone[start] {
      open = [(start, sorted(upstreams[start], ranks))]
      isOpen[start] = true
      while let last = open.indices.last {
        if let next = open[last].rest.popLast() {
          guard !isDone[next], !isOpen[next] else { continue }
          isOpen[next] = true
          open.append((next, sorted(upstreams[next], ranks)))
        } else {
          let item = open.removeLast().item
          isDone[item] = true
          result.append(item)
        }
      }
    }
    return result
  }

  /// The last in rank first, for popping.
  private func sorted(_ items: Set<Int>, _ ranks: [Int: Int]) -> [Int] {
    items.sorted { ranks[$0] ?? 0 > ranks[$1] ?? 0 }
  }
}
