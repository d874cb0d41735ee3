// Whether a task runs, once everything before it has ended. The platform's rule: all before it
// SUCCEEDED or WARNING, unless its condition says otherwise; the condition of the group must hold
// too.
import JSON
import OrchestraAPI

/// What is decided about a task.
package enum PlanDecision: Sendable, Equatable {
  /// Something before it has not ended.
  case wait
  case run
  case skip(reason: String)
  /// A condition can't be evaluated.
  case fail(reason: String)
}

extension Plan {
  /// Decides about a task.
  /// - Parameter context: inputs and environment; `tasks` holds facts by plan id.
  package func decision(at index: Int, in context: ExpressionContext) -> PlanDecision {
    let task = tasks[index]
    let statuses = task.upstreams.map { status($0, context) }
    guard statuses.allSatisfy(\.isTerminal) else { return .wait }
    let facts = self.context(for: task, context)
    do {
      if let condition = task.groupCondition, !(try holds(condition, facts)) {
        return .skip(reason: "Skipped: the condition of its group is false: \(condition.text)")
      }
      if task.groupCondition?.decidesAlone != true, let reason = groupObstacle(task, context) {
        if task.condition?.decidesAlone != true { return .skip(reason: reason) }
      }
      if let condition = task.condition, !(try holds(condition, facts)) {
        return .skip(reason: "Skipped: its condition is false: \(condition.text)")
      }
    } catch {
      return .fail(reason: "\(error)")
    }
    if task.condition?.decidesAlone != true, let reason = obstacle(task, context) {
      return .skip(reason: reason)
    }
    return .run
  }

  private func status(_ index: Int, _ context: ExpressionContext) -> TaskStatus {
    context.tasks[tasks[index].id]?.status ?? .created
  }

  private func holds(
    _ condition: PlanCondition, _ context: ExpressionContext
  ) throws(PlanError) -> Bool {
    do {
      return try condition.expression.isTrue(in: context)
    } catch {
      throw PlanError("The condition \(condition.text) can't be evaluated: \(error)")
    }
  }

  private func obstacle(_ task: PlanTask, _ context: ExpressionContext) -> String? {
    for index in task.required {
      let status = status(index, context)
      if !status.isSuccess {
        return "Skipped: “\(tasks[index].definition.title)” is \(status.word)."
      }
    }
    return nil
  }

  /// A group counts as done well when none of its tasks failed and not all were skipped.
  private func groupObstacle(_ task: PlanTask, _ context: ExpressionContext) -> String? {
    for members in task.groupUpstreams {
      let combined = TaskStatus.combined(members.map { status($0, context) })
      guard !combined.isSuccess,
        let culprit = members.first(where: { status($0, context) == combined })
      else { continue }
      return "Skipped: “\(tasks[culprit].definition.title)” is \(combined.word)."
    }
    return nil
  }

  /// The facts as this task's expressions see them: its own repetition under the plain ids of its
  /// group.
  package func context(for task: PlanTask, _ context: ExpressionContext) -> ExpressionContext {
    var own = context
    own.matrix = task.matrix
    own.groups = groups
    for (id, members) in repetitions where members != [id] {
      let near = tasks.filter { $0.definition.id == id && $0.matrix == task.matrix }
      let sameGroup = near.first { $0.groupID == task.groupID }
      if let sameGroup, let facts = context.tasks[sameGroup.id] {
        own.tasks[id] = facts
      } else {
        own.tasks[id] = combinedFacts(members, context)
      }
    }
    return own
  }

  /// All repetitions as one: the combined status; outputs as lists in the order of the matrix.
  private func combinedFacts(_ members: [String], _ context: ExpressionContext) -> TaskFacts {
    let facts = members.compactMap { context.tasks[$0] }
    var outputs: JSONObject = [:]
    for key in Set(facts.flatMap(\.outputs.keys)).sorted() {
      outputs[key] = .array(facts.map { $0.outputs[key] ?? .null })
    }
    return TaskFacts(status: .combined(facts.map(\.status)), outputs: outputs)
  }
}
