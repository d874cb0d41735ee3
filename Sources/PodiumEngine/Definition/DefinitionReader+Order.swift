// The order of a pipeline: targets that exist at the right level, and no cycles.
import YAML

extension DefinitionReader {
  mutating func checkOrder(_ definition: PipelineDefinition) {
    let nodeIDs = definition.nodes.map(\.id)
    var groupOfTask: [String: String] = [:]
    var tasksOfGroup: [String: [String]] = [:]
    for case .group(let group) in definition.nodes {
      tasksOfGroup[group.id] = group.tasks.map(\.id)
      for task in group.tasks { groupOfTask[task.id] = group.id }
    }
    let known = Set(nodeIDs)
    var nodeEdges: [String: [String]] = [:]
    var taskEdges: [String: [String]] = [:]
    for dependency in dependencies {
      let id = dependency.task ?? dependency.owner
      if id == dependency.target {
        checker.report("“\(id)” depends on itself", at: dependency.place)
      } else if dependency.task != nil {
        if groupOfTask[dependency.target] == dependency.owner {
          taskEdges[id, default: []].append(dependency.target)
        } else {
          reportTarget(dependency, tasksOfGroup[dependency.owner] ?? [], groupOfTask, known)
        }
      } else if known.contains(dependency.target) {
        nodeEdges[id, default: []].append(dependency.target)
      } else {
        reportTarget(dependency, nodeIDs, groupOfTask, known)
      }
    }
    reportCycles(nodeEdges, in: nodeIDs)
    reportCycles(taskEdges, in: definition.tasks.map(\.id))
  }

  private mutating func reportTarget(
    _ dependency: FoundDependency, _ near: [String], _ groupOfTask: [String: String],
    _ nodes: Set<String>
  ) {
    let target = dependency.target
    guard !checker.isFull else { return }
    if let group = groupOfTask[target] {
      checker.report(
        "“\(target)” is a task of group “\(group)”", at: dependency.place,
        hint: group == dependency.owner
          ? nil : "let group “\(dependency.owner)” depend on “\(group)”")
    } else if nodes.contains(target) {
      checker.report(
        "“\(target)” is not a task of group “\(dependency.owner)”", at: dependency.place,
        hint: target == dependency.owner
          ? "name other tasks of the group" : "let group “\(dependency.owner)” depend on it")
    } else {
      let message =
        dependency.task == nil
        ? "there is no group or task “\(target)”"
        : "group “\(dependency.owner)” has no task “\(target)”"
      checker.report(
        message, at: dependency.place,
        hint: NearestWord.question(target, in: near))
    }
  }

  /// Names one way round every set of ids that wait for each other.
  private mutating func reportCycles(_ edges: [String: [String]], in ids: [String]) {
    var done: Set<String> = []
    var reported: Set<String> = []
    for start in ids where !done.contains(start) {
      guard let cycle = cycle(from: start, edges, &done), reported.isDisjoint(with: cycle) else {
        continue
      }
      reported.formUnion(cycle)
      let path = (cycle + [cycle[0]]).map { "“\($0)”" }.joined(separator: " → ")
      let entry = dependencies.first {
        ($0.task ?? $0.owner) == cycle[0] && $0.target == cycle[cycle.count > 1 ? 1 : 0]
      }
      guard let place = entry?.place else { continue }
      checker.report("a cycle: \(path)", at: place, hint: "each waits for the next")
    }
  }

  /// Depth-first without recursion; `done` gathers what lies on no cycle or was told.
  private func cycle(
    from start: String, _ edges: [String: [String]], _ done: inout Set<String>
  ) -> [String]? {
    var path = [start]
    var next = [0]
    while let id = path.last {
      let targets = edges[id] ?? []
      let index = next[next.count - 1]
      guard index < targets.count else {
        done.insert(id)
        path.removeLast()
        next.removeLast()
        continue
      }
      next[next.count - 1] += 1
      let target = targets[index]
      if let first = path.firstIndex(of: target) {
        done.formUnion(path)
        return Array(path[first...])
      }
      if !done.contains(target) {
        path.append(target)
        next.append(0)
      }
    }
    return nil
  }
}
