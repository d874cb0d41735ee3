// Builds a plan: unfolds matrices, expands the order of groups into the order of tasks.
import JSON
import OrchestraAPI

extension Plan {
  /// Lays out a definition.
  /// - Parameter context: for matrices whose values come from inputs or the environment.
  package init(_ definition: PipelineDefinition, context: ExpressionContext) throws(PlanError) {
    var layout = PlanLayout(configuration: definition.configuration)
    for node in definition.nodes {
      switch node {
      case .task(let task): try layout.add(task, group: nil, repetition: nil)
      case .group(let group): try layout.add(group, context)
      }
    }
    layout.order(definition)
    tasks = layout.tasks
    groups = layout.positions.mapValues { places in places.map { layout.tasks[$0].id } }
      .filter { entry in definition.nodes.contains { $0.id == entry.key && $0.isGroup } }
    repetitions = Dictionary(grouping: layout.tasks, by: \.definition.id)
      .mapValues { $0.map(\.id) }
  }
}

extension PipelineNode {
  var isGroup: Bool { if case .group = self { true } else { false } }
}

/// One value of a matrix.
private struct Repetition {
  let index: Int
  let suffix: String
  let matrix: JSONObject
}

/// A plan in the making.
private struct PlanLayout {
  let configuration: TaskConfiguration
  var tasks: [PlanTask] = []
  /// Positions of the tasks of every node.
  var positions: [String: [Int]] = [:]
  /// Positions of every repetition of a group, in its order.
  private var repetitions: [String: [[Int]]] = [:]

  init(configuration: TaskConfiguration) { self.configuration = configuration }

  mutating func add(_ group: TaskGroup, _ context: ExpressionContext) throws(PlanError) {
    guard let matrix = group.matrix else {
      for task in group.tasks { try add(task, group: group, repetition: nil) }
      repetitions[group.id] = [positions[group.id] ?? []]
      return
    }
    let values = try values(matrix, group, context)
    for (index, value) in values.enumerated() {
      let before = tasks.count
      let suffix = "[\(value.string ?? value.text)]"
      let isFresh = !values[..<index].contains { $0 == value }
      let repetition = Repetition(
        index: index, suffix: isFresh ? suffix : "[\(index)]", matrix: [matrix.input: value])
      for task in group.tasks { try add(task, group: group, repetition: repetition) }
      repetitions[group.id, default: []].append(Array(before..<tasks.count))
    }
  }

  mutating func add(
    _ task: TaskDefinition, group: TaskGroup?, repetition: Repetition?
  ) throws(PlanError) {
    guard tasks.count < Plan.tasksMax else {
      throw PlanError("the run would have more than \(Plan.tasksMax) tasks")
    }
    let groupCondition = try Self.condition(group?.condition)
    let own = try Self.condition(task.condition)
    positions[group?.id ?? task.id, default: []].append(tasks.count)
    tasks.append(
      PlanTask(
        id: task.id + (repetition?.suffix ?? ""), definition: task, groupID: group?.id,
        matrix: repetition?.matrix ?? [:],
        configuration: configuration.inherited(by: task.configuration),
        groupCondition: groupCondition, condition: own))
  }

  private static func condition(_ text: String?) throws(PlanError) -> PlanCondition? {
    guard let text else { return nil }
    return try PlanCondition(text)
  }

  private func values(
    _ matrix: MatrixDefinition, _ group: TaskGroup, _ context: ExpressionContext
  ) throws(PlanError) -> [JSONValue] {
    switch matrix.values {
    case .list(let values): return values
    case .expression(let text):
      let value: JSONValue
      do {
        value = try ExpressionTemplate(text).value(in: context)
      } catch {
        throw PlanError(
          "the matrix of group “\(group.id)” needs values that are known when the run starts "
            + "(a list, inputs or ENV): \(error)")
      }
      guard let items = value.array else {
        throw PlanError("the matrix of group “\(group.id)” is no list, but \(value.kindWords)")
      }
      return items
    }
  }

  mutating func order(_ definition: PipelineDefinition) {
    for node in definition.nodes {
      let before = node.dependsOn.map { positions[$0] ?? [] }
      let own = repetitions[node.id] ?? [positions[node.id] ?? []]
      for (number, repetition) in own.enumerated() {
        for place in repetition {
          tasks[place].groupUpstreams = before
          var all = Set(before.joined())
          if case .group(let group) = node {
            let needed = inner(place, repetition)
            tasks[place].required = needed.sorted()
            all.formUnion(needed)
            all.formUnion(earlier(number, own, group, place))
          }
          tasks[place].upstreams = all.sorted()
        }
      }
    }
  }

  /// The tasks of the same repetition that a task depends on.
  private func inner(_ place: Int, _ repetition: [Int]) -> Set<Int> {
    let wanted = tasks[place].definition.dependsOn
    return Set(repetition.filter { wanted.contains(tasks[$0].definition.id) })
  }

  /// The repetition that must be over before this one begins.
  private mutating func earlier(
    _ number: Int, _ all: [[Int]], _ group: TaskGroup, _ place: Int
  ) -> Set<Int> {
    guard let matrix = group.matrix else { return [] }
    guard let distance = matrix.isSequential ? 1 : matrix.parallelMax, number >= distance else {
      return []
    }
    let waited = all[number - distance]
    if !matrix.continuesOnError {
      tasks[place].groupUpstreams.append(waited)
    }
    return Set(waited)
  }
}
