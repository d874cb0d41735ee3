// Schedules, sensors, trigger events and the webhook.
import JSON
import Time
import YAML

extension DefinitionReader {
  static let scheduleKeys = [
    "cron", "name", "timezone", "environment", "branch", "exclude", "run_inputs",
  ]

  mutating func triggers(_ table: YAMLTable) -> PipelineTriggers {
    var triggers = PipelineTriggers()
    triggers.schedules = (checker.items(table["schedule"], "schedule") ?? []).compactMap { item in
      let inner = checker.table(item, "a schedule", keys: Self.scheduleKeys, required: ["cron"])
      return inner.flatMap { schedule($0) }
    }
    triggers.sensors = (checker.entries(table["sensors"], "sensors") ?? []).compactMap {
      sensor($0)
    }
    let events = checker.items(table["trigger_events"], "trigger_events") ?? []
    triggers.events = events.compactMap { event($0) }
    triggers.webhook = webhook(table["webhook"])
    return triggers
  }

  private mutating func schedule(_ table: YAMLTable) -> ScheduleDefinition? {
    let cron = cron(table["cron"])
    var schedule = ScheduleDefinition(cron: cron ?? "")
    schedule.name = checker.text(table["name"], "name", lengthMax: Self.nameMax)
    schedule.timezone = zone(table["timezone"])
    schedule.environment = checker.text(table["environment"], "environment")
    schedule.branch = checker.text(table["branch"], "branch")
    schedule.exclude = days(table["exclude"])
    schedule.runInputs = triggerInputs(table, "run_inputs")
    return cron == nil ? nil : schedule
  }

  private mutating func cron(_ node: YAMLNode?) -> String? {
    guard let node, let text = checker.word(node, "cron") else { return nil }
    do {
      _ = try Cron(text, form: .sixFields)
      return text
    } catch {
      checker.report("bad cron: \(error)", at: node, hint: error.suggestion)
      return nil
    }
  }

  private mutating func zone(_ node: YAMLNode?) -> String? {
    guard let node, let name = checker.word(node, "timezone") else { return nil }
    do {
      _ = try TimeZoneRules(named: name)
    } catch TimeZoneError.noDatabase {
      // The machine lacks the database: the file is not at fault. Running the schedule will say so.
      return name
    } catch {
      let hint = NearestWord.question(name, in: TimeZoneRules.knownNames())
      checker.report(error.description, at: node, hint: hint ?? "e.g. Europe/London")
    }
    return name
  }

  private mutating func days(_ node: YAMLNode?) -> [String] {
    (checker.items(node, "exclude") ?? []).compactMap { item in
      guard let text = checker.text(item, "exclude[]") else { return nil }
      if CronTimer.day(text) == nil {
        checker.report("“\(text)” is not a day", at: item, hint: "write it like 2025-12-25")
      }
      return text
    }
  }

  /// The inputs that a trigger gives; they are compared with the declared ones later.
  private mutating func triggerInputs(_ table: YAMLTable, _ key: String) -> JSONObject {
    runInputs.append(
      table[key] ?? YAMLNode(.mapping([]), mark: table.node.mark, path: table.node.path))
    return object(table[key], key)
  }

  private mutating func sensor(_ entry: YAMLEntry) -> SensorDefinition? {
    let keys = [
      "name", "cron", "timezone", "timeout_mins", "checks", "environments", "condition", "exclude",
      "frequency_secs", "run_inputs", "alerts",
    ]
    let required = ["name", "cron", "timezone", "timeout_mins", "checks"]
    guard
      let table = checker.table(
        entry.value, "sensor “\(entry.key)”", keys: keys, required: required)
    else { return nil }
    var schedule = ScheduleDefinition(cron: cron(table["cron"]) ?? "")
    schedule.timezone = zone(table["timezone"])
    schedule.exclude = days(table["exclude"])
    schedule.runInputs = triggerInputs(table, "run_inputs")
    let name = checker.word(table["name"], "name", lengthMax: Self.nameMax)
    let timeout = checker.whole(table["timeout_mins"], "timeout_mins", in: 1...7200)
    var sensor = SensorDefinition(
      id: entry.key, name: name ?? "", schedule: schedule, timeoutMinutes: timeout ?? 0)
    sensor.frequencySeconds = checker.whole(
      table["frequency_secs"], "frequency_secs", in: 60...600)
    sensor.environments = checker.texts(table["environments"], "environments")
    sensor.condition = checker.text(table["condition"], "condition")
    sensor.alerts = alerts(table["alerts"])
    sensor.checks = (checker.entries(table["checks"], "checks") ?? []).compactMap { check($0) }
    return sensor
  }

  private mutating func check(_ entry: YAMLEntry) -> SensorCheck? {
    let keys = ["integration", "connection", "sensor_type", "parameters", "map_outputs"]
    guard
      let table = checker.table(
        entry.value, "check “\(entry.key)”", keys: keys,
        required: ["integration", "sensor_type", "parameters"])
    else { return nil }
    let integration = checker.choice(
      table["integration"], "integration", of: PlatformWords.integrations)
    let type = checker.choice(table["sensor_type"], "sensor_type", of: PlatformWords.sensorTypes)
    var check = SensorCheck(
      id: entry.key, integration: integration ?? "", sensorType: type ?? "",
      parameters: .object(object(table["parameters"], "parameters")))
    check.connection = checker.text(table["connection"], "connection")
    check.mapOutputs = table["map_outputs"]?.json
    return check
  }

  private mutating func event(_ node: YAMLNode) -> TriggerEventDefinition? {
    let keys = ["type", "pipeline_id", "statuses", "run_inputs"]
    guard
      let table = checker.table(
        node, "a trigger event", keys: keys, required: ["type", "pipeline_id"])
    else { return nil }
    _ = checker.choice(table["type"], "trigger type", of: ["pipeline"])
    var event = TriggerEventDefinition(
      pipelineID: checker.word(table["pipeline_id"], "pipeline_id") ?? "")
    if let statuses = checker.items(table["statuses"], "statuses") {
      event.statuses = statuses.compactMap {
        checker.choice($0, "status", of: PlatformWords.endStatuses)
      }
    }
    event.runInputs = triggerInputs(table, "run_inputs")
    return event
  }

  private mutating func webhook(_ node: YAMLNode?) -> WebhookDefinition? {
    let keys = ["enabled", "operation_metadata", "run_inputs"]
    guard let node, let table = checker.table(node, "the webhook", keys: keys) else { return nil }
    var webhook = WebhookDefinition()
    webhook.isEnabled = checker.flag(table["enabled"], "enabled") ?? false
    webhook.operationMetadata = table["operation_metadata"]?.json
    webhook.runInputs = object(table["run_inputs"], "run_inputs")
    return webhook
  }
}
