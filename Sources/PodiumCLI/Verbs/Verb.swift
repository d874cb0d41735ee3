// Verbs from the operation table: operands and options are its parameters, help is its summaries, the
// result is its result. Nothing of an operation is described twice.
import JSON
import PodiumCore

/// An operation as a command of the program.
struct Verb: Sendable {
  let spec: OperationSpec
  let name: String
  let face: VerbFace

  /// nil for operations that have no verb.
  init?(_ spec: OperationSpec) {
    guard let name = spec.verb, spec.isDoneAtOnce else { return nil }
    self.spec = spec
    self.name = name
    face = VerbFace.all[spec.name] ?? VerbFace()
  }

  /// Those that stand without an option, needed ones first.
  private var operands: [VerbParameter] {
    let all = spec.parameters.map { VerbParameter($0) }
      .filter { $0.operand != nil && !face.hidden.contains($0.parameter.name) }
    return all.filter(\.parameter.isRequired) + all.filter { !$0.parameter.isRequired }
  }

  private var optional: [VerbParameter] {
    spec.parameters.map { VerbParameter($0) }
      .filter { $0.operand == nil && !face.hidden.contains($0.parameter.name) }
  }

  var command: Command {
    let words = operands.map { operand in
      operand.parameter.isRequired ? operand.operand ?? "" : "[\(operand.operand ?? "")]"
    }
    let writes = spec.effect.isWrite ? Consent.options : []
    return Command(
      name, face.summary ?? translated(VerbParameter.small(spec.summary)),
      operands: face.operands ?? words.joined(separator: " "),
      options: optional.map(\.option) + face.options + writes + [.json, .jsonLines]
        + Option.connection,
      details: face.details
    ) { invocation throws(CommandFailure) in
      try VerbCall.run(self, invocation)
    }
  }

  /// The operation's arguments as the words say them.
  func arguments(_ invocation: Invocation) throws(CommandFailure) -> JSONObject {
    var values = JSONObject()
    let operands = operands
    let given = face.operands == nil ? try invocation.operands(atMost: operands.count) : []
    for (operand, text) in zip(operands, given) {
      values[operand.parameter.name] = .string(text)
    }
    if face.operands == nil, given.count < operands.count,
      operands[given.count].parameter.isRequired
    {
      let missing = operands[given.count]
      throw .usage(
        "podium \(name) wants \(missing.operand ?? ""): "
          + VerbParameter.small(missing.parameter.summary))
    }
    for parameter in optional {
      values[parameter.parameter.name] = try parameter.value(invocation.arguments)
    }
    try face.complete(invocation.arguments, &values)
    return values
  }

  /// A message of the operation with the names that scripts use.
  func translated(_ message: String) -> String {
    spec.parameters.reduce(message) { text, parameter in
      guard parameter.name.contains("_") else { return text }
      let verb = VerbParameter(parameter)
      return text.replacing(parameter.name, with: verb.operand ?? verb.optionName)
    }
  }
}

/// The verbs of the table, grouped by what they are about.
enum Verbs {
  static let all: [Command] = {
    let made = OperationTable.standard.specs.compactMap { Verb($0)?.command }
    let order = CommandTable.nouns.map(\.word)
    let first = order.flatMap { noun in
      made.filter { $0.words.first == noun }.sorted { $0.name < $1.name }
    }
    return first + made.filter { command in !order.contains(command.words.first ?? "") }
  }()
}
