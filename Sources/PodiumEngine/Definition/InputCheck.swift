// Inputs of a run against what the pipeline declares: types, defaults, what is missing or unknown.
import JSON
import YAML

/// What is wrong with one input of a run.
package struct InputProblem: Sendable, Hashable {
  /// What is wrong with the input.
  package enum Kind: Sendable, Hashable {
    /// The platform answers 400 to this.
    case missing
    /// …and 422 to these.
    case unknown
    case wrongType
  }

  package let input: String
  package let kind: Kind
  package let message: String
  package let suggestion: String?
}

/// Checks and completes inputs.
package enum InputCheck {
  /// All problems; empty when a run can start with these inputs.
  package static func problems(
    _ given: JSONObject, _ declared: [InputDeclaration]
  ) -> [InputProblem] {
    var problems: [InputProblem] = []
    let names = declared.map(\.name)
    for member in given.members where !names.contains(member.key) {
      problems.append(
        InputProblem(
          input: member.key, kind: .unknown,
          message: "the pipeline has no input “\(member.key)”",
          suggestion: NearestWord.question(member.key, in: names)))
    }
    for input in declared {
      let value = given[input.name]
      if let value, !value.isNull {
        if let problem = typeProblem(value, input) { problems.append(problem) }
      } else if input.isRequired {
        problems.append(
          InputProblem(
            input: input.name, kind: .missing,
            message: "Missing required pipeline input: \(input.name)", suggestion: nil))
      }
    }
    return problems
  }

  /// The inputs a run works with: what is given, else the default, else null. Texts become numbers
  /// or booleans where the declaration says so, because command lines and forms know only texts.
  package static func completed(
    _ given: JSONObject, _ declared: [InputDeclaration]
  ) -> JSONObject {
    var values: JSONObject = [:]
    for input in declared {
      if let value = given[input.name], !value.isNull {
        values[input.name] = read(value, as: input.type) ?? value
      } else {
        values[input.name] = input.defaultValue ?? .null
      }
    }
    return values
  }

  private static func typeProblem(_ value: JSONValue, _ input: InputDeclaration) -> InputProblem? {
    if value.string?.contains("${{") == true || read(value, as: input.type) != nil { return nil }
    return InputProblem(
      input: input.name, kind: .wrongType,
      message: "input “\(input.name)” must be a \(input.type.rawValue), but this is "
        + value.kindWords,
      suggestion: nil)
  }

  /// The value as the type has it; nil when it is none of it.
  private static func read(_ value: JSONValue, as type: InputType) -> JSONValue? {
    if type.admits(value) { return value }
    guard let text = value.string else { return nil }
    switch (type, YAMLScalar(plain: text)) {
    case (.number, .int(let number)): return .int(number)
    case (.number, .double(let number)) where number.isFinite: return .double(number)
    case (.boolean, .bool(let flag)): return .bool(flag)
    case (.dict, _), (.list, _):
      guard let parsed = try? JSONValue(parsing: text), type.admits(parsed) else { return nil }
      return parsed
    default: return nil
    }
  }
}
