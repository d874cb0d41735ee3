// Random runs without cycles, for tests that compare with brute force.
import OrchestraAPI
import Time

@testable import PodiumCore

/// A random graph of tasks, and the simple way to ask it anything.
struct RandomTasks {
  /// Upstreams of each task by number; always smaller ones.
  var upstreams: [[Int]]
  var items: [TaskGraph.Item]

  init(count: Int, density: Double, using random: inout SplitMix) {
    upstreams = (0..<count).map { task in
      (0..<task).filter { _ in Double.random(in: 0..<1, using: &random) < density }
    }
    // Keys do not tell the order: it has to be found.
    let keys = (0..<count).shuffled(using: &random).map { "t\($0)" }
    items = upstreams.enumerated().map { task, upstreams in
      TaskGraph.Item(key: keys[task], name: keys[task], dependsOn: upstreams.map { keys[$0] })
    }.shuffled(using: &random)
  }

  /// All pairs (a, b) where b waits for a, directly or not, by keys; by walking every way.
  static func reachable(_ edges: [String: [String]]) -> [String: Set<String>] {
    func walk(_ key: String, _ seen: inout Set<String>) {
      for next in edges[key] ?? [] where seen.insert(next).inserted { walk(next, &seen) }
    }
    return edges.mapValues { _ in [] }.reduce(into: [:]) { result, entry in
      var seen: Set<String> = []
      walk(entry.key, &seen)
      result[entry.key] = seen
    }
  }
}

extension TaskGraph {
  /// Direct upstreams by key.
  var edges: [String: [String]] {
    Dictionary(uniqueKeysWithValues: nodes.map { ($0.key, $0.upstreams.map { nodes[$0].key }) })
  }

  /// The keys of the nodes in their order.
  var keys: [String] { nodes.map(\.key) }
}

/// A task run with times in seconds after the epoch.
func taskRun(
  _ key: String, _ status: TaskStatus = .succeeded, from start: Int? = nil, to end: Int? = nil,
  after upstreams: [String] = []
) -> TaskRun {
  var task = TaskRun(
    id: TaskRun.ID("run-\(key)"), pipelineRunID: "r", pipelineID: "p", taskID: key,
    status: status, createdAt: Fixture.epoch)
  task.startedAt = start.map { Fixture.epoch + .seconds($0) }
  task.completedAt = end.map { Fixture.epoch + .seconds($0) }
  task.dependsOn = upstreams
  return task
}
