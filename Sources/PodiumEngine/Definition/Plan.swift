// A definition laid out for one run: tasks in one row with what comes before them and what decides
// about them. Pure; statuses and time come from outside.
import JSON
import OrchestraAPI

/// The tasks of one run in the order of the definition, repetitions of a matrix included.
package struct Plan: Sendable {
  package let tasks: [PlanTask]
  /// Plan ids of the tasks of every group.
  package let groups: [String: [String]]
  /// Plan ids of the repetitions of a task by its id in the definition; one for tasks without a
  /// matrix.
  package let repetitions: [String: [String]]

  /// Most tasks of a run after matrices are unfolded.
  package static let tasksMax = 1000

  /// Position of a task by its plan id.
  package func index(of id: String) -> Int? { tasks.firstIndex { $0.id == id } }
}

/// One task of a run.
package struct PlanTask: Sendable {
  /// Unique in the run: the id of the definition, with "[value]" behind it in a matrix.
  package let id: String
  package let definition: TaskDefinition
  package let groupID: String?
  /// This repetition's value by the matrix's input name; empty without a matrix.
  package let matrix: JSONObject
  /// What holds after the pipeline's configuration was inherited.
  package let configuration: TaskConfiguration
  /// Positions of all tasks that must have ended before this one is decided.
  package internal(set) var upstreams: [Int] = []
  /// The part of `upstreams` that must have ended well, when no condition says otherwise.
  package internal(set) var required: [Int] = []
  /// Groups and free tasks that the group depends on: all their tasks, as positions.
  package internal(set) var groupUpstreams: [[Int]] = []
  /// The group's condition and the task's own; both must hold.
  package let groupCondition: PlanCondition?
  package let condition: PlanCondition?
}

/// A parsed condition with its text for messages.
package struct PlanCondition: Sendable, Hashable {
  package let text: String
  let expression: Expression

  /// Whether it decides without regard to how the tasks before ended: when it looks at statuses
  /// itself or is a constant such as `${{ True }}`.
  package var decidesAlone: Bool { expression.readsStatus || expression.isConstant }

  init(_ text: String) throws(PlanError) {
    self.text = text
    do {
      guard let single = try ExpressionTemplate(text).single else {
        throw ExpressionError("a condition is one expression")
      }
      expression = single
    } catch {
      throw PlanError("condition \(text): \(error)")
    }
  }
}

/// Why a definition can't be laid out for a run.
package struct PlanError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
