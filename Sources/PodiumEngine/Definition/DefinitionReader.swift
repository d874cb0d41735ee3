// Reads the whole of a definition out of a tree: pipeline, configuration, inputs. Notes every
// problem, stops at none.
import JSON
import YAML

/// One reading of one definition. Parts are in the extensions.
struct DefinitionReader {
  /// Most tasks of a pipeline.
  static let tasksMax = 1000
  /// Characters of names.
  static let nameMax = 100

  var checker: YAMLChecker
  /// Where conditions and templates stand, for the check of what they name.
  var expressions: [FoundExpression] = []
  /// Where `depends_on` entries stand.
  var dependencies: [FoundDependency] = []
  /// The first place of every id of a task or group.
  var taskPlaces: [String: YAMLNode] = [:]
  /// `run_inputs` of triggers, for the check against the declared inputs.
  var runInputs: [YAMLNode] = []

  init(_ checker: YAMLChecker) { self.checker = checker }

  static let pipelineKeys = [
    "version", "name", "pipeline", "schedule", "sensors", "trigger_events", "webhook",
    "configuration", "inputs", "meta", "alerts",
  ]

  mutating func pipeline(_ root: YAMLNode) -> PipelineDefinition? {
    guard
      let table = checker.table(
        root, "a pipeline file", keys: Self.pipelineKeys, required: ["version", "name", "pipeline"])
    else { return nil }
    version(table["version"])
    let name = checker.word(table["name"], "name", lengthMax: Self.nameMax)
    var definition = PipelineDefinition(name: name ?? "", nodes: nodes(table["pipeline"]))
    definition.configuration = configuration(table["configuration"])
    definition.inputs = inputs(table["inputs"])
    definition.triggers = triggers(table)
    definition.meta = table["meta"]?.json
    definition.alerts = alerts(table["alerts"])
    checkInputs(definition.inputs)
    checkOrder(definition)
    checkExpressions(definition)
    return definition
  }

  private mutating func version(_ node: YAMLNode?) {
    guard let node, let version = checker.text(node, "version"), version != "v1" else { return }
    checker.report("version “\(version)” is not known", at: node, hint: "write v1")
  }

  mutating func configuration(_ node: YAMLNode?) -> TaskConfiguration {
    var configuration = TaskConfiguration()
    let keys = ["retries", "retry_delay", "timeout", "concurrency"]
    guard let node, let table = checker.table(node, "a configuration", keys: keys) else {
      return configuration
    }
    configuration.retries = checker.whole(table["retries"], "retries", in: 0...100)
    configuration.retryDelayMinutes = checker.whole(
      table["retry_delay"], "retry_delay", in: 0...120)
    configuration.timeoutSeconds = checker.whole(table["timeout"], "timeout", in: 1...2_592_000)
    if let node = table["concurrency"],
      let inner = checker.table(node, "concurrency", keys: ["max_active"])
    {
      configuration.activeMax = checker.whole(inner["max_active"], "max_active", in: 0...1000)
    }
    return configuration
  }

  private mutating func inputs(_ node: YAMLNode?) -> [InputDeclaration] {
    var inputs: [InputDeclaration] = []
    for entry in checker.entries(node, "inputs") ?? [] {
      let keys = ["type", "default", "optional"]
      guard
        let table = checker.table(
          entry.value, "input “\(entry.key)”", keys: keys, required: ["type"])
      else { continue }
      let words = InputType.allCases.map(\.rawValue)
      let word = checker.choice(table["type"], "input type", of: words)
      let isOptional = checker.flag(table["optional"], "optional") ?? false
      guard let type = word.flatMap({ InputType(rawValue: $0) }) else { continue }
      var input = InputDeclaration(name: entry.key, type: type)
      input.isOptional = isOptional
      if let node = table["default"] {
        input.defaultValue = node.json
        if !type.admits(node.json), !isExpression(node) {
          checker.report(
            "the default of “\(entry.key)” must be a \(word ?? ""), but this is \(node.kindName)",
            at: node)
        }
      }
      inputs.append(input)
    }
    return inputs
  }

  func isExpression(_ node: YAMLNode) -> Bool { node.string?.contains("${{") ?? false }

  mutating func alerts(_ node: YAMLNode?) -> [AlertDefinition] {
    (checker.items(node, "alerts") ?? []).compactMap { item in
      let keys = ["name", "statuses", "destinations", "custom_message"]
      guard
        let table = checker.table(
          item, "an alert", keys: keys, required: ["statuses", "destinations"])
      else { return nil }
      let statuses = (checker.items(table["statuses"], "statuses") ?? []).compactMap {
        checker.choice($0, "alert status", of: PlatformWords.alertStatuses)
      }
      let destinations = (checker.items(table["destinations"], "destinations") ?? [])
        .compactMap { destination($0) }
      var alert = AlertDefinition(statuses: statuses, destinations: destinations)
      alert.name = checker.text(table["name"], "name", lengthMax: Self.nameMax)
      alert.customMessage = checker.text(
        table["custom_message"], "custom_message", lengthMax: 200)
      return alert
    }
  }

  private mutating func destination(_ node: YAMLNode) -> AlertDestination? {
    let keys = ["integration", "destination", "connection_id", "parameters"]
    guard
      let table = checker.table(node, "a destination", keys: keys, required: ["integration"]),
      let integration = checker.choice(
        table["integration"], "alert integration", of: PlatformWords.alertIntegrations)
    else { return nil }
    var destination = AlertDestination(integration: integration)
    destination.destination = checker.text(table["destination"], "destination")
    destination.connectionID = checker.text(table["connection_id"], "connection_id")
    destination.parameters = table["parameters"]?.json
    return destination
  }

  /// The content of a mapping, verbatim; {} when missing.
  mutating func object(_ node: YAMLNode?, _ what: String) -> JSONObject {
    guard let node, checker.entries(node, what) != nil else { return [:] }
    return node.json.object ?? [:]
  }

  /// A list of ids; "depends_on: a" is refused with a hint.
  mutating func ids(_ node: YAMLNode?, _ what: String) -> [(id: String, node: YAMLNode)] {
    (checker.items(node, what) ?? []).compactMap { item in
      checker.word(item, "\(what)[]").map { ($0, item) }
    }
  }
}

/// An expression and where it stands.
struct FoundExpression {
  let expression: Expression
  let node: YAMLNode
  /// The group it belongs to, for `matrix`.
  let group: String?
  let isInMatrix: Bool
}

/// An entry of `depends_on`.
struct FoundDependency {
  /// The node (group or free task) it belongs to; for tasks of a group, the group.
  let owner: String
  /// The task, for tasks of a group.
  let task: String?
  let target: String
  let place: YAMLNode
}
