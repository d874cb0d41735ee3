// Groups, tasks and matrices.
import JSON
import YAML

extension DefinitionReader {
  static let groupKeys = ["tasks", "depends_on", "condition", "name", "matrix", "meta"]
  static let taskKeys = [
    "integration", "integration_job", "parameters", "depends_on", "condition", "name", "tags",
    "connection", "operation_metadata", "treat_failure_as_warning", "configuration", "meta",
    "alerts",
  ]

  /// Where keys belong that are often put straight into a task.
  static let taskHints = [
    "retries": "put it into “configuration”", "retry_delay": "put it into “configuration”",
    "timeout": "put it into “configuration”", "concurrency": "put it into “configuration”",
    "command": "put it into “parameters”", "environment_variables": "put it into “parameters”",
    "matrix": "a matrix belongs to a group",
  ]

  mutating func nodes(_ node: YAMLNode?) -> [PipelineNode] {
    guard let node, let entries = checker.entries(node, "pipeline") else { return [] }
    if entries.isEmpty { checker.report("the pipeline has no tasks", at: node) }
    var nodes: [PipelineNode] = []
    for entry in entries {
      guard nodes.count < Self.tasksMax, taskPlaces.count <= Self.tasksMax else {
        checker.report("the pipeline has more than \(Self.tasksMax) tasks or groups", at: node)
        break
      }
      let isTask =
        entry.value["integration"] != nil || entry.value["integration_job"] != nil
        || entry.value["integrationJob"] != nil
      if isTask, entry.value["tasks"] == nil {
        if let task = task(entry, group: nil, isInMatrix: false) { nodes.append(.task(task)) }
      } else if let group = group(entry) {
        nodes.append(.group(group))
      }
    }
    return nodes
  }

  private mutating func group(_ entry: YAMLEntry) -> TaskGroup? {
    guard
      let table = checker.table(
        entry.value, "group “\(entry.key)”", keys: Self.groupKeys, required: ["tasks"])
    else { return nil }
    let matrix = matrix(table["matrix"])
    var tasks: [TaskDefinition] = []
    for inner in checker.entries(table["tasks"], "tasks") ?? []
    where taskPlaces.count <= Self.tasksMax {
      if let task = task(inner, group: entry.key, isInMatrix: table["matrix"] != nil) {
        tasks.append(task)
      }
    }
    if let node = table["tasks"], node.entries?.isEmpty == true {
      checker.report("group “\(entry.key)” has no tasks", at: node)
    }
    var group = TaskGroup(id: entry.key, tasks: tasks)
    group.name = checker.text(table["name"], "name", lengthMax: Self.nameMax)
    group.matrix = matrix
    group.meta = table["meta"]?.json
    group.condition = condition(table["condition"], group: entry.key, isInMatrix: false)
    for (id, place) in ids(table["depends_on"], "depends_on") {
      group.dependsOn.append(id)
      dependencies.append(
        FoundDependency(owner: entry.key, task: nil, target: id, place: place))
    }
    return group
  }

  private mutating func task(
    _ entry: YAMLEntry, group: String?, isInMatrix: Bool
  ) -> TaskDefinition? {
    checkID(entry)
    let required = ["integration", "integration_job", "parameters"]
    guard
      let table = checker.table(
        entry.value, "task “\(entry.key)”", keys: Self.taskKeys, required: required,
        hints: Self.taskHints)
    else { return nil }
    let (integration, job) = kind(table)
    var task = TaskDefinition(
      id: entry.key, integration: integration, integrationJob: job,
      parameters: object(table["parameters"], "parameters"))
    findExpressions(table["parameters"], group: group, isInMatrix: isInMatrix)
    task.name = checker.text(table["name"], "name", lengthMax: Self.nameMax)
    task.connection = checker.text(table["connection"], "connection")
    task.treatFailureAsWarning =
      checker.flag(table["treat_failure_as_warning"], "treat_failure_as_warning") ?? false
    task.configuration = configuration(table["configuration"])
    task.condition = condition(table["condition"], group: group, isInMatrix: isInMatrix)
    task.notes = notes(table)
    for (id, place) in ids(table["depends_on"], "depends_on") {
      task.dependsOn.append(id)
      dependencies.append(
        FoundDependency(
          owner: group ?? entry.key, task: group == nil ? nil : entry.key, target: id,
          place: place))
    }
    return task
  }

  private mutating func checkID(_ entry: YAMLEntry) {
    if let first = taskPlaces[entry.key] {
      let place = first.mark == .nowhere ? "" : " (line \(first.mark.line))"
      checker.report(
        "the id “\(entry.key)” is already the id of another task\(place)", at: entry.keyMark,
        path: entry.value.path, hint: "ids of tasks are unique in the whole pipeline")
      return
    }
    var place = entry.value
    place.mark = entry.keyMark
    taskPlaces[entry.key] = place
    let isShown = entry.key.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if entry.key.isEmpty || entry.key.count > 255 || !isShown {
      checker.report(
        "an id has 1 to 255 characters and no control characters", at: entry.keyMark,
        path: entry.value.path)
    }
  }

  private mutating func kind(_ table: YAMLTable) -> (String, String) {
    let integration = checker.choice(
      table["integration"], "integration", of: PlatformWords.integrations)
    let job = checker.choice(table["integration_job"], "integration_job", of: PlatformWords.jobs)
    if let job, let integration, let wanted = PlatformWords.integrationOfJob[job],
      wanted != integration, let node = table["integration_job"]
    {
      checker.report("\(job) is a job of \(wanted), not of \(integration)", at: node)
    }
    return (integration ?? "", job ?? "")
  }

  private mutating func notes(_ table: YAMLTable) -> TaskNotes {
    var notes = TaskNotes()
    notes.tags = checker.texts(table["tags"], "tags") ?? []
    if notes.tags.count > 10, let node = table["tags"] {
      checker.report("a task has at most 10 tags, here are \(notes.tags.count)", at: node)
    }
    notes.operationMetadata = table["operation_metadata"]?.json
    notes.meta = table["meta"]?.json
    notes.alerts = alerts(table["alerts"])
    return notes
  }

  private mutating func matrix(_ node: YAMLNode?) -> MatrixDefinition? {
    let keys = ["inputs", "max_parallel", "sequential", "continue_on_error"]
    guard let node, let table = checker.table(node, "a matrix", keys: keys, required: ["inputs"])
    else { return nil }
    let parallelMax = checker.whole(table["max_parallel"], "max_parallel", in: 1...1000)
    let isSequential = checker.flag(table["sequential"], "sequential") ?? false
    let continues = checker.flag(table["continue_on_error"], "continue_on_error") ?? false
    guard let inputs = table["inputs"], let entries = checker.entries(inputs, "inputs") else {
      return nil
    }
    guard entries.count == 1, let entry = entries.first else {
      checker.report("a matrix has exactly one input, here are \(entries.count)", at: inputs)
      return nil
    }
    guard let values = matrixValues(entry) else { return nil }
    var matrix = MatrixDefinition(input: entry.key, values: values)
    matrix.parallelMax = parallelMax
    matrix.isSequential = isSequential
    matrix.continuesOnError = continues
    return matrix
  }

  private mutating func matrixValues(_ entry: YAMLEntry) -> MatrixValues? {
    if let text = entry.value.string, text.contains("${{") {
      findExpressions(entry.value, group: nil, isInMatrix: false)
      return .expression(text)
    }
    guard let items = checker.items(entry.value, entry.key) else { return nil }
    if items.isEmpty { checker.report("the matrix has no values", at: entry.value) }
    return .list(items.map(\.json))
  }
}
