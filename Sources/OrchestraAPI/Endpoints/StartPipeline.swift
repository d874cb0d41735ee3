// Starting and re-running: one operation for both.
import HTTP
import JSON

/// Starts a pipeline, or restarts parts of one (`retryFromFailed`, `taskIDs`).
package struct StartPipeline: Endpoint {
  package typealias Output = StartedRun
  package static let route = Route(.post, "pipelines/{}/start")
  package static let effect = Effect.write

  /// Id or alias.
  package var pipeline: String
  package var versionNumber: Int?
  package var branch: String?
  package var commit: String?
  /// Name or id.
  package var environment: String?
  /// Task ids (not group ids) to run; empty means all.
  package var taskIDs: [String] = []
  /// Also run what comes after `taskIDs`; without it they are skipped.
  package var continueDownstreamRun: Bool?
  package var runInputs: JSONObject = JSONObject()
  /// VAR → {type, value}.
  package var environmentOverrides: JSONObject = JSONObject()
  package var retryFromFailed: Bool = false
  package var ciRunID: String?

  package init(pipeline: String) { self.pipeline = pipeline }

  private static let keys = [
    "versionNumber", "branch", "commit", "environment", "taskIds", "continueDownstreamRun",
    "runInputs", "environmentOverrides", "retryFromFailed", "ciRunId", "data",
  ]

  package init(_ call: Call) throws(APIProblem) {
    pipeline = call.captures[0]
    let body = try BodyFields(call.body)
    try body.refuseOthers(than: Self.keys)
    versionNumber = try body.int("versionNumber")
    branch = try body.string("branch")
    commit = try body.string("commit")
    environment = try body.string("environment")
    taskIDs = try body.strings("taskIds") ?? []
    continueDownstreamRun = try body.bool("continueDownstreamRun")
    runInputs = try body.object("runInputs") ?? JSONObject()
    environmentOverrides = try body.object("environmentOverrides") ?? JSONObject()
    retryFromFailed = try body.bool("retryFromFailed") ?? false
    ciRunID = try body.string("ciRunId")
  }

  package var call: Call {
    Call(captures: [pipeline], body: JSONValue.object(body).serialized())
  }

  /// The body as it is sent: only what is set.
  package var body: JSONObject {
    var body = JSONObject()
    body["versionNumber"] = versionNumber.map { .int(Int64($0)) }
    body["branch"] = branch.map { .string($0) }
    body["commit"] = commit.map { .string($0) }
    body["environment"] = environment.map { .string($0) }
    if !taskIDs.isEmpty { body["taskIds"] = .array(taskIDs.map { .string($0) }) }
    body["continueDownstreamRun"] = continueDownstreamRun.map { .bool($0) }
    if !runInputs.isEmpty { body["runInputs"] = .object(runInputs) }
    if !environmentOverrides.isEmpty {
      body["environmentOverrides"] = .object(environmentOverrides)
    }
    if retryFromFailed { body["retryFromFailed"] = true }
    body["ciRunId"] = ciRunID.map { .string($0) }
    return body
  }
}

/// The answer to a start. The run is `runID`; the wire's `id` is something else.
package struct StartedRun: Sendable, Equatable {
  package var id: String
  package var runID: PipelineRun.ID
  package var message: String

  package init(id: String, runID: PipelineRun.ID, message: String = "") {
    self.id = id
    self.runID = runID
    self.message = message
  }
}

extension StartedRun: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", runID: "")
    let start = reader.offset
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "id": id = try reader.text() ?? ""
      case "pipelineRunId": runID = try reader.id() ?? ""
      case "message": message = try reader.text() ?? ""
      default: try reader.skip()
      }
    }
    // Older servers answer with the run's id alone.
    if runID.text.isEmpty { runID = Identifier(id) }
    if runID.text.isEmpty { throw JSONError(.missingKey, offset: start) }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("pipelineRunId", runID)
      writer.member("message", message)
    }
  }
}
