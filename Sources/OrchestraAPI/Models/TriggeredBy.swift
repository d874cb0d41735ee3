// What started a run.
import JSON

/// One cause of a pipeline run, as the platform records it.
package struct TriggeredBy: Sendable, Equatable {
  /// MANUAL, SCHEDULED, SENSOR, WEBHOOK, TRIGGER_EVENT, RESTART_… or a newer word.
  package var type: String
  package var scheduleName: String?
  package var scheduleCron: String?
  package var scheduleTimezone: String?
  package var sensorName: String?
  package var pipelineName: String?
  /// The run that triggered or was restarted by this one.
  package var pipelineRunID: PipelineRun.ID?
  package var userID: String?
  package var taskIDs: [String] = []

  package init(type: String) { self.type = type }
}

extension TriggeredBy: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(type: "")
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "triggerType": type = try reader.text() ?? ""
      case "scheduleName": scheduleName = try reader.text()
      case "scheduleCron": scheduleCron = try reader.text()
      case "scheduleTimezone": scheduleTimezone = try reader.text()
      case "sensorName": sensorName = try reader.text()
      case "pipelineName": pipelineName = try reader.text()
      case "pipelineRunId": pipelineRunID = try reader.id()
      case "userId": userID = try reader.text()
      case "runTaskIds": taskIDs = try reader.texts()
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("triggerType", type)
      writer.member("scheduleName", scheduleName)
      writer.member("scheduleCron", scheduleCron)
      writer.member("scheduleTimezone", scheduleTimezone)
      writer.member("sensorName", sensorName)
      writer.member("pipelineName", pipelineName)
      writer.member("pipelineRunId", pipelineRunID)
      writer.member("userId", userID)
      writer.member("runTaskIds", taskIDs)
    }
  }
}
