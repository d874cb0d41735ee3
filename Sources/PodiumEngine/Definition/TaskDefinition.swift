// A task as its author wrote it, and the small values that tasks and pipelines share.
import JSON

/// One task of a pipeline.
package struct TaskDefinition: Sendable, Hashable {
  /// Unique in its pipeline.
  package var id: String
  package var name: String?
  /// The platform's word, e.g. "PYTHON".
  package var integration: String
  /// The platform's word, e.g. "PYTHON_EXECUTE_SCRIPT".
  package var integrationJob: String
  /// Verbatim; may hold `${{ … }}`.
  package var parameters: JSONObject
  /// Ids of tasks of the same group (of nodes, for a free task).
  package var dependsOn: [String] = []
  package var condition: String?
  package var connection: String?
  package var treatFailureAsWarning = false
  package var configuration = TaskConfiguration()
  package var notes = TaskNotes()

  package init(id: String, integration: String, integrationJob: String, parameters: JSONObject) {
    self.id = id
    self.integration = integration
    self.integrationJob = integrationJob
    self.parameters = parameters
  }

  /// The name for people; the id when there is none.
  package var title: String { name ?? id }
}

/// Parts of a task that are kept and shown but change nothing in a run.
package struct TaskNotes: Sendable, Hashable {
  package var tags: [String] = []
  package var operationMetadata: JSONValue?
  package var meta: JSONValue?
  package var alerts: [AlertDefinition] = []

  package init() {}
}

/// Who is told about an end; read and kept, not sent by the local engine.
package struct AlertDefinition: Sendable, Hashable {
  package var name: String?
  package var statuses: [String]
  package var destinations: [AlertDestination]
  package var customMessage: String?

  package init(statuses: [String], destinations: [AlertDestination]) {
    self.statuses = statuses
    self.destinations = destinations
  }
}

/// Where an alert goes.
package struct AlertDestination: Sendable, Hashable {
  package var integration: String
  package var destination: String?
  package var connectionID: String?
  package var parameters: JSONValue?

  package init(integration: String) { self.integration = integration }
}

/// A typed input of a pipeline.
package struct InputDeclaration: Sendable, Hashable {
  package var name: String
  package var type: InputType
  package var defaultValue: JSONValue?
  package var isOptional = false

  package init(name: String, type: InputType) {
    self.name = name
    self.type = type
  }

  /// Whether a start without it is refused.
  package var isRequired: Bool { !isOptional && defaultValue == nil }
}

/// The types of inputs, by the platform's words.
package enum InputType: String, Sendable, Hashable, CaseIterable {
  case string, number, boolean, dict, list

  /// Whether a value is of this type.
  package func admits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.number, .int), (.number, .double), (.boolean, .bool),
      (.dict, .object), (.list, .array):
      true
    default: false
    }
  }
}
