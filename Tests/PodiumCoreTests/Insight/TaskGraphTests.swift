// What waits for what: order, groups, implied edges, cycles; against brute force on random graphs.
import Testing

@testable import PodiumCore

@Suite struct TaskGraphTests {
  private func item(_ key: String, _ dependsOn: String...) -> TaskGraph.Item {
    TaskGraph.Item(key: key, name: key, dependsOn: dependsOn)
  }

  @Test func upstreamsComeFirstWhateverTheOrderOfTheList() {
    let graph = TaskGraph([item("c", "b"), item("b", "a"), item("a")])
    #expect(graph.keys == ["a", "b", "c"])
    #expect(graph.nodes.map(\.layer) == [0, 1, 2])
    #expect(graph.nodes.map(\.item) == [2, 1, 0])
    #expect(graph.nodes[0].downstreams == [1])
  }

  @Test func impliedEdgesAreLeftOut() {
    let graph = TaskGraph([item("a"), item("b", "a"), item("c", "a", "b"), item("d", "a", "c")])
    #expect(graph.edges == ["a": [], "b": ["a"], "c": ["b"], "d": ["c"]])
  }

  @Test func numbersInKeysAreNumbers() {
    let graph = TaskGraph(["load[10]", "load[9]", "load[100]", "a2b", "a10"].map { item($0) })
    #expect(graph.keys == ["a2b", "a10", "load[9]", "load[10]", "load[100]"])
  }

  @Test func aCycleLosesAnEdgeAndNothingElse() {
    let graph = TaskGraph([item("a", "c"), item("b", "a"), item("c", "b"), item("d", "c")])
    #expect(Set(graph.keys) == ["a", "b", "c", "d"])
    #expect(graph.edges["d"] == ["c"])
    #expect(graph.nodes.map(\.upstreams.count).reduce(0, +) == 3)
  }

  @Test func aTaskThatNamesItselfOrNobodyIsHarmless() {
    let graph = TaskGraph([item("a", "a", "gone"), item("b", "a", "a")])
    #expect(graph.edges == ["a": [], "b": ["a"]])
  }

  private let shape = PipelineShape(groups: [
    .init(
      id: "extract", name: "Extract",
      tasks: [.init(id: "jde", name: "JDE"), .init(id: "fx", name: "FX")]),
    .init(
      id: "load", name: "Load", dependsOn: ["extract"],
      tasks: [
        .init(id: "gl", name: "GL"), .init(id: "check", name: "Check", dependsOn: ["gl"]),
      ]),
    .init(
      id: "alone", name: "Alone", dependsOn: ["load"], tasks: [.init(id: "publish", name: "P")]),
  ])

  @Test func groupsOfTheDefinitionGiveOrderAndHeadings() {
    let graph = TaskGraph(
      ["publish", "check", "gl", "fx", "jde", "extra"].map { item($0) }, shape: shape)
    #expect(graph.keys == ["jde", "fx", "gl", "check", "publish", "extra"])
    #expect(graph.edges["gl"].map(Set.init) == ["fx", "jde"])
    #expect(graph.edges["check"] == ["gl"])
    // All of a group must have ended, but waiting for its last task implies the others.
    #expect(graph.edges["publish"] == ["check"])
    #expect(graph.groups.map(\.name) == ["Extract", "Load", "", ""])
    #expect(graph.groups.map(\.nodes.count) == [2, 2, 1, 1])
  }

  @Test func aGroupWithoutTasksInThisRunPassesItsDependenciesOn() {
    let graph = TaskGraph(["jde", "publish"].map { item($0) }, shape: shape)
    #expect(graph.edges["publish"] == ["jde"])
  }

  @Test func repetitionsOfAMatrixFollowTheirOwnValue() {
    let shape = PipelineShape(groups: [
      .init(
        id: "g", name: "G",
        tasks: [
          .init(id: "load", name: "L"), .init(id: "test", name: "T", dependsOn: ["load"]),
        ])
    ])
    let keys = ["load[a]", "load[b]", "test[a]", "test[b]"]
    let graph = TaskGraph(keys.map { item($0) }, shape: shape)
    #expect(graph.edges["test[a]"] == ["load[a]"])
    #expect(graph.edges["test[b]"] == ["load[b]"])
    #expect(graph.groups.map(\.nodes.count) == [4])
  }

  @Test(arguments: 0..<40) func randomGraphsAgreeWithBruteForce(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let count = Int.random(in: 1...40, using: &random)
    let tasks = RandomTasks(
      count: count, density: Double.random(in: 0...0.4, using: &random), using: &random)
    let graph = TaskGraph(tasks.items)
    let given = Dictionary(uniqueKeysWithValues: tasks.items.map { ($0.key, $0.dependsOn) })
    #expect(graph.nodes.count == count, "seed \(seed)")
    for (place, node) in graph.nodes.enumerated() {
      #expect(node.upstreams.allSatisfy { $0 < place }, "seed \(seed)")
      #expect(node.layer == (node.upstreams.map { graph.nodes[$0].layer + 1 }.max() ?? 0))
    }
    // The same waits for the same …
    let all = RandomTasks.reachable(given)
    #expect(RandomTasks.reachable(graph.edges) == all, "seed \(seed)")
    // … and no edge could be left out.
    for (key, upstreams) in graph.edges {
      for upstream in upstreams {
        var fewer = graph.edges
        fewer[key]?.removeAll { $0 == upstream }
        #expect(RandomTasks.reachable(fewer) != all, "\(upstream) → \(key), seed \(seed)")
      }
    }
  }

  @Test func ancestorsComeNearestFirst() {
    let graph = TaskGraph([item("a"), item("b", "a"), item("c", "b")])
    #expect(graph.ancestors(of: 2) == [1, 0])
    #expect(graph.ancestors(of: 0).isEmpty)
  }
}
