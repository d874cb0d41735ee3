// The way from the root of a tree to a node. Nodes share the parts of their paths: a tree of many
// deep nodes costs one small object for each, not a list.

/// One step from a node to its child.
package enum YAMLStep: Sendable, Hashable {
  case key(String)
  case index(Int)
}

/// Steps from the root.
package struct YAMLPath: Sendable {
  private final class Link: Sendable {
    let parent: Link?
    let step: YAMLStep
    let count: Int

    init(_ parent: Link?, _ step: YAMLStep) {
      self.parent = parent
      self.step = step
      count = (parent?.count ?? 0) + 1
    }
  }

  private let last: Link?

  /// The root itself.
  package static let root = YAMLPath(last: nil)

  private init(last: Link?) { self.last = last }

  /// The path of a child.
  package func appending(_ step: YAMLStep) -> YAMLPath { YAMLPath(last: Link(last, step)) }

  /// How many steps there are.
  package var count: Int { last?.count ?? 0 }

  /// The steps, from the root.
  package var steps: [YAMLStep] {
    var found: [YAMLStep] = []
    var link = last
    while let here = link {
      found.append(here.step)
      link = here.parent
    }
    return found.reversed()
  }
}
