// One line of the audit file: who asked for what, when, of what, and what came of it. Secrets are
// masked by their names. Pure: writing it is AuditFile's.
import JSON
import OrchestraAPI
import Time

/// A write that is about to be sent, and then how it ended: two lines with the same id.
package struct AuditRecord: Sendable {
  /// Who sits at this machine.
  package struct Author: Sendable, Equatable {
    package var user: String
    package var machine: String

    package init(user: String, machine: String) {
      self.user = user
      self.machine = machine
    }
  }

  /// The two lines of a write.
  package enum Stage: Sendable {
    /// Before anything is sent.
    case intent
    /// Afterwards; the status is what the server answered with, if it did.
    case outcome(OperationOutcome, status: Int?)
  }

  /// Joins the two lines.
  let id: String
  let author: Author
  let source: SourceLabel
  let request: OperationRequest

  /// The line, without its end.
  func line(_ stage: Stage, at now: Timestamp) -> JSONValue {
    var line: JSONObject = [
      "at": .string(now.iso8601), "id": .string(id), "stage": "intent",
      "user": .string("\(author.user)@\(author.machine)"), "profile": .string(source.profile),
      "server": .string(source.host), "operation": .string(request.name),
      "title": .string(request.preview.title), "target": .object(target),
    ]
    switch stage {
    case .intent:
      line["cause"] = request.cause.map { .string(Redaction.text($0)) }
      line["request"] = .object(sent)
    case .outcome(let outcome, let status):
      line["stage"] = "outcome"
      line["result"] = .string(outcome.word)
      line["status"] = status.map { .int(Int64($0)) }
      line["message"] = .string(Redaction.text(outcome.message))
      if case .done(let result) = outcome, let run = result.startedRun {
        line["started_run"] = .string(run.text)
      }
    }
    return .object(line)
  }

  private var target: JSONObject {
    let subject = request.subject
    var target = JSONObject()
    target["run"] = subject.runID.map { .string($0.text) }
    target["pipeline"] = subject.pipelineID.map { .string($0.text) }
    target["name"] = subject.pipelineName.map { .string($0) }
    target["environment"] = subject.environment.map { .string($0) }
    return target
  }

  private var sent: JSONObject {
    var sent: JSONObject = [
      "method": .string(request.preview.method), "path": .string(request.preview.path),
    ]
    if let body = request.preview.body {
      sent["body"] = (try? JSONValue(parsing: body)).map { Redaction.value($0) }
    }
    return sent
  }
}

extension OperationOutcome {
  /// "done", "refused", "failed" or "unknown".
  package var word: String {
    switch self {
    case .done: "done"
    case .refused: "refused"
    case .failed: "failed"
    case .unknown: "unknown"
    }
  }
}
