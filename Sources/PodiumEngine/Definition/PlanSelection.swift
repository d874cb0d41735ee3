// Which tasks of a plan a start runs: all, chosen ones with or without what follows, or from the
// failed ones on.
import OrchestraAPI

/// What a start asks for.
package enum PlanRequest: Sendable, Hashable {
  case all
  /// Task ids (or group ids) of the definition.
  case tasks([String], withDownstream: Bool)
  /// Everything that did not end well in an earlier run, by plan id, and what follows it.
  case fromFailed([String: TaskStatus])
}

/// Positions to run; all others are skipped.
package struct PlanSelection: Sendable, Hashable {
  package let indices: Set<Int>
}

extension Plan {
  /// Chooses tasks. Throws when a chosen id is not in the plan or nothing is left to run.
  package func selection(_ request: PlanRequest) throws(PlanError) -> PlanSelection {
    switch request {
    case .all: return PlanSelection(indices: Set(tasks.indices))
    case .tasks(let ids, let withDownstream):
      var chosen: Set<Int> = []
      for id in ids { chosen.formUnion(try positions(of: id)) }
      guard !chosen.isEmpty else { throw PlanError("no task is chosen") }
      return PlanSelection(indices: withDownstream ? downstream(of: chosen) : chosen)
    case .fromFailed(let earlier):
      let undone = tasks.indices.filter { earlier[tasks[$0].id]?.isSuccess != true }
      let failed = undone.filter { index in
        let status = earlier[tasks[index].id]
        return status == .failed || status == .cancelled || status == nil
      }
      guard !failed.isEmpty else {
        throw PlanError("no task failed in the earlier run, so there is nothing to retry")
      }
      return PlanSelection(indices: downstream(of: Set(failed)))
    }
  }

  /// These and all that come after them, directly or not.
  package func downstream(of seeds: Set<Int>) -> Set<Int> {
    var followers: [Int: [Int]] = [:]
    for (index, task) in tasks.enumerated() {
      for upstream in task.upstreams { followers[upstream, default: []].append(index) }
    }
    var reached = seeds
    var open = Array(seeds)
    while let index = open.popLast() {
      for follower in followers[index] ?? [] where reached.insert(follower).inserted {
        open.append(follower)
      }
    }
    return reached
  }

  private func positions(of id: String) throws(PlanError) -> [Int] {
    let found = tasks.indices.filter { index in
      let task = tasks[index]
      return task.id == id || task.definition.id == id || task.groupID == id
    }
    guard !found.isEmpty else { throw PlanError("the pipeline has no task “\(id)”") }
    return found
  }
}
