// One line of the trigger form: what it is for, what was put in, and whether it can be sent so.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A field with its value as text; choices are texts, too.
package struct FormField {
  /// What the field is for.
  package enum Kind: Equatable {
    case input(PipelineInput)
    /// Inputs of a pipeline that declares none, or is not known.
    case pairs
    case environment, branch, commit, version
  }

  package let name: String
  package let kind: Kind
  package private(set) var field: TextField
  /// Whether the value is the one that was sent last.
  package private(set) var isRemembered = false
  /// What is taken when nothing is put in, as far as it is known.
  let fallback: String?

  package init(_ name: String, _ kind: Kind, _ text: String = "", fallback: String? = nil) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    field = TextField(text)
  }

  package init(_ input: PipelineInput) {
    let fallback = input.defaultValue.map(PipelineInput.text)
    self.init(input.name, .input(input), fallback: fallback)
  }

  package var text: String { field.text }
  /// Whether its name says that its value is to be hidden.
  package var isSecret: Bool { Redaction.isSecret(name) }
  /// Whether nothing can be sent without it.
  package var isRequired: Bool {
    if case .input(let input) = kind { input.isRequired } else { false }
  }

  /// The values there are, where they can be counted; none means any text.
  package func choices(_ environments: [Environment]) -> [String] {
    switch kind {
    case .input(let input) where !input.choices.isEmpty: input.choices.map(PipelineInput.text)
    case .input(let input) where input.kind == .boolean: ["true", "false"]
    case .environment: environments.map(\.name)
    default: []
    }
  }

  /// Adds the value to what is sent: to the options, or to the inputs.
  package func read(
    into options: inout JSONObject, _ inputs: inout JSONObject
  ) throws(InputProblem) {
    switch kind {
    case .input(let input): inputs[name] = try input.read(text)
    case .pairs:
      for member in try InputKind.pairs(text).members { inputs[member.key] = member.value }
    case .version where !text.isEmpty:
      guard let number = Int64(text), number > 0 else { throw InputProblem("a whole number") }
      options[name] = .int(number)
    case .environment, .branch, .commit, .version:
      if !text.isEmpty { options[name] = .string(text) }
    }
  }

  /// What is expected instead; nil when it can be sent so. Nothing is asked of an empty field here.
  package var problem: InputProblem? {
    guard !text.isEmpty else { return nil }
    var (options, inputs) = (JSONObject(), JSONObject())
    do throws(InputProblem) {
      try read(into: &options, &inputs)
      return nil
    } catch {
      return error
    }
  }

  /// The type and what is to be known: "number, required".
  package var hint: String {
    var words: [String] = []
    switch kind {
    case .input(let input):
      words.append(input.choices.isEmpty ? input.kind.word : "one of \(input.choices.count)")
      if input.isRequired { words.append("required") }
    case .pairs: words.append("name=value, name=value")
    case .environment, .branch, .commit, .version: break
    }
    if isRemembered { words.append("last used") }
    return words.joined(separator: ", ")
  }

  /// What stands in an empty field.
  package var placeholder: String {
    if let fallback {
      return kind == .version ? "the newest, \(fallback)" : "default \(fallback)"
    }
    return switch kind {
    case .input(let input): input.isRequired ? "" : "not set"
    case .pairs: "none"
    case .environment, .branch: "the usual"
    case .commit, .version: "the newest"
    }
  }
}

extension FormField {
  /// Takes a key; false if it means nothing here.
  package mutating func handle(_ key: Key, _ environments: [Environment]) -> Bool {
    let choices = choices(environments)
    let before = text
    let isTaken = choices.isEmpty ? field.handle(key) : choose(key, choices)
    if text != before { isRemembered = false }
    return isTaken
  }

  private mutating func choose(_ key: Key, _ choices: [String]) -> Bool {
    switch key {
    case .right, .char(" "): cycle(by: 1, choices)
    case .left: cycle(by: -1, choices)
    case .backspace, .delete, .ctrl("u"): field = TextField()
    case .char(let character): jump(to: character, choices)
    case .paste(let text):
      if let choice = choices.first(where: { $0 == text }) { field = TextField(choice) }
    default: return false
    }
    return true
  }

  /// Through all choices and, where nothing need be chosen, through nothing.
  private mutating func cycle(by step: Int, _ choices: [String]) {
    let stops = isRequired ? choices : [""] + choices
    guard let at = stops.firstIndex(of: text) else {
      field = TextField(step > 0 ? stops[0] : stops[stops.count - 1])
      return
    }
    field = TextField(stops[(at + step + stops.count) % stops.count])
  }

  /// To the next choice that begins so.
  private mutating func jump(to character: Character, _ choices: [String]) {
    let at = choices.firstIndex(of: text).map { $0 + 1 } ?? 0
    let order = choices[at...] + choices[..<at]
    let letter = character.lowercased()
    if let choice = order.first(where: { $0.lowercased().hasPrefix(letter) }) {
      field = TextField(choice)
    }
  }

  /// Puts in what was sent last, if it still fits and can be shown wholly.
  package mutating func remember(_ value: JSONValue) {
    field = TextField(PipelineInput.text(value))
    isRemembered = !text.isEmpty && text == PipelineInput.text(value) && problem == nil
    if !isRemembered { field = TextField() }
  }

  /// Back to what the pipeline takes by itself.
  package mutating func forget() {
    guard isRemembered else { return }
    field = TextField()
    isRemembered = false
  }
}
