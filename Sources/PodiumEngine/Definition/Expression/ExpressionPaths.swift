// Which paths can mean something at all: checked when an expression is parsed, before any run.
import YAML

/// The shape of paths.
enum ExpressionPaths {
  static let orchestraNames = [
    "PIPELINE_RUN_ID", "TASK_RUN_ID", "CURRENT_TIME", "PIPELINE_RUN_TASKS",
  ]

  /// What is wrong with a path; nil when it can be evaluated.
  static func problem(_ root: ExpressionRoot, _ steps: [ExpressionStep]) -> ExpressionError? {
    guard !steps.isEmpty else {
      return ExpressionError(
        "“\(root.rawValue)” needs a name", suggestion: "e.g. \(example(root))")
    }
    let quantifiers = steps.filter { $0 == .all || $0 == .any }
    guard quantifiers.isEmpty || root == .taskGroups else {
      return ExpressionError(".all() and .any() belong to task_groups['…']")
    }
    switch root {
    case .environment, .inputs, .matrix: return nil
    case .tasks: return tasks(steps)
    case .taskGroups: return groups(steps)
    case .orchestra: return orchestra(steps)
    }
  }

  private static func example(_ root: ExpressionRoot) -> String {
    switch root {
    case .environment: "ENV.NAME"
    case .inputs: "inputs.name"
    case .matrix: "matrix.name"
    case .orchestra: "ORCHESTRA.PIPELINE_RUN_ID"
    case .tasks: "tasks['id'].status"
    case .taskGroups: "task_groups['id'].all().status"
    }
  }

  private static func tasks(_ steps: [ExpressionStep]) -> ExpressionError? {
    let word = steps.count > 1 ? steps[1].name?.lowercased() : nil
    if word == "status", steps.count == 2 { return nil }
    if word == "outputs", steps.count > 2 { return nil }
    return ExpressionError(
      "a task has a status and outputs", suggestion: "e.g. tasks['id'].status == 'SUCCEEDED'")
  }

  private static func groups(_ steps: [ExpressionStep]) -> ExpressionError? {
    let rest = steps.dropFirst().filter { $0 != .all && $0 != .any }
    if rest.count == 1, rest.first?.name == "status", steps.count <= 3 { return nil }
    return ExpressionError(
      "a group has a status", suggestion: "e.g. task_groups['id'].any().status == 'FAILED'")
  }

  private static func orchestra(_ steps: [ExpressionStep]) -> ExpressionError? {
    guard let name = steps[0].name, orchestraNames.contains(name) else {
      let word = steps[0].name ?? "?"
      return ExpressionError(
        "ORCHESTRA has no “\(word)”",
        suggestion: NearestWord.question(word, in: orchestraNames)
          ?? "known are \(orchestraNames.joined(separator: ", "))")
    }
    guard name == "PIPELINE_RUN_TASKS" else {
      return steps.count == 1 ? nil : ExpressionError("ORCHESTRA.\(name) has no parts")
    }
    if steps.count > 3, steps[2].name == "OUTPUTS" { return nil }
    return ExpressionError(
      "a task run has outputs", suggestion: "ORCHESTRA.PIPELINE_RUN_TASKS['id'].OUTPUTS['name']")
  }
}
