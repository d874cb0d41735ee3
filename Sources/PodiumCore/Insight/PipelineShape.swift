// Which tasks a pipeline has, in which groups, and what waits for what: the part of a definition that
// screens need. Reads the camelCase model; knows no runs.
import JSON
import OrchestraAPI

/// Groups and tasks of one version of a definition.
package struct PipelineShape: Sendable, Equatable {
  /// A group of tasks; a task that stands alone is a group of itself.
  package struct Group: Sendable, Equatable {
    /// Its key in the definition.
    package var id: String
    /// Its name, or a key that people wrote; empty where there is only a made-up key.
    package var name: String
    /// Keys of groups that must have ended before.
    package var dependsOn: [String]
    package var tasks: [Task]

    package init(id: String, name: String, dependsOn: [String] = [], tasks: [Task]) {
      self.id = id
      self.name = name
      self.dependsOn = dependsOn
      self.tasks = tasks
    }
  }

  /// A task of a group.
  package struct Task: Sendable, Equatable {
    package var id: String
    package var name: String
    /// Keys of tasks of the same group.
    package var dependsOn: [String]

    package init(id: String, name: String, dependsOn: [String] = []) {
      self.id = id
      self.name = name
      self.dependsOn = dependsOn
    }
  }

  /// Groups and tasks beyond these are left out: no screen shows them.
  package static let groupsMax = 500
  package static let tasksMax = 2000

  package var groups: [Group]

  package init(groups: [Group]) { self.groups = groups }

  /// Reads `{"pipeline": {group: {"tasks": {task: …}}}}`; what cannot be read is left out.
  package init(definition: JSONValue) {
    var left = Self.tasksMax
    groups = (definition["pipeline"]?.object?.members ?? []).prefix(Self.groupsMax).compactMap {
      member in
      let tasks = member.value["tasks"]?.object?.members ?? []
      let isGroup = member.value["tasks"] != nil
      let own =
        isGroup
        ? tasks.map { Task($0.key, $0.value, dependsOn: $0.value["dependsOn"].texts) }
        : [Task(member.key, member.value, dependsOn: [])]
      left -= own.count
      guard !own.isEmpty, left >= 0 else { return nil }
      let name = member.value["name"]?.string ?? ""
      return Group(
        id: member.key, name: name.isEmpty ? Self.spoken(member.key) : name,
        dependsOn: member.value["dependsOn"].texts, tasks: own)
    }
  }

  /// Keys that the platform made up (ids) are no names.
  private static func spoken(_ key: String) -> String {
    let isID = key.utf8.count == 36 && key.split(separator: "-").count == 5
    return isID ? "" : key
  }
}

extension PipelineShape.Task {
  fileprivate init(_ key: String, _ model: JSONValue, dependsOn: [String]) {
    let name = model["name"]?.string ?? ""
    self.init(id: key, name: name.isEmpty ? key : name, dependsOn: dependsOn)
  }
}

extension JSONValue? {
  fileprivate var texts: [String] { (self?.array ?? []).compactMap(\.string) }
}

/// Which definition: of a pipeline, in a version. nil is the latest one.
package struct DefinitionKey: Sendable, Hashable {
  package var pipelineID: Pipeline.ID
  package var version: Int?

  package init(_ pipelineID: Pipeline.ID, version: Int?) {
    self.pipelineID = pipelineID
    self.version = version
  }

  /// The definition that a run was made from.
  package init(of run: PipelineRun) { self.init(run.pipelineID, version: run.versionNumber) }
}
