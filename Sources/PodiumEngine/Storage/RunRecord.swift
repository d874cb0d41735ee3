// What is stored of a run and its tasks: the wire's values and what only the engine needs.
import JSON
import OrchestraAPI
import Time

/// A stored run.
package struct RunRecord: Sendable, Equatable {
  package var run: PipelineRun
  /// What the start asked for; nil for generated history.
  package var start: RunStart?
  /// Part of a generated past: nothing of it ever ran.
  package var isGenerated = false

  package init(run: PipelineRun, start: RunStart? = nil, isGenerated: Bool = false) {
    self.run = run
    self.start = start
    self.isGenerated = isGenerated
  }
}

/// What a start asked for, as far as tasks need it later.
package struct RunStart: Sendable, Equatable {
  package var inputs = JSONObject()
  /// Values of the environment with the start's overrides applied: name → value.
  package var environment = JSONObject()
  /// Said at the end of the run's messages.
  package var note = ""
  /// The run in whose working folder tasks run: the first one of a chain of restarts.
  package var workID: PipelineRun.ID
  /// How many trigger events led to this run, one after another.
  package var triggerDepth = 0

  /// Longest chain of runs that trigger each other.
  static let triggerDepthMax = 16

  package init(workID: PipelineRun.ID) { self.workID = workID }

  var json: JSONValue {
    [
      "inputs": .object(inputs), "environment": .object(environment), "note": .string(note),
      "workId": .string(workID.text), "triggerDepth": .int(Int64(triggerDepth)),
    ]
  }

  init?(json: JSONValue) {
    guard let work = json["workId"]?.string else { return nil }
    workID = Identifier(work)
    inputs = json["inputs"]?.object ?? JSONObject()
    environment = json["environment"]?.object ?? JSONObject()
    note = json["note"]?.string ?? ""
    triggerDepth = json["triggerDepth"]?.int.map(Int.init) ?? 0
  }
}

/// A stored task run.
package struct TaskRecord: Sendable, Equatable {
  package var task: TaskRun
  package var outputs: [String: String] = [:]
  /// How it ended in the run that this one restarts.
  package var keptStatus: RunStatus?

  package init(task: TaskRun) { self.task = task }
}

/// A run of a generated past with its tasks, for `Engine.importHistory`.
package struct GeneratedRun: Sendable {
  package var run: PipelineRun
  package var tasks: [GeneratedTask]

  package init(run: PipelineRun, tasks: [GeneratedTask]) {
    self.run = run
    self.tasks = tasks
  }
}

/// A task run of a generated past; its log must say that it is generated.
package struct GeneratedTask: Sendable {
  package var task: TaskRun
  /// Text of "1/main.log", or nil for none.
  package var log: String?

  package init(task: TaskRun, log: String? = nil) {
    self.task = task
    self.log = log
  }
}
