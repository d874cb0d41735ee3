// A pipeline as its author wrote it: Orchestra's `version: v1` model as values. Only
// DefinitionLoader makes checked ones; running, scheduling and storing are not its business.
import JSON

/// A whole pipeline file.
package struct PipelineDefinition: Sendable, Hashable {
  package var name: String
  /// Groups and free tasks in the order of the file.
  package var nodes: [PipelineNode]
  package var triggers = PipelineTriggers()
  package var configuration = TaskConfiguration()
  /// In the order of the file.
  package var inputs: [InputDeclaration] = []
  package var meta: JSONValue?
  package var alerts: [AlertDefinition] = []

  package init(name: String, nodes: [PipelineNode]) {
    self.name = name
    self.nodes = nodes
  }

  /// All tasks of all groups, in the order of the file.
  package var tasks: [TaskDefinition] {
    nodes.flatMap { node in
      switch node {
      case .group(let group): group.tasks
      case .task(let task): [task]
      }
    }
  }

  /// What a person should know before running this here: parts that are read but not acted on.
  package var localNotes: [String] {
    var notes: [String] = []
    if !triggers.sensors.isEmpty { notes.append("sensors are not watched by the local engine") }
    if !alerts.isEmpty || tasks.contains(where: { !$0.notes.alerts.isEmpty }) {
      notes.append("alerts are not sent by the local engine")
    }
    return notes
  }
}

/// An entry of `pipeline`.
package enum PipelineNode: Sendable, Hashable {
  case group(TaskGroup)
  case task(TaskDefinition)

  package var id: String {
    switch self {
    case .group(let group): group.id
    case .task(let task): task.id
    }
  }

  /// Ids of the groups and free tasks that come before it.
  package var dependsOn: [String] {
    switch self {
    case .group(let group): group.dependsOn
    case .task(let task): task.dependsOn
    }
  }
}

/// A stage: tasks that share an order, a condition and perhaps a matrix.
package struct TaskGroup: Sendable, Hashable {
  package var id: String
  package var name: String?
  package var tasks: [TaskDefinition]
  /// Ids of other groups or free tasks.
  package var dependsOn: [String] = []
  package var condition: String?
  package var matrix: MatrixDefinition?
  package var meta: JSONValue?

  package init(id: String, tasks: [TaskDefinition]) {
    self.id = id
    self.tasks = tasks
  }
}

/// Repeats a group once for every value of one input.
package struct MatrixDefinition: Sendable, Hashable {
  package var input: String
  package var values: MatrixValues
  /// Repetitions at a time; nil is no limit.
  package var parallelMax: Int?
  package var isSequential = false
  package var continuesOnError = false

  package init(input: String, values: MatrixValues) {
    self.input = input
    self.values = values
  }
}

/// Where the values of a matrix come from.
package enum MatrixValues: Sendable, Hashable {
  case list([JSONValue])
  /// `${{ … }}`, known when the run starts or later.
  case expression(String)
}

/// `configuration` of a pipeline or a task; nil fields are inherited.
package struct TaskConfiguration: Sendable, Hashable {
  /// Attempts after the first.
  package var retries: Int?
  package var retryDelayMinutes: Int?
  package var timeoutSeconds: Int?
  /// Runs (of a pipeline) or task runs (of a task) at the same time; nil or 0 is no limit.
  package var activeMax: Int?

  package init() {}

  package var isEmpty: Bool { self == TaskConfiguration() }

  /// What holds for a task of this pipeline: its own words win. The pipeline's `concurrency` is for
  /// runs.
  package func inherited(by task: TaskConfiguration) -> TaskConfiguration {
    var merged = task
    merged.retries = task.retries ?? retries
    merged.retryDelayMinutes = task.retryDelayMinutes ?? retryDelayMinutes
    merged.timeoutSeconds = task.timeoutSeconds ?? timeoutSeconds
    return merged
  }
}
