// A task run: one task's execution inside a pipeline run.
import JSON
import Time

/// One task of a run, with all of its attempts.
package struct TaskRun: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<TaskRun>

  package var id: ID
  package var pipelineRunID: PipelineRun.ID
  package var pipelineID: Pipeline.ID
  package var accountID: Account.ID?
  /// The key of the task in the definition.
  package var taskID: String
  package var taskName: String
  package var integration: String
  package var integrationJob: String
  package var status: TaskStatus
  package var message: String?
  package var externalStatus: String?
  package var externalMessage: String?
  package var platformLink: String?
  package var connectionID: String?
  package var numberOfAttempts: Int = 0
  package var dependsOn: [String] = []
  package var createdAt: Timestamp
  package var updatedAt: Timestamp?
  package var startedAt: Timestamp?
  package var completedAt: Timestamp?
  package var taskParameters: JSONValue?
  package var runParameters: JSONValue?

  package init(
    id: ID, pipelineRunID: PipelineRun.ID, pipelineID: Pipeline.ID, taskID: String,
    status: TaskStatus, createdAt: Timestamp
  ) {
    self.id = id
    self.pipelineRunID = pipelineRunID
    self.pipelineID = pipelineID
    self.taskID = taskID
    taskName = taskID
    integration = ""
    integrationJob = ""
    self.status = status
    self.createdAt = createdAt
  }

  /// What went wrong, the external system's words first; nil when neither says anything.
  package var errorLine: String? {
    [externalMessage, message].compactMap { $0 }.first { !$0.isEmpty }
  }
}

extension TaskRun: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(
      id: "", pipelineRunID: "", pipelineID: "", taskID: "", status: .other(""),
      createdAt: Timestamp(microseconds: 0))
    taskName = ""
    let start = reader.offset
    try reader.object { (reader, key) throws(JSONError) in
      if try !readCore(&reader, key), try !readDetails(&reader, key) { try reader.skip() }
    }
    if taskName.isEmpty { taskName = taskID }
    if id.text.isEmpty { throw JSONError(.missingKey, offset: start) }
  }

  private mutating func readCore(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "id": id = try reader.id() ?? ""
    case "pipelineRunId": pipelineRunID = try reader.id() ?? ""
    case "pipelineId": pipelineID = try reader.id() ?? ""
    case "accountId": accountID = try reader.id()
    case "taskId": taskID = try reader.text() ?? ""
    case "taskName": taskName = try reader.text() ?? ""
    case "integration": integration = try reader.text() ?? ""
    case "integrationJob": integrationJob = try reader.text() ?? ""
    case "status": status = try reader.status()
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
    case "message": message = try reader.text()
    case "externalStatus": externalStatus = try reader.text()
    case "externalMessage": externalMessage = try reader.text()
    case "platformLink": platformLink = try reader.text()
    case "connectionId": connectionID = try reader.text()
    case "numberOfAttempts": numberOfAttempts = try reader.integer() ?? 0
    case "dependsOn": dependsOn = try reader.texts()
    case "taskParameters": taskParameters = try reader.jsonInString()
    case "runParameters": runParameters = try reader.jsonInString()
    default: return false
    }
    return true
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("pipelineRunId", pipelineRunID)
      writer.member("taskName", taskName)
      writer.member("taskId", taskID)
      writer.member("accountId", accountID)
      writer.member("pipelineId", pipelineID)
      writer.member("integration", integration)
      writer.member("integrationJob", integrationJob)
      writer.member("status", status)
      writer.member("message", message)
      writer.member("externalStatus", externalStatus)
      writer.member("externalMessage", externalMessage)
      writer.member("taskParameters", taskParameters ?? [:])
      writer.member("runParameters", runParameters ?? [:])
      writer.member("connectionId", connectionID)
      writer.member("computeResourceId", JSONValue.null)
      writer.member("platformLink", platformLink)
      writer.member("numberOfAttempts", numberOfAttempts)
      writer.member("matrixParent", false)
      writer.member("matrixParentId", JSONValue.null)
      writer.member("createdAt", createdAt)
      writer.member("updatedAt", updatedAt ?? createdAt)
      writer.member("completedAt", completedAt)
      writer.member("startedAt", startedAt)
      writer.member("dependsOn", dependsOn)
    }
  }
}
