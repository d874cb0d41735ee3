// A pipeline as the workspace lists it, with its latest run.
import JSON
import Time

/// A pipeline of the workspace. Its definition is a separate operation.
package struct Pipeline: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Pipeline>

  package var id: ID
  package var name: String
  package var alias: String?
  package var paused: Bool = false
  package var numTasks: Int?
  package var yamlPath: String = ""
  package var storageProvider: String?
  package var repository: String?
  package var defaultBranch: String?
  package var latestVersionNumber: Int?
  package var publishedVersionNumber: Int?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp?
  /// List of {cron, name, timezone, …}; sent as JSON inside a string.
  package var schedule: JSONValue?
  package var sensors: JSONValue?
  package var triggerEvents: JSONValue?
  package var webhook: JSONValue?
  /// name → {type, default, optional}.
  package var inputs: JSONValue?
  package var latestRun: LatestRun?

  /// The newest run of a pipeline.
  package struct LatestRun: Sendable, Equatable {
    package var id: PipelineRun.ID
    package var status: RunStatus
    package var message: String?
    package var createdAt: Timestamp?
    package var startedAt: Timestamp?
    package var completedAt: Timestamp?

    package init(id: PipelineRun.ID, status: RunStatus) {
      self.id = id
      self.status = status
    }
  }

  package init(id: ID, name: String, createdAt: Timestamp) {
    self.id = id
    self.name = name
    self.createdAt = createdAt
  }
}

extension Pipeline: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", name: "", createdAt: Timestamp(microseconds: 0))
    let start = reader.offset
    var latest = LatestRun(id: "", status: .other(""))
    try reader.object { (reader, key) throws(JSONError) in
      if try !readCore(&reader, key), try !readTriggers(&reader, key),
        try !latest.read(&reader, key)
      {
        try reader.skip()
      }
    }
    if !latest.id.text.isEmpty { latestRun = latest }
    if id.text.isEmpty { throw JSONError(.missingKey, offset: start) }
  }

  private mutating func readCore(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "id": id = try reader.id() ?? ""
    case "name": name = try reader.text() ?? ""
    case "alias": alias = try reader.text()
    case "paused": paused = try reader.flag() ?? false
    case "numTasks": numTasks = try reader.integer()
    case "yamlPath": yamlPath = try reader.text() ?? ""
    case "storageProvider": storageProvider = try reader.text()
    case "repository": repository = try reader.text()
    case "defaultBranch": defaultBranch = try reader.text()
    case "latestVersionNumber": latestVersionNumber = try reader.integer()
    case "publishedVersionNumber": publishedVersionNumber = try reader.integer()
    case "createdAt": createdAt = try reader.time() ?? createdAt
    case "updatedAt": updatedAt = try reader.time()
    default: return false
    }
    return true
  }

  private mutating func readTriggers(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "schedule": schedule = try reader.jsonInString()
    case "sensors": sensors = try reader.jsonInString()
    case "triggerEvents": triggerEvents = try reader.jsonInString()
    case "webhook": webhook = try reader.jsonInString()
    case "inputs": inputs = try reader.jsonInString()
    default: return false
    }
    return true
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writeMembers(to: &$0) }
  }

  /// The members without the braces: answers to create and update add their own.
  func writeMembers(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("name", name)
    writer.member("numTasks", numTasks)
    writer.member("yamlPath", yamlPath)
    writer.member("createdAt", createdAt)
    writer.member("updatedAt", updatedAt ?? createdAt)
    writer.member("paused", paused)
    writer.member("triggerEvents", (triggerEvents ?? []).text)
    writer.member("webhook", (webhook ?? ["enabled": false]).text)
    writer.member("schedule", (schedule ?? []).text)
    writer.member("sensors", (sensors ?? [:]).text)
    writer.member("inputs", inputs ?? [:])
    writer.member("productId", JSONValue.null)
    writer.member("productName", JSONValue.null)
    writer.member("latestVersionNumber", latestVersionNumber)
    writer.member("publishedVersionNumber", publishedVersionNumber)
    writer.member("storageProvider", storageProvider)
    writer.member("repository", repository)
    writer.member("defaultBranch", defaultBranch)
    writer.member("alias", alias)
    writer.member("latestRunId", latestRun?.id)
    writer.member("latestRunStatus", latestRun?.status.word)
    writer.member("latestRunMessage", latestRun?.message)
    writer.member("latestRunCreatedAt", latestRun?.createdAt)
    writer.member("latestRunCompletedAt", latestRun?.completedAt)
    writer.member("latestRunStartedAt", latestRun?.startedAt)
  }
}

extension Pipeline.LatestRun {
  fileprivate mutating func read(
    _ reader: inout JSONReader, _ key: JSONKey
  ) throws(JSONError) -> Bool {
    switch key {
    case "latestRunId": id = try reader.id() ?? ""
    case "latestRunStatus": status = try reader.status()
    case "latestRunMessage": message = try reader.text()
    case "latestRunCreatedAt": createdAt = try reader.time()
    case "latestRunStartedAt": startedAt = try reader.time()
    case "latestRunCompletedAt": completedAt = try reader.time()
    default: return false
    }
    return true
  }
}
