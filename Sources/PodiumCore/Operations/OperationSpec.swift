// What one operation is, declared once: keys, verbs, tools and routes are projections of it.
import JSON
import OrchestraAPI

/// Something a user, a script or an agent can do.
package struct OperationSpec: Sendable {
  /// "cancel_pipeline_run": the tool's name.
  package let name: String
  /// One sentence.
  package let summary: String
  package let parameters: [OperationParameter]
  package let effect: OperationEffect
  package let capability: Capability
  /// Method and path below `/api/v1`; nil when its twin has one.
  package let route: String?
  /// Words after `podium`; nil when another operation of the table is its face for scripts.
  package let verb: String?
  /// The key in the dashboard; nil when screens do it by themselves.
  package let key: String?
  /// A name for people: "List pipeline runs".
  package var title = ""
  /// Which agents are offered it; nil for none.
  package var toolset: Toolset?
  /// The operation that is the same for others: dialogs ask before they send and know ids only, agents
  /// and scripts do it at once and by name.
  package var twin: String?
  /// Turns checked arguments into one request; operations of several requests have `work` instead.
  var bind:
    @Sendable (OperationArguments, OperationContext) throws(OperationProblem) -> BoundOperation = {
      (_, _) throws(OperationProblem) in
      throw OperationProblem("this is not one request: it is done at once")
    }
  /// Does it at once, in as many requests as it takes.
  var work: Work?
  /// Whether it is done at once: verbs and tools are.
  package var isDoneAtOnce: Bool { work != nil }

  package typealias Work =
    @Sendable (Workbench, OperationArguments) async throws(WorkProblem) -> JSONObject

  /// The same operation, done at once for every agent and script.
  func offered(as title: String, work: @escaping Work) -> OperationSpec {
    var spec = self
    spec.title = title
    spec.toolset = .standard
    spec.work = work
    return spec
  }

  /// JSON Schema of the arguments.
  package var schema: JSONValue {
    var properties = JSONObject()
    for parameter in parameters { properties[parameter.name] = parameter.schema }
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: JSONObject = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { schema["required"] = .array(required) }
    return .object(schema)
  }

  /// What its result holds.
  package var result: ResultShape { ResultShape.results[name] ?? ResultShape([]) }
}

/// What an operation may do to the workspace.
package enum OperationEffect: String, Sendable {
  case read
  case write
  /// Stops or removes something; asked for twice.
  case destructive

  /// Whether read-only forbids it.
  package var isWrite: Bool { self != .read }
}

/// Groups of operations that agents are offered.
package enum Toolset: String, Sendable, CaseIterable {
  /// What every agent gets unless it asks for something else.
  case standard
  /// What is asked for by name.
  case more
}

/// What a backend can do at all.
package enum Capability: String, Sendable, CaseIterable {
  case readRuns, readFiles, readPipelines, readEnvironments, startRuns, cancelRuns
}

/// One typed argument.
package struct OperationParameter: Sendable {
  /// The JSON type.
  package enum Kind: Sendable, Equatable {
    case string
    case integer
    case boolean
    case strings
    /// A list of texts, or one text with commas.
    case words
    /// name → value.
    case object
    case oneOf([String])
  }

  package let name: String
  package let summary: String
  package let kind: Kind
  package let isRequired: Bool

  package init(_ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.isRequired = isRequired
  }

  /// JSON Schema of the value.
  package var schema: JSONValue {
    var schema: JSONObject = ["description": .string(summary)]
    switch kind {
    case .string: schema["type"] = "string"
    case .integer: schema["type"] = "integer"
    case .boolean: schema["type"] = "boolean"
    case .strings:
      schema["type"] = "array"
      schema["items"] = ["type": "string"]
    case .words: schema["type"] = ["string", "array"]
    case .object: schema["type"] = "object"
    case .oneOf(let words):
      schema["type"] = "string"
      schema["enum"] = .array(words.map { .string($0) })
    }
    return .object(schema)
  }

  func accepts(_ value: JSONValue) -> Bool {
    switch kind {
    case .string: value.string != nil
    case .integer: value.int != nil
    case .boolean: value.bool != nil
    case .strings: value.array?.allSatisfy { $0.string != nil } ?? false
    case .words: value.string != nil || value.array?.allSatisfy { $0.string != nil } ?? false
    case .object: value.object != nil
    case .oneOf(let words): value.string.map(words.contains) ?? false
    }
  }

  var kindName: String {
    switch kind {
    case .string: "text"
    case .integer: "a whole number"
    case .boolean: "true or false"
    case .strings: "a list of texts"
    case .words: "a text with commas or a list of texts"
    case .object: "an object"
    case .oneOf(let words): "one of \(words.joined(separator: ", "))"
    }
  }
}

/// Why an operation cannot be prepared; nothing was sent.
package struct OperationProblem: Error, Sendable, Equatable {
  /// One line.
  package let message: String
  /// The arguments are well, but as things stand it is not done.
  package let isRefusal: Bool

  package init(_ message: String, isRefusal: Bool = false) {
    self.message = message
    self.isRefusal = isRefusal
  }
}

/// Checked arguments by name.
package struct OperationArguments: Sendable {
  package let values: JSONObject

  /// Refuses unknown names, wrong types and missing values.
  init(_ values: JSONObject, of spec: OperationSpec) throws(OperationProblem) {
    for member in values.members {
      guard let parameter = spec.parameters.first(where: { $0.name == member.key }) else {
        throw OperationProblem("\(spec.name) has no parameter \(member.key)")
      }
      guard parameter.accepts(member.value) else {
        throw OperationProblem("\(member.key) of \(spec.name) must be \(parameter.kindName)")
      }
    }
    for parameter in spec.parameters where parameter.isRequired && values[parameter.name] == nil {
      throw OperationProblem("\(spec.name) needs \(parameter.name): \(parameter.summary)")
    }
    self.values = values
  }

  func text(_ name: String) -> String? { values[name]?.string }
  /// For required parameters.
  func required(_ name: String) -> String { values[name]?.string ?? "" }
  func flag(_ name: String) -> Bool? { values[name]?.bool }
  func integer(_ name: String) -> Int? { values[name]?.int.map(Int.init) }
  func object(_ name: String) -> JSONObject { values[name]?.object ?? JSONObject() }
  func texts(_ name: String) -> [String] { (values[name]?.array ?? []).compactMap(\.string) }
}

/// What is known when an operation is prepared.
package struct OperationContext: Sendable {
  /// Finds a loaded run.
  package var run: @Sendable (PipelineRun.ID) -> PipelineRun?
  /// Finds a pipeline by id or alias.
  package var pipeline: @Sendable (String) -> Pipeline?
  package var environments: [Environment] = []
  /// The workspace all of this is from; nil when nobody said so.
  package var source: SourceLabel?

  package init(
    run: @escaping @Sendable (PipelineRun.ID) -> PipelineRun? = { _ in nil },
    pipeline: @escaping @Sendable (String) -> Pipeline? = { _ in nil }
  ) {
    self.run = run
    self.pipeline = pipeline
  }

  /// The name of an environment that was named by name or id; of the usual one for nil. nil when
  /// it is not known.
  func environmentName(_ text: String?) -> String? {
    guard let text else { return environments.first(where: \.isDefault)?.name }
    if let known = environments.first(where: { $0.id.text == text }) { return known.name }
    // The id of an environment that is not known says nothing of its name.
    return RunLink.uuids(in: text).isEmpty ? text : nil
  }

  /// What a frame shows.
  package init(_ snapshot: Snapshot) {
    run = { snapshot.run($0) }
    pipeline = { name in snapshot.pipelines.first { $0.id.text == name || $0.alias == name } }
    environments = snapshot.environments
    source = snapshot.source
  }
}
