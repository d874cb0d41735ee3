// A pipeline run: one row of the main list.
import JSON
import Time

/// One execution of a pipeline.
package struct PipelineRun: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<PipelineRun>

  package var id: ID
  package var pipelineID: Pipeline.ID
  package var pipelineName: String
  package var accountID: Account.ID?
  package var environmentID: Environment.ID?
  package var environmentName: String?
  package var status: RunStatus
  package var message: String
  package var triggeredBy: [TriggeredBy] = []
  package var versionNumber: Int?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp?
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
  package var branch: String?
  package var commit: String?
  package var gitLink: String?
  package var hasAnomalies: Bool = false
  /// The definition as run (camelCase model), where the server sends it.
  package var definition: Boxed<JSONValue>?

  package init(
    id: ID, pipelineID: Pipeline.ID, pipelineName: String, status: RunStatus,
    message: String = "", createdAt: Timestamp
  ) {
    self.id = id
    self.pipelineID = pipelineID
    self.pipelineName = pipelineName
    self.status = status
    self.message = message
    self.createdAt = createdAt
  }

  /// From the start (or creation) to the end, or to `now` while it lasts. nil before it is created.
  package func duration(now: Timestamp) -> Duration {
    (completedAt ?? (status.isTerminal ? updatedAt ?? now : now)) - (startedAt ?? createdAt)
  }
}

/// A value on the heap, for rare and large parts of small rows.
package final class Boxed<Value: Sendable & Equatable>: Sendable, Equatable {
  package let value: Value

  package init(_ value: Value) { self.value = value }

  package static func == (a: Boxed, b: Boxed) -> Bool { a === b || a.value == b.value }
}

extension PipelineRun: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(
      id: "", pipelineID: "", pipelineName: "", status: .other(""),
      createdAt: Timestamp(microseconds: 0))
    let start = reader.offset
    try reader.object { (reader, key) throws(JSONError) in
      if try !readCore(&reader, key), try !readDetails(&reader, key) { try reader.skip() }
    }
    if id.text.isEmpty { throw JSONError(.missingKey, offset: start) }
  }

  private mutating func readCore(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "id": id = try reader.id() ?? ""
    case "pipelineId": pipelineID = try reader.id() ?? ""
    case "pipelineName": pipelineName = try reader.text() ?? ""
    case "accountId": accountID = try reader.id()
    case "runStatus": status = try reader.status()
    case "message": message = try reader.text() ?? ""
    case "createdAt": createdAt = try reader.time() ?? createdAt
    case "updatedAt": updatedAt = try reader.time()
    case "startedAt": startedAt = try reader.time()
    case "completedAt": completedAt = try reader.time()
    default: return false
    }
    return true
  }

  private mutating func readDetails(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "envId": environmentID = try reader.id()
    case "envName": environmentName = try reader.text()
    case "triggeredBy":
      triggeredBy = try reader.repeated { (reader) throws(JSONError) in
        try reader.list { (reader) throws(JSONError) in
          try reader.hasObject() ? try TriggeredBy(json: &reader) : nil
        }
      }
    case "pipelineVersionNumber": versionNumber = try reader.integer()
    case "branch": branch = try reader.text()
    case "commit": commit = try reader.text()
    case "gitLink": gitLink = try reader.text()
    case "hasAnomalies": hasAnomalies = try reader.flag() ?? false
    case "data": definition = reader.takeNull() ? nil : Boxed(try reader.value())
    default: return false
    }
    return true
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("pipelineId", pipelineID)
      writer.member("pipelineName", pipelineName)
      writer.member("accountId", accountID)
      writer.member("envId", environmentID)
      writer.member("envName", environmentName)
      writer.member("runStatus", status)
      writer.member("hasAnomalies", hasAnomalies)
      writer.member("anomalies", JSONValue.null)
      writer.member("triggeredBy", triggeredBy)
      writer.key("childPipelineRuns")
      writer.array { _ in }
      writer.member("message", message)
      writer.member("pipelineVersionNumber", versionNumber)
      writer.member("createdAt", createdAt)
      writer.member("updatedAt", updatedAt ?? createdAt)
      writer.member("completedAt", completedAt)
      writer.member("startedAt", startedAt)
      writer.member("branch", branch)
      writer.member("commit", commit)
      writer.member("gitLink", gitLink)
      writer.member("data", definition?.value)
    }
  }
}
