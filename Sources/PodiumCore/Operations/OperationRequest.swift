// An operation that is ready to go: its targets are frozen, its request is what the dialog shows.
import JSON
import OrchestraAPI
import OrchestraClient

/// One prepared operation. Performing it sends exactly what `preview` says.
package struct OperationRequest: Sendable {
  /// Name in the operation table.
  package let name: String
  package let effect: OperationEffect
  package let arguments: JSONObject
  package let preview: OperationPreview
  /// What it is done to: for questions and the audit file.
  package let subject: OperationSubject
  /// The workspace it was made for; it is sent to no other.
  package let source: SourceLabel?
  /// The run that shows a mark while the request is under way.
  package let target: PipelineRun.ID?
  package let mark: PendingMark.Kind?
  /// Why, in the words of whoever asked for it; stays in the audit file.
  package var cause: String?
  /// Who agreed to it and when; the store refuses what needs it and has none.
  package var consent: WriteConsent?
  let send: @Sendable (Client) async throws(ClientError) -> OperationResult

  /// The same request with the word of whoever agreed to it.
  package func agreed(_ consent: WriteConsent) -> OperationRequest {
    var request = self
    request.consent = consent
    return request
  }
}

/// What an operation is done to, as it was when the request was made.
package struct OperationSubject: Sendable, Equatable {
  package var runID: PipelineRun.ID?
  package var pipelineID: Pipeline.ID?
  package var pipelineName: String?
  package var alias: String?
  /// Name of the environment; nil when it is not known.
  package var environment: String?

  package init() {}

  /// What people call the pipeline: its alias, else its name.
  package var shortName: String? { alias ?? pipelineName }
}

/// What the dialog shows: the exact request and what it means.
package struct OperationPreview: Sendable, Equatable {
  /// "Cancel run 3b80c185 of Nightly ELT".
  package var title: String
  /// "POST".
  package var method: String
  /// Path and query as on the wire, without the host.
  package var path: String
  /// The body as on the wire; nil when there is none.
  package var body: String?
  /// What the user should know before, one line each.
  package var notes: [String]
}

/// What came of an operation.
package struct OperationResult: Sendable, Equatable {
  /// The answer as JSON.
  package var value: JSONValue
  /// One line for people.
  package var message: String
  /// The run that was started: follow it.
  package var startedRun: PipelineRun.ID?

  package init(value: JSONValue, message: String, startedRun: PipelineRun.ID? = nil) {
    self.value = value
    self.message = message
    self.startedRun = startedRun
  }
}

/// How performing ended.
package enum OperationOutcome: Sendable, Equatable {
  case done(OperationResult)
  /// Nothing was sent.
  case refused(WriteBarrier)
  /// The server or the way to it said no; nothing has changed.
  case failed(String)
  /// It is not known whether the request arrived: look before repeating it.
  case unknown(String)

  /// One line for people.
  package var message: String {
    switch self {
    case .done(let result): result.message
    case .refused(let barrier): barrier.reason
    case .failed(let message), .unknown(let message): message
    }
  }
}

/// One request with its meaning, before it becomes an `OperationRequest`.
struct BoundOperation: Sendable {
  var title: String
  var notes: [String] = []
  var subject = OperationSubject()
  var target: PipelineRun.ID?
  var mark: PendingMark.Kind?
  var method: String
  var path: String
  var body: String?
  var send: @Sendable (Client) async throws(ClientError) -> OperationResult

  /// - Parameter describe: words and started run of a good answer.
  init<E: Endpoint>(
    _ endpoint: E, title: String, purpose: String,
    describe: @escaping @Sendable (E.Output) -> (message: String, startedRun: PipelineRun.ID?)
  ) {
    let request = endpoint.request
    self.title = title
    method = request.method.rawValue
    path = request.target
    body = request.body.isEmpty ? nil : String(decoding: request.body, as: UTF8.self)
    send = { (client) async throws(ClientError) in
      let output = try await client.call(endpoint, priority: .asked, purpose: purpose)
      let words = describe(output)
      let value = (try? JSONValue(parsing: E.encode(output).body)) ?? .null
      return OperationResult(
        value: value, message: words.message, startedRun: words.startedRun)
    }
  }
}
