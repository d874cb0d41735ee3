// Conditions and `${{ … }}` in parameters: syntax, and names that exist.
import JSON
import YAML

extension DefinitionReader {
  mutating func condition(_ node: YAMLNode?, group: String?, isInMatrix: Bool) -> String? {
    guard let node, let text = checker.word(node, "condition") else { return nil }
    guard let template = template(node, text) else { return text }
    guard let expression = template.single else {
      checker.report(
        "a condition is one expression", at: node, hint: "e.g. ${{ inputs.full == true }}")
      return text
    }
    expressions.append(
      FoundExpression(expression: expression, node: node, group: group, isInMatrix: isInMatrix))
    return text
  }

  /// Notes the expressions of all texts below a node.
  mutating func findExpressions(_ node: YAMLNode?, group: String?, isInMatrix: Bool) {
    guard let node else { return }
    switch node.content {
    case .mapping(let entries):
      for entry in entries {
        findExpressions(entry.value, group: group, isInMatrix: isInMatrix)
      }
    case .sequence(let items):
      for item in items { findExpressions(item, group: group, isInMatrix: isInMatrix) }
    case .scalar(.string(let text), _, _) where text.contains("${{"):
      for expression in template(node, text)?.expressions ?? [] {
        expressions.append(
          FoundExpression(expression: expression, node: node, group: group, isInMatrix: isInMatrix)
        )
      }
    case .scalar: break
    }
  }

  private mutating func template(_ node: YAMLNode, _ text: String) -> ExpressionTemplate? {
    do {
      return try ExpressionTemplate(text)
    } catch {
      checker.report(
        error.description, at: place(in: node, text, error.offset), path: node.path,
        hint: error.suggestion)
      return nil
    }
  }

  /// The place of a character of a scalar on one line; the scalar's place where that can't be told.
  private func place(in node: YAMLNode, _ text: String, _ offset: Int?) -> YAMLMark {
    guard let offset, case .scalar(_, _, let quoted) = node.content, node.mark != .nowhere,
      let line = checker.source.line(node.mark.line)
    else { return node.mark }
    let start = node.mark.column - 1 + (quoted ? 1 : 0)
    guard line.dropFirst(start).hasPrefix(text) else { return node.mark }
    return YAMLMark(line: node.mark.line, column: start + 1 + offset)
  }

  mutating func checkExpressions(_ definition: PipelineDefinition) {
    let names = KnownNames(definition)
    for found in expressions where !checker.isFull {
      for reference in found.expression.references {
        guard let problem = problem(reference, found, names) else { continue }
        checker.report(problem.description, at: found.node, hint: problem.suggestion)
      }
    }
  }

  private func problem(
    _ reference: ExpressionReference, _ found: FoundExpression, _ names: KnownNames
  ) -> ExpressionError? {
    switch reference {
    case .environment, .run: nil
    case .input(let name): unknown("input", name, names.inputs)
    case .status(let id), .output(let id): unknown("task", id, names.tasks)
    case .groupStatus(let id): unknown("group", id, names.groups)
    case .matrix(let name):
      if !found.isInMatrix {
        ExpressionError("“matrix.\(name)” stands outside of a group with a matrix")
      } else {
        unknown("matrix input", name, names.matrix[found.group ?? ""] ?? [])
      }
    }
  }

  private func unknown(_ kind: String, _ name: String, _ known: Set<String>) -> ExpressionError? {
    guard !known.contains(name) else { return nil }
    return ExpressionError(
      "there is no \(kind) “\(name)”",
      suggestion: NearestWord.question(name, in: known.sorted()))
  }

  /// Every trigger must give the inputs that have no default, with their types, and no others.
  mutating func checkInputs(_ declared: [InputDeclaration]) {
    for node in runInputs {
      for problem in InputCheck.problems(node.json.object ?? [:], declared) {
        let place = node[problem.input] ?? node
        checker.report(
          problem.message, at: place.mark, path: node.path.appending(.key(problem.input)),
          hint: problem.suggestion)
      }
    }
  }
}

/// The names that expressions of a definition may use.
private struct KnownNames {
  let inputs: Set<String>
  let tasks: Set<String>
  var groups: Set<String> = []
  /// The inputs of each group's matrix.
  var matrix: [String: Set<String>] = [:]

  init(_ definition: PipelineDefinition) {
    inputs = Set(definition.inputs.map(\.name))
    tasks = Set(definition.tasks.map(\.id))
    for case .group(let group) in definition.nodes {
      groups.insert(group.id)
      matrix[group.id] = group.matrix.map { [$0.input] } ?? []
    }
  }
}
