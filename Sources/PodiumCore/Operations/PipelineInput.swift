// The inputs a pipeline declares, and reading what is typed for them: the same rules for the form in
// the dashboard and for `--input name=value`.
import JSON
import OrchestraAPI

/// The type of an input.
package enum InputKind: Sendable, Equatable {
  case text, number, boolean, list, dictionary

  /// - Parameter word: the platform's; unknown ones are texts.
  init(_ word: String?) {
    switch word {
    case "number", "integer", "int", "float": self = .number
    case "boolean", "bool": self = .boolean
    case "list", "array": self = .list
    case "dict", "object": self = .dictionary
    default: self = .text
    }
  }

  /// The platform's word.
  package var word: String {
    switch self {
    case .text: "string"
    case .number: "number"
    case .boolean: "boolean"
    case .list: "list"
    case .dictionary: "dict"
    }
  }
}

/// One declared input.
package struct PipelineInput: Sendable, Equatable {
  package var name: String
  package var kind: InputKind
  /// Must be given: it has no default and is not optional.
  package var isRequired = false
  package var defaultValue: JSONValue?
  /// The only values allowed; empty means any.
  package var choices: [JSONValue] = []

  package init(_ name: String, _ kind: InputKind) {
    self.name = name
    self.kind = kind
  }

  /// Most choices taken from a declaration.
  static let choicesMax = 200

  /// The inputs of a pipeline in their order; none when they are not known.
  package static func all(of pipeline: Pipeline?) -> [PipelineInput] {
    (pipeline?.inputs?.object?.members ?? []).map { member in
      let fields = member.value.object
      var input = PipelineInput(member.key, InputKind(fields?["type"]?.string))
      if let value = fields?["default"], !value.isNull { input.defaultValue = value }
      input.isRequired = input.defaultValue == nil && fields?["optional"]?.bool != true
      input.choices = Array((fields?["enum"]?.array ?? []).prefix(choicesMax))
      return input
    }
  }

  /// What the text means in this input's type. An empty text is no value.
  package func read(_ text: String) throws(InputProblem) -> JSONValue? {
    guard !text.isEmpty else {
      if isRequired { throw InputProblem("required") }
      return nil
    }
    // The platform fills in its expressions whatever the type is.
    if kind != .text, text.contains("${{") { return .string(text) }
    let value = try kind.read(text)
    guard choices.isEmpty || choices.contains(value) else {
      throw InputProblem("one of \(choices.map(Self.text).joined(separator: ", "))")
    }
    return value
  }

  /// The value as it would be typed.
  package static func text(_ value: JSONValue) -> String { value.string ?? value.text }
}

/// What is expected of a text instead, in few words: "a number".
package struct InputProblem: Error, Sendable, Equatable {
  package let expected: String

  package init(_ expected: String) { self.expected = expected }
}

extension InputKind {
  fileprivate func read(_ text: String) throws(InputProblem) -> JSONValue {
    switch self {
    case .text: return .string(text)
    case .number:
      let value = try? JSONValue(parsing: text)
      guard let value, value.double?.isFinite == true else { throw InputProblem("a number") }
      return value
    case .boolean:
      guard let flag = ["true": true, "false": false][text.lowercased()] else {
        throw InputProblem("true or false")
      }
      return .bool(flag)
    case .list:
      let value = try Self.json(text, opening: "[", "a list: a, b or [1, 2]")
      return value ?? .array(Self.words(text).map { .string($0) })
    case .dictionary:
      let expected = "a dict: a=1, b=2 or {\"a\": 1}"
      if let value = try Self.json(text, opening: "{", expected) { return value }
      return .object(try Self.pairs(text, expected))
    }
  }

  /// The JSON of a text that begins like it; nil for one that does not.
  private static func json(
    _ text: String, opening: Character, _ expected: String
  ) throws(InputProblem) -> JSONValue? {
    guard let first = text.first(where: { $0 != " " }), first == "[" || first == "{" else {
      return nil
    }
    guard first == opening else { throw InputProblem(expected) }
    do throws(JSONError) {
      return try JSONValue(parsing: text)
    } catch {
      throw InputProblem("JSON; \(error.kind.rawValue) at \(error.offset + 1)")
    }
  }

  /// The texts between commas.
  private static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { String(trimmed($0)) }.filter { !$0.isEmpty }
  }

  /// "a=1, b=2": values are texts; JSON has the other types.
  package static func pairs(
    _ text: String, _ expected: String = "name=value, name=value"
  ) throws(InputProblem) -> JSONObject {
    var object = JSONObject()
    for word in words(text) {
      guard let equals = word.firstIndex(of: "=") else { throw InputProblem(expected) }
      let name = String(trimmed(word[..<equals]))
      guard !name.isEmpty else { throw InputProblem(expected) }
      object[name] = .string(String(trimmed(word[word.index(after: equals)...])))
    }
    return object
  }

  private static func trimmed(_ text: some StringProtocol) -> Substring {
    let start = Substring(text).drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }
}
