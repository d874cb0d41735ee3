// A parameter of an operation as scripts write it: an operand, or an option with its value. One rule for
// all operations; the table holds only what people call otherwise.
import JSON
import OrchestraAPI
import PodiumCore
import Time

/// The two names of a parameter.
struct VerbParameter: Sendable {
  let parameter: OperationParameter

  init(_ parameter: OperationParameter) { self.parameter = parameter }

  /// Parameters that stand without an option, by what help calls them.
  private static let operands = [
    "pipeline_run_id": "RUN", "other_pipeline_run_id": "OTHER", "task_run_id": "TASK",
    "pipeline": "PIPELINE", "pipeline_id": "PIPELINE", "filename": "FILE", "pattern": "PATTERN",
  ]
  private static let options = [
    "time_from": "--since", "time_to": "--until", "window_hours": "--hours",
    "pipelines": "--pipeline", "pipeline_ids": "--pipeline", "pipeline_run_ids": "--id",
    "task_run_ids": "--id", "run_inputs": "--input", "timeout_seconds": "--timeout",
    "task_ids": "--task", "continue_downstream": "--downstream",
  ]
  private static let values = [
    "--since": "TIME", "--until": "TIME", "--hours": "N", "--pipeline": "NAME", "--id": "ID",
    "--status": "STATUS", "--input": "NAME=VALUE", "--timeout": "TIME", "--task": "TASK",
    "--filter": "WORDS",
  ]

  /// What help calls it where it stands without an option; nil for options.
  var operand: String? { Self.operands[parameter.name] }

  /// "--since".
  var optionName: String {
    Self.options[parameter.name] ?? "--" + parameter.name.replacing("_", with: "-")
  }

  var option: Option {
    let name = optionName
    var value: String?
    if parameter.kind != .boolean {
      value = Self.values[name] ?? (parameter.kind == .integer ? "N" : "TEXT")
    }
    return Option(name, value, summary, choices: choices)
  }

  private var summary: String { Self.small(parameter.summary) }

  /// A sentence of the table as help says it: small, without its end.
  static func small(_ sentence: String) -> String {
    let text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    guard let first = text.first, first.isUppercase,
      text.dropFirst().first.map({ !$0.isUppercase }) ?? true
    else { return text }
    return first.lowercased() + text.dropFirst()
  }

  private var choices: [String] {
    if case .oneOf(let words) = parameter.kind { return words }
    return parameter.name == "status" ? RunWords.statuses : []
  }

  /// The value that was given as an option; nil when it was not.
  func value(_ arguments: Arguments) throws(CommandFailure) -> JSONValue? {
    let texts = arguments.texts(optionName)
    guard let last = texts.last else { return nil }
    switch parameter.kind {
    case .boolean: return true
    case .integer: return .int(try integer(last))
    case .strings, .words: return .array(texts.map { .string($0) })
    case .object: return .object(try pairs(texts))
    case .string, .oneOf: return .string(last)
    }
  }

  private func integer(_ text: String) throws(CommandFailure) -> Int64 {
    if parameter.name.hasSuffix("_seconds"), let duration = WorkWindow.duration(text) {
      return duration.milliseconds / 1000
    }
    guard let number = Int64(text) else {
      throw .usage("\(optionName) wants a whole number, not '\(text)'")
    }
    return number
  }

  private func pairs(_ texts: [String]) throws(CommandFailure) -> JSONObject {
    var object = JSONObject()
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw .usage("\(optionName) wants NAME=VALUE, not '\(text)'")
      }
      object[String(text[..<equals])] = .string(String(text[text.index(after: equals)...]))
    }
    return object
  }
}

/// Words about runs that options take.
enum RunWords {
  static let statuses = RunStatus.known.map { $0.word.lowercased() }
}

extension Arguments {
  /// The option's value as a length of time, nil if it was not given.
  func time(_ option: Option) throws(CommandFailure) -> Duration? {
    guard let text = text(option.name) else { return nil }
    guard let duration = WorkWindow.duration(text) else {
      throw .usage("\(option.name) wants a time such as 90s, 30m or 2h, not '\(text)'")
    }
    return duration
  }
}
