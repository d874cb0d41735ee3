// A definition as a tree again: camelCase JSON for the API, snake_case YAML for files. Empty parts
// are left out.
import JSON
import YAML

extension PipelineDefinition {
  /// The platform's JSON model (camelCase; parameters, inputs and meta verbatim).
  package var json: JSONValue { .object(DefinitionWriter(spelling: .camel).pipeline(self)) }

  /// The pipeline file.
  package var yaml: String {
    YAMLEmitter.text(
      YAMLNode(json: .object(DefinitionWriter(spelling: .snake).pipeline(self))))
  }
}

/// Writes definitions with one spelling of keys.
struct DefinitionWriter {
  enum Spelling {
    case snake, camel
  }

  let spelling: Spelling

  /// An object without its nulls, empty lists and empty mappings.
  private func object(_ members: [(String, JSONValue?)]) -> JSONObject {
    var object: JSONObject = [:]
    for (key, value) in members {
      guard let value, value != .null, value != .array([]), value != .object([:]) else { continue }
      object[spelling == .camel ? CaseSpelling.camel(key) : key] = value
    }
    return object
  }

  func pipeline(_ pipeline: PipelineDefinition) -> JSONObject {
    var nodes: JSONObject = [:]
    for node in pipeline.nodes {
      switch node {
      case .group(let group): nodes[group.id] = .object(self.group(group))
      case .task(let task): nodes[task.id] = .object(self.task(task))
      }
    }
    let triggers = pipeline.triggers
    var inputs: JSONObject = [:]
    for input in pipeline.inputs { inputs[input.name] = .object(self.input(input)) }
    var sensors: JSONObject = [:]
    for sensor in triggers.sensors { sensors[sensor.id] = .object(self.sensor(sensor)) }
    return object([
      ("version", "v1"), ("name", .string(pipeline.name)),
      ("configuration", .object(configuration(pipeline.configuration))),
      ("inputs", .object(inputs)),
      ("schedule", .array(triggers.schedules.map { .object(schedule($0)) })),
      ("sensors", .object(sensors)),
      ("trigger_events", .array(triggers.events.map { .object(event($0)) })),
      ("webhook", triggers.webhook.map { .object(webhook($0)) }),
      ("pipeline", .object(nodes)), ("alerts", alerts(pipeline.alerts)), ("meta", pipeline.meta),
    ])
  }

  private func group(_ group: TaskGroup) -> JSONObject {
    var tasks: JSONObject = [:]
    for task in group.tasks { tasks[task.id] = .object(self.task(task)) }
    return object([
      ("name", text(group.name)), ("depends_on", texts(group.dependsOn)),
      ("condition", text(group.condition)),
      ("matrix", group.matrix.map { .object(matrix($0)) }), ("tasks", .object(tasks)),
      ("meta", group.meta),
    ])
  }

  private func matrix(_ matrix: MatrixDefinition) -> JSONObject {
    let values: JSONValue
    switch matrix.values {
    case .list(let items): values = .array(items)
    case .expression(let text): values = .string(text)
    }
    return object([
      ("inputs", .object([matrix.input: values])), ("max_parallel", number(matrix.parallelMax)),
      ("sequential", matrix.isSequential ? true : nil),
      ("continue_on_error", matrix.continuesOnError ? true : nil),
    ])
  }

  private func task(_ task: TaskDefinition) -> JSONObject {
    var written = object([
      ("name", text(task.name)), ("integration", .string(task.integration)),
      ("integration_job", .string(task.integrationJob)),
    ])
    // Required, also when empty.
    written["parameters"] = .object(task.parameters)
    let rest = object([
      ("depends_on", texts(task.dependsOn)), ("condition", text(task.condition)),
      ("connection", text(task.connection)), ("tags", texts(task.notes.tags)),
      ("treat_failure_as_warning", task.treatFailureAsWarning ? true : nil),
      ("configuration", .object(configuration(task.configuration))),
      ("operation_metadata", task.notes.operationMetadata), ("meta", task.notes.meta),
      ("alerts", alerts(task.notes.alerts)),
    ])
    for member in rest.members { written[member.key] = member.value }
    return written
  }

  private func configuration(_ configuration: TaskConfiguration) -> JSONObject {
    object([
      ("retries", number(configuration.retries)),
      ("retry_delay", number(configuration.retryDelayMinutes)),
      ("timeout", number(configuration.timeoutSeconds)),
      (
        "concurrency",
        configuration.activeMax.map { .object(object([("max_active", number($0))])) }
      ),
    ])
  }

  /// An input as the API also lists it with a pipeline: its keys are the same in both spellings.
  func input(_ input: InputDeclaration) -> JSONObject {
    var written: JSONObject = ["type": .string(input.type.rawValue)]
    if let value = input.defaultValue { written["default"] = value }
    if input.isOptional { written["optional"] = true }
    return written
  }

  func schedule(_ schedule: ScheduleDefinition) -> JSONObject {
    object([
      ("name", text(schedule.name)), ("cron", text(schedule.cron)),
      ("timezone", text(schedule.timezone)), ("environment", text(schedule.environment)),
      ("branch", text(schedule.branch)), ("exclude", texts(schedule.exclude)),
      ("run_inputs", .object(schedule.runInputs)),
    ])
  }

  func sensor(_ sensor: SensorDefinition) -> JSONObject {
    var checks: JSONObject = [:]
    for check in sensor.checks {
      checks[check.id] = .object(
        object([
          ("integration", .string(check.integration)), ("connection", text(check.connection)),
          ("sensor_type", .string(check.sensorType)), ("map_outputs", check.mapOutputs),
        ]))
      // Required, also when empty.
      if case .object(var written) = checks[check.id] {
        written["parameters"] = check.parameters
        checks[check.id] = .object(written)
      }
    }
    var written = object([
      ("name", .string(sensor.name)), ("timeout_mins", number(sensor.timeoutMinutes)),
      ("frequency_secs", number(sensor.frequencySeconds)),
      ("environments", sensor.environments.map { texts($0) }),
      ("condition", text(sensor.condition)), ("alerts", alerts(sensor.alerts)),
    ])
    for member in schedule(sensor.schedule).members { written[member.key] = member.value }
    written["checks"] = .object(checks)
    return written
  }

  func event(_ event: TriggerEventDefinition) -> JSONObject {
    object([
      ("type", "pipeline"), ("pipeline_id", .string(event.pipelineID)),
      ("statuses", texts(event.statuses)), ("run_inputs", .object(event.runInputs)),
    ])
  }

  func webhook(_ webhook: WebhookDefinition) -> JSONObject {
    object([
      ("enabled", .bool(webhook.isEnabled)), ("operation_metadata", webhook.operationMetadata),
      ("run_inputs", .object(webhook.runInputs)),
    ])
  }

  private func alerts(_ alerts: [AlertDefinition]) -> JSONValue {
    .array(
      alerts.map { alert in
        let destinations = alert.destinations.map { destination in
          JSONValue.object(
            object([
              ("integration", .string(destination.integration)),
              ("destination", text(destination.destination)),
              ("connection_id", text(destination.connectionID)),
              ("parameters", destination.parameters),
            ]))
        }
        return .object(
          object([
            ("name", text(alert.name)), ("statuses", texts(alert.statuses)),
            ("destinations", .array(destinations)), ("custom_message", text(alert.customMessage)),
          ]))
      })
  }

  private func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }
  private func number(_ number: Int?) -> JSONValue? { number.map { .int(Int64($0)) } }
  private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension PipelineTriggers {
  /// The JSON texts that the API lists with a pipeline: `schedule`, `sensors`, `triggerEvents`,
  /// `webhook`.
  package var listedTexts: (schedule: String, sensors: String, events: String, webhook: String?) {
    let writer = DefinitionWriter(spelling: .camel)
    var all: JSONObject = [:]
    for sensor in sensors { all[sensor.id] = .object(writer.sensor(sensor)) }
    return (
      JSONValue.array(schedules.map { .object(writer.schedule($0)) }).text,
      JSONValue.object(all).text, JSONValue.array(events.map { .object(writer.event($0)) }).text,
      webhook.map { JSONValue.object(writer.webhook($0)).text }
    )
  }
}

extension [InputDeclaration] {
  /// Inputs as the API lists them: {name: {type, default, optional}}.
  package var json: JSONValue {
    var all: JSONObject = [:]
    let writer = DefinitionWriter(spelling: .camel)
    for input in self { all[input.name] = .object(writer.input(input)) }
    return .object(all)
  }
}
