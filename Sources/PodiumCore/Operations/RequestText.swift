// A prepared request as something to paste elsewhere: the `podium` command that does the same, or
// `curl`. Keys are never in them, and values whose names say they are secret are variables.
import JSON
import OrchestraAPI

/// Writes requests as commands of a shell.
package struct RequestText: Sendable {
  private let request: OperationRequest
  private let source: SourceLabel

  package init(_ request: OperationRequest, _ source: SourceLabel) {
    self.request = request
    self.source = source
  }

  /// The same as a command of Podium's: `podium pipelines start NAME --input k=v --branch …`.
  package var command: String {
    let arguments = request.arguments
    var words: [String]
    switch request.name {
    case "start_pipeline":
      words = ["pipelines", "start", ShellText.word(startName)]
      for input in arguments["run_inputs"]?.object?.members ?? [] {
        words += ["--input", Self.input(input.key, input.value)]
      }
      for option in ["branch", "commit", "environment", "version"] {
        guard let value = arguments[option] else { continue }
        words += ["--\(option)", ShellText.word(PipelineInput.text(value))]
      }
    case "rerun_pipeline_run":
      words = ["runs", "rerun", target] + Self.scope(arguments)
    default:
      words = ["runs", "cancel", target] + (arguments["force"]?.bool == true ? ["--force"] : [])
    }
    if source.isConfigured { words += ["--profile", ShellText.word(source.profile)] }
    return (["podium"] + words).joined(separator: " ")
  }

  /// The request itself; the shell fills in the key.
  package var curl: String {
    var words = [
      "curl", "-sS", "-X", request.preview.method,
      ShellText.word(source.base + request.preview.path),
      "-H", #""Authorization: Bearer $ORCHESTRA_API_KEY""#,
    ]
    if let account = source.accountID {
      words += ["-H", ShellText.word("X-Orchestra-Account-Id: \(account)")]
    }
    if let body = request.preview.body {
      words += ["-H", "'Content-Type: application/json'", "--data-raw", Self.body(body)]
    }
    return words.joined(separator: " ")
  }

  private var startName: String {
    request.subject.alias ?? request.arguments["pipeline"]?.string ?? ""
  }

  private var target: String {
    ShellText.word(request.arguments["pipeline_run_id"]?.string ?? "")
  }

  private static func scope(_ arguments: JSONObject) -> [String] {
    switch arguments["scope"]?.string {
    case "from_failed": return ["--from-failed"]
    case "tasks":
      let tasks = arguments["task_ids"]?.array?.compactMap(\.string) ?? []
      let downstream = arguments["continue_downstream"]?.bool == true ? ["--downstream"] : []
      return tasks.flatMap { ["--task", ShellText.word($0)] } + downstream
    case "all": return ["--all"]
    default: return []
    }
  }

  /// `name=value` as one word; a secret is the variable of its name.
  private static func input(_ name: String, _ value: JSONValue) -> String {
    guard !Redaction.isSecret(name) else {
      return ShellText.word("\(name)=") + ShellText.variable(variable(name))
    }
    return ShellText.word("\(name)=\(PipelineInput.text(Redaction.value(value)))")
  }

  /// The body in single quotes, interrupted where a secret's variable stands.
  private static func body(_ body: String) -> String {
    guard var value = try? JSONValue(parsing: body) else { return ShellText.quoted(body) }
    var secrets: [(mask: String, name: String)] = []
    value = masking(value, named: "", &secrets)
    var text = ShellText.quoted(value.text)
    for secret in secrets {
      text = text.replacing(secret.mask, with: "'\(ShellText.variable(variable(secret.name)))'")
    }
    return text
  }

  /// Secrets become marks, which become variables once the rest is quoted.
  private static func masking(
    _ value: JSONValue, named name: String, _ secrets: inout [(mask: String, name: String)]
  ) -> JSONValue {
    if Redaction.isSecret(name), !value.isNull {
      let mask = "podium-secret-\(secrets.count)-"
      secrets.append((mask, name))
      return .string(mask)
    }
    switch value {
    case .object(let object):
      return .object(
        JSONObject(
          pairs: object.members.map { member in
            (member.key, masking(member.value, named: member.key, &secrets))
          }))
    case .array(let items): return .array(items.map { masking($0, named: "", &secrets) })
    case .string(let text): return .string(Redaction.text(text))
    default: return value
    }
  }

  /// "db-password" is `DB_PASSWORD`.
  static func variable(_ name: String) -> String {
    let upper = name.uppercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
    }
    let word = String(upper)
    return word.first?.isNumber == true ? "_\(word)" : word
  }
}
