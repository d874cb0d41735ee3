// Who agrees to a write that a script asks for. Where it is production, or writes have to be armed, the
// name of the pipeline must be given, as in the dashboard's dialog; elsewhere the command says enough.
import Glibc
import JSON
import PodiumCore
import Time

/// The consent that a command line gives.
struct Consent: Sendable {
  static let options = [
    Option("--yes", "NAME", "the pipeline's alias or name: needed where it is production"),
    Option("--dry-run", nil, "print the request and send nothing"),
  ]

  private let name: String?
  private let isDryRun: Bool
  private let isJSON: Bool
  private let source: SourceLabel

  init(_ invocation: Invocation, _ source: SourceLabel) throws(CommandFailure) {
    name = invocation.arguments.text("--yes")
    isDryRun = invocation.arguments.has("--dry-run")
    isJSON = [Option.json, .jsonLines].contains { invocation.arguments.has($0.name) }
    self.source = source
  }

  /// The request with its consent, or why it is not sent.
  func agree(_ request: OperationRequest) async throws(WorkProblem) -> OperationRequest {
    if isDryRun { throw WorkProblem(.onlyShown, isJSON ? Self.json(request) : Self.text(request)) }
    let place = source.isProduction(environment: request.subject.environment)
    guard place || source.armsWrites else { return request }
    try check(request, isProduction: place)
    let now = Timestamp.now()
    return request.agreed(WriteConsent(at: now, arming: Arming(since: now, in: source)))
  }

  private func check(
    _ request: OperationRequest, isProduction: Bool
  ) throws(WorkProblem) {
    let subject = request.subject
    let names = [subject.alias, subject.pipelineName, subject.pipelineID?.text].compactMap { $0 }
    let wanted = names.first ?? subject.runID?.text ?? ""
    let why = isProduction ? "this is production" : "profile \(source.profile) arms its writes"
    guard let name else {
      throw WorkProblem(
        .refused, "\(why): \(request.preview.title) needs --yes \(ShellText.word(wanted))")
    }
    guard names.contains(where: { $0.lowercased() == name.lowercased() }) || name == wanted else {
      throw WorkProblem(
        .refused,
        "\(why): --yes \(name) is not its name; nothing was sent"
          + " (\(request.preview.title))")
    }
  }

  private static func text(_ request: OperationRequest) -> String {
    let preview = request.preview
    let body = preview.body.map { "\n" + Redaction.body($0) } ?? ""
    return "\(preview.method) \(preview.path)\(body)"
  }

  private static func json(_ request: OperationRequest) -> String {
    let preview = request.preview
    var object: JSONObject = [
      "title": .string(preview.title), "method": .string(preview.method),
      "path": .string(preview.path),
    ]
    if let body = preview.body.map({ Redaction.body($0) }) {
      object["body"] = (try? JSONValue(parsing: body)) ?? .string(body)
    }
    return JSONValue.object(object).text
  }
}
