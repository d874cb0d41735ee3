// The inputs a pipeline declares, and turning what is typed into values of their types.
import JSON
import OrchestraAPI
import PodiumCore

/// The type of an input, and how its text is read.
package enum InputKind: Sendable, Equatable {
  case text, number, boolean, list, dictionary
  /// "name=value name=value", for pipelines whose inputs are not known.
  case pairs

  init(_ word: String?) {
    switch word {
    case "number", "integer", "int", "float": self = .number
    case "boolean", "bool": self = .boolean
    case "list", "array": self = .list
    case "dict", "object": self = .dictionary
    default: self = .text
    }
  }

  /// Adds the value of a line to `inputs`; an empty line adds nothing.
  func read(
    _ text: String, name: String, into inputs: inout JSONObject
  ) throws(OperationProblem) {
    if case .pairs = self { return try readPairs(text, into: &inputs) }
    guard !text.isEmpty else { return }
    guard let value = value(text) else {
      throw OperationProblem("\(name) must be \(expectation), not \(text)")
    }
    inputs[name] = value
  }

  /// What the text means in this type; nil when it does not fit.
  private func value(_ text: String) -> JSONValue? {
    switch self {
    case .text, .pairs: return .string(text)
    case .number:
      let value = try? JSONValue(parsing: text)
      return value?.double == nil && value?.int == nil ? nil : value
    case .boolean: return ["true": .bool(true), "false": .bool(false)][text.lowercased()]
    case .list:
      let value = try? JSONValue(parsing: text)
      return value?.array == nil ? nil : value
    case .dictionary:
      let value = try? JSONValue(parsing: text)
      return value?.object == nil ? nil : value
    }
  }

  private func readPairs(
    _ text: String, into inputs: inout JSONObject
  ) throws(OperationProblem) {
    for pair in text.split(separator: " ") {
      guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
        throw OperationProblem("inputs are name=value, not \(pair)")
      }
      inputs[String(pair[..<equals])] = .string(String(pair[pair.index(after: equals)...]))
    }
  }

  private var expectation: String {
    switch self {
    case .text, .pairs: "text"
    case .number: "a number"
    case .boolean: "true or false"
    case .list: "a JSON list such as [1, 2]"
    case .dictionary: "a JSON object such as {\"a\": 1}"
    }
  }

  /// The word in hints.
  var word: String {
    switch self {
    case .text, .pairs: "text"
    case .number: "number"
    case .boolean: "true or false"
    case .list: "JSON list"
    case .dictionary: "JSON object"
    }
  }
}

/// One declared input.
package struct PipelineInput: Sendable, Equatable {
  package var name: String
  package var kind: InputKind
  package var isRequired: Bool
  /// The default as it would be typed.
  package var defaultText: String

  var hint: String { isRequired ? "\(kind.word), required" : kind.word }

  /// The inputs of a pipeline in their order; none when they are not known.
  package static func all(of pipeline: Pipeline?) -> [PipelineInput] {
    (pipeline?.inputs?.object?.members ?? []).map { member in
      let fields = member.value.object
      let value = fields?["default"].flatMap { $0.isNull ? nil : $0 }
      return PipelineInput(
        name: member.key, kind: InputKind(fields?["type"]?.string),
        isRequired: value == nil && fields?["optional"]?.bool != true,
        defaultText: value.map { $0.string ?? $0.text } ?? "")
    }
  }
}
