// The longest chain: by hand, and against every way through random graphs.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct CriticalPathTests {
  private func step(_ queued: Int, _ ran: Int) -> CriticalPath.Step {
    CriticalPath.Step(queued: .seconds(queued), ran: .seconds(ran))
  }

  @Test func theLongestChainAndItsShares() {
    let graph = TaskGraph([
      .init(key: "a", name: "a"), .init(key: "b", name: "b"),
      .init(key: "c", name: "c", dependsOn: ["a", "b"]),
    ])
    let path = CriticalPath(
      graph, steps: [step(0, 10), step(2, 40), step(8, 30)], total: .seconds(100))
    #expect(path.nodes.map { graph.nodes[$0].key } == ["b", "c"])
    #expect(path.length == .seconds(80))
    #expect(path.shares == [1: 0.42, 2: 0.38])
  }

  @Test func aTaskThatNeverBeganHandsTheWayOn() {
    let graph = TaskGraph([
      .init(key: "a", name: "a"), .init(key: "b", name: "b", dependsOn: ["a"]),
      .init(key: "c", name: "c", dependsOn: ["b"]),
    ])
    let path = CriticalPath(graph, steps: [step(0, 5), nil, step(0, 5)], total: .seconds(10))
    #expect(path.nodes == [0, 2])
    #expect(path.shares.values.reduce(0, +) == 1)
  }

  @Test func nothingHasAPathOfNothing() {
    #expect(CriticalPath(TaskGraph([]), steps: [], total: .zero).nodes.isEmpty)
    let graph = TaskGraph([.init(key: "a", name: "a")])
    #expect(CriticalPath(graph, steps: [nil], total: .seconds(9)).nodes.isEmpty)
    #expect(CriticalPath(graph, steps: [step(0, 0)], total: .zero).shares == [0: 0])
  }

  /// The length of the longest of all ways, by trying every one.
  private func bruteForce(_ graph: TaskGraph, _ steps: [CriticalPath.Step?]) -> Duration {
    func longest(to place: Int) -> Duration {
      let before = graph.nodes[place].upstreams.map { longest(to: $0) }.max() ?? .zero
      return before + (steps[place]?.total ?? .zero)
    }
    return graph.nodes.indices.map { longest(to: $0) }.max() ?? .zero
  }

  @Test(arguments: 0..<60) func randomRunsAgreeWithBruteForce(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let tasks = RandomTasks(
      count: Int.random(in: 1...16, using: &random),
      density: Double.random(in: 0...0.5, using: &random), using: &random)
    let graph = TaskGraph(tasks.items)
    let steps = graph.nodes.map { _ in
      random.chance(0.15)
        ? nil : step(Int.random(in: 0...9, using: &random), Int.random(in: 0...60, using: &random))
    }
    let path = CriticalPath(graph, steps: steps, total: .seconds(10_000))
    #expect(path.length == bruteForce(graph, steps), "seed \(seed)")
    // What is told is that chain: its parts follow each other and add up.
    let parts = path.nodes.compactMap { steps[$0]?.total }
    #expect(parts.count == path.nodes.count && parts.reduce(.zero, +) == path.length)
    for (before, after) in zip(path.nodes, path.nodes.dropFirst()) {
      #expect(graph.ancestors(of: after).contains(before), "seed \(seed)")
    }
  }
}
