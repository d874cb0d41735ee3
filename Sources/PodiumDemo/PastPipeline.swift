// What the generated past needs to know of a pipeline: its tasks in order, how long they usually
// take, how they fail and what their logs say. Read from the definition that the engine serves.
import JSON
import OrchestraAPI

/// A pipeline whose past is made up.
package struct PastPipeline: Sendable {
  var id: Pipeline.ID
  var name: String
  var version: Int?
  var schedule: Schedule?
  var tasks: [PastTask]

  struct Schedule: Sendable {
    var name: String?
    var cron: String
    var timezone: String?
  }

  /// - Parameter definition: the camelCase model.
  package init(_ pipeline: Pipeline, definition: JSONValue) {
    id = pipeline.id
    name = pipeline.name
    version = pipeline.latestVersionNumber
    schedule = (pipeline.schedule ?? definition["schedule"])?.array?.first.flatMap { item in
      guard let cron = item["cron"]?.string else { return nil }
      return Schedule(
        name: item["name"]?.string, cron: cron, timezone: item["timezone"]?.string)
    }
    tasks = Self.tasks(definition["pipeline"]?.object ?? JSONObject())
  }

  /// Groups and tasks flattened in their order; a task comes after the tasks of the groups that its
  /// group depends on.
  private static func tasks(_ groups: JSONObject) -> [PastTask] {
    var tasks: [PastTask] = []
    var places: [String: Int] = [:]
    var members: [String: [Int]] = [:]
    for group in groups.members {
      let before = strings(group.value["dependsOn"]).flatMap { members[$0] ?? [] }
      for member in group.value["tasks"]?.object?.members ?? [] {
        let own = strings(member.value["dependsOn"])
        var task = PastTask(id: member.key, model: member.value)
        task.upstreams = own.compactMap { places[$0] } + (own.isEmpty ? before : [])
        task.dependsOn = task.upstreams.map { tasks[$0].id }
        places[member.key] = tasks.count
        members[group.key, default: []].append(tasks.count)
        tasks.append(task)
      }
    }
    return tasks
  }

  private static func strings(_ json: JSONValue?) -> [String] {
    (json?.array ?? []).compactMap(\.string)
  }
}

/// A task in a generated past.
struct PastTask: Sendable {
  var id: String
  var name: String
  var integration: String
  var job: String
  var parameters: JSONValue?
  /// Places of the tasks before it; always smaller than its own.
  var upstreams: [Int] = []
  var dependsOn: [String] = []
  var usualSeconds: Double
  /// Texts for runs that went well.
  var calmLogs: [String]

  init(id: String, model: JSONValue) {
    self.id = id
    name = model["name"]?.string ?? id
    integration = model["integration"]?.string ?? "PYTHON"
    job = model["integrationJob"]?.string ?? ""
    parameters = model["parameters"]
    var generator = SeededGenerator(seed: Self.hash(id))
    let spread = generator.fraction()
    let seconds = 1.5 + 75 * spread * spread
    usualSeconds = seconds
    calmLogs = (0..<3).map { _ in
      PastLog.calm(task: id, seconds: seconds, using: &generator)
    }
  }

  /// FNV-1a: the same on every run, unlike `Hasher`.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
