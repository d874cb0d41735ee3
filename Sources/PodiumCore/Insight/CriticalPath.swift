// The chain of tasks that decided how long a run took: the longest way through the dependencies by
// real times, waiting in the queue included. Pure.
import Time

/// The longest chain of a run.
package struct CriticalPath: Sendable, Equatable {
  /// What a task took of the way: the wait in the queue since it could have begun, and its run.
  package struct Step: Sendable, Equatable {
    package var queued: Duration
    package var ran: Duration

    package init(queued: Duration, ran: Duration) {
      self.queued = queued
      self.ran = ran
    }

    package var total: Duration { queued + ran }
  }

  /// Nodes of the chain, the first one first.
  package let nodes: [Int]
  /// Time of all steps together.
  package let length: Duration
  /// Share of each node of the chain in the run's duration, 0...1.
  package let shares: [Int: Double]

  /// - Parameters:
  ///   - steps: one a node of the graph; nil for tasks that never began.
  ///   - total: the run's duration, which the shares are of.
  package init(_ graph: TaskGraph, steps: [Step?], total: Duration) {
    var lengths = [Duration?](repeating: nil, count: graph.nodes.count)
    var before = [Int?](repeating: nil, count: graph.nodes.count)
    for (place, node) in graph.nodes.enumerated() {
      let longest = node.upstreams.filter { lengths[$0] != nil }
        .max { lengths[$0] ?? .zero < lengths[$1] ?? .zero }
      before[place] = longest
      let way = longest.flatMap { lengths[$0] }
      // A task that never began hands on the way before it: others behind it may have run.
      lengths[place] = steps[place].map { (way ?? .zero) + $0.total } ?? way
    }
    var chain: [Int] = []
    var next = lengths.indices.filter { lengths[$0] != nil }
      .max { lengths[$0] ?? .zero < lengths[$1] ?? .zero }
    length = next.flatMap { lengths[$0] } ?? .zero
    while let place = next {
      if steps[place] != nil { chain.append(place) }
      next = before[place]
    }
    nodes = chain.reversed()
    let whole = max(total, length)
    shares = Dictionary(
      uniqueKeysWithValues: chain.map { place in
        let part = steps[place]?.total ?? .zero
        return (place, whole > .zero ? part / whole : 0)
      })
  }
}
