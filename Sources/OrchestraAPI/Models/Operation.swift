// An operation inside a task run: a dbt model, a query, a sync.
import JSON
import Time

/// One unit of work that an integration reported for a task run.
package struct Operation: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Operation>

  package var id: ID
  package var pipelineRunID: PipelineRun.ID
  package var taskRunID: TaskRun.ID?
  package var accountID: Account.ID?
  package var name: String?
  package var type: String
  /// SUCCEEDED, FAILED, WARNING, SKIPPED, REUSED, CANCELLED, UNKNOWN or a newer word.
  package var status: String
  package var message: String?
  package var externalID: String = ""
  package var externalStatus: String?
  package var externalDetail: String?
  package var integration: String?
  package var integrationJob: String?
  package var insertedAt: Timestamp
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
  package var durationSeconds: Double?
  package var rowsAffected: Int?

  package init(
    id: ID, pipelineRunID: PipelineRun.ID, type: String, status: String, insertedAt: Timestamp
  ) {
    self.id = id
    self.pipelineRunID = pipelineRunID
    self.type = type
    self.status = status
    self.insertedAt = insertedAt
  }
}

extension Operation: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(
      id: "", pipelineRunID: "", type: "UNKNOWN", status: "UNKNOWN",
      insertedAt: Timestamp(microseconds: 0))
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "id": id = try reader.id() ?? ""
      case "pipelineRunId": pipelineRunID = try reader.id() ?? ""
      case "taskRunId": taskRunID = try reader.id()
      case "accountId": accountID = try reader.id()
      case "operationName": name = try reader.text()
      case "operationType": type = try reader.text() ?? type
      case "operationStatus": status = try reader.text() ?? status
      case "message": message = try reader.text()
      case "externalId": externalID = try reader.text() ?? ""
      case "externalStatus": externalStatus = try reader.text()
      case "externalDetail": externalDetail = try reader.text()
      case "integration": integration = try reader.text()
      case "integrationJob": integrationJob = try reader.text()
      case "insertedAt": insertedAt = try reader.time() ?? insertedAt
      case "startedAt": startedAt = try reader.time()
      case "completedAt": completedAt = try reader.time()
      case "operationDuration": durationSeconds = try reader.real()
      case "rowsAffected": rowsAffected = try reader.integer()
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("accountId", accountID)
      writer.member("pipelineRunId", pipelineRunID)
      writer.member("taskRunId", taskRunID)
      writer.member("insertedAt", insertedAt)
      writer.member("message", message)
      writer.member("operationName", name)
      writer.member("operationStatus", status)
      writer.member("operationType", type)
      writer.member("externalStatus", externalStatus)
      writer.member("externalDetail", externalDetail)
      writer.member("externalId", externalID)
      writer.member("integration", integration)
      writer.member("integrationJob", integrationJob)
      writer.member("startedAt", startedAt)
      writer.member("completedAt", completedAt)
      writer.member("dependencies", [String]())
      writer.member("operationDuration", durationSeconds)
      writer.member("rowsAffected", rowsAffected)
    }
  }
}
