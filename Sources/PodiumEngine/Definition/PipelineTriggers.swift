// What starts a pipeline besides people. The local engine acts on schedules and trigger events.
import JSON

/// Triggers of a pipeline; any of them starts a run.
package struct PipelineTriggers: Sendable, Hashable {
  package var schedules: [ScheduleDefinition] = []
  package var sensors: [SensorDefinition] = []
  package var events: [TriggerEventDefinition] = []
  package var webhook: WebhookDefinition?

  package init() {}
}

/// An entry of `schedule`.
package struct ScheduleDefinition: Sendable, Hashable {
  package var name: String?
  /// Six fields of AWS EventBridge.
  package var cron: String
  /// IANA name; nil is UTC.
  package var timezone: String?
  package var environment: String?
  package var branch: String?
  /// Days without a run, "2025-12-25", in the schedule's zone.
  package var exclude: [String] = []
  package var runInputs: JSONObject = [:]

  package init(cron: String) { self.cron = cron }
}

/// An entry of `sensors`; kept, not watched by the local engine.
package struct SensorDefinition: Sendable, Hashable {
  package var id: String
  package var name: String
  package var schedule: ScheduleDefinition
  package var timeoutMinutes: Int
  package var frequencySeconds: Int?
  package var checks: [SensorCheck] = []
  package var environments: [String]?
  package var condition: String?
  package var alerts: [AlertDefinition] = []

  package init(id: String, name: String, schedule: ScheduleDefinition, timeoutMinutes: Int) {
    self.id = id
    self.name = name
    self.schedule = schedule
    self.timeoutMinutes = timeoutMinutes
  }
}

/// A check of a sensor.
package struct SensorCheck: Sendable, Hashable {
  package var id: String
  package var integration: String
  package var sensorType: String
  package var connection: String?
  package var parameters: JSONValue
  package var mapOutputs: JSONValue?

  package init(id: String, integration: String, sensorType: String, parameters: JSONValue) {
    self.id = id
    self.integration = integration
    self.sensorType = sensorType
    self.parameters = parameters
  }
}

/// An entry of `trigger_events`: another pipeline's end.
package struct TriggerEventDefinition: Sendable, Hashable {
  /// A pipeline's id or alias; "*" is every pipeline.
  package var pipelineID: String
  /// Ends that count.
  package var statuses: [String] = ["SUCCEEDED", "WARNING"]
  package var runInputs: JSONObject = [:]

  package init(pipelineID: String) { self.pipelineID = pipelineID }
}

/// The webhook of a pipeline.
package struct WebhookDefinition: Sendable, Hashable {
  package var isEnabled = false
  package var operationMetadata: JSONValue?
  package var runInputs: JSONObject = [:]

  package init() {}
}
