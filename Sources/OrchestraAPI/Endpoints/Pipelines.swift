// Operations on pipelines: list, one, definition, create, update, delete, validate.
import HTTP
import JSON

/// All pipelines. Older servers answer with a bare array, newer ones with an envelope: both are read.
package struct ListPipelines: Endpoint {
  package typealias Output = PipelineList
  package static let route = Route(.get, "pipelines")
  package static let effect = Effect.read

  /// nil: ask for everything (the array form).
  package var page: PageRequest?
  package var name: String?

  package init(page: PageRequest? = nil, name: String? = nil) {
    self.page = page
    self.name = name
  }

  package init(_ call: Call) throws(APIProblem) {
    let isPaged = call.query["page"] != nil || call.query["page_size"] != nil
    page = isPaged ? try call.query.pageRequest() : nil
    name = call.query["name"]
  }

  package var call: Call {
    var query = Query()
    if let page { query.setPage(page) }
    query["name"] = name
    return Call(query: query)
  }
}

/// Pipelines with or without an envelope.
package struct PipelineList: Sendable, Equatable {
  package var pipelines: [Pipeline]
  /// nil when the answer is a bare array: then it is complete.
  package var envelope: Envelope?

  /// Place of a page in the whole listing.
  package struct Envelope: Sendable, Equatable {
    package var page: Int
    package var pageSize: Int
    package var total: Int

    package init(page: Int, pageSize: Int, total: Int) {
      self.page = page
      self.pageSize = pageSize
      self.total = total
    }
  }

  package init(pipelines: [Pipeline], envelope: Envelope? = nil) {
    self.pipelines = pipelines
    self.envelope = envelope
  }
}

extension PipelineList: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    if try reader.nextIsArray() {
      self.init(
        pipelines: try reader.list { (reader) throws(JSONError) in try Pipeline(json: &reader) })
    } else {
      let page = try Page<Pipeline>(json: &reader)
      self.init(
        pipelines: page.items,
        envelope: Envelope(page: page.page, pageSize: page.pageSize, total: page.total))
    }
  }

  package func write(to writer: inout JSONWriter) {
    guard let envelope else {
      writer.array(of: pipelines) { $1.write(to: &$0) }
      return
    }
    Page(
      page: envelope.page, pageSize: envelope.pageSize, total: envelope.total, items: pipelines
    ).write(to: &writer)
  }
}

/// Names one pipeline: exactly one form.
package enum PipelineSelector: Sendable, Hashable {
  case id(Pipeline.ID)
  case alias(String)
  /// `repository` is "owner/name".
  case file(repository: String, yamlPath: String)

  func write(to query: inout Query) {
    switch self {
    case .id(let id): query["pipeline_id"] = id.text
    case .alias(let alias): query["alias"] = alias
    case .file(let repository, let yamlPath):
      query["repository"] = repository
      query["yaml_path"] = yamlPath
    }
  }

  init(_ query: Query) throws(APIProblem) {
    if let id = query["pipeline_id"] {
      self = .id(Identifier(id))
    } else if let alias = query["alias"] {
      self = .alias(alias)
    } else if let repository = query["repository"], let path = query["yaml_path"] {
      self = .file(repository: repository, yamlPath: path)
    } else {
      throw .invalid(
        "query", message: "Give pipeline_id, alias, or repository with yaml_path", kind: "missing")
    }
  }
}

/// One pipeline.
package struct GetPipeline: Endpoint {
  package typealias Output = Pipeline
  package static let route = Route(.get, "pipeline")
  package static let effect = Effect.read

  package var selector: PipelineSelector
  package var version: Int?
  package var branch: String?
  package var commit: String?

  package init(_ selector: PipelineSelector) { self.selector = selector }

  package init(_ call: Call) throws(APIProblem) {
    selector = try PipelineSelector(call.query)
    version = try call.query.integer("version")
    branch = call.query["branch"]
    commit = call.query["commit"]
  }

  package var call: Call { Call(query: query) }

  var query: Query {
    var query = Query()
    selector.write(to: &query)
    query["version"] = version.map(String.init)
    query["branch"] = branch
    query["commit"] = commit
    return query
  }
}

/// The definition of a pipeline as the camelCase model.
package struct GetPipelineDefinition: Endpoint {
  package typealias Output = JSONValue
  package static let route = Route(.get, "pipelines/data")
  package static let effect = Effect.read

  package var pipeline: GetPipeline

  package init(_ selector: PipelineSelector) { pipeline = GetPipeline(selector) }
  package init(_ call: Call) throws(APIProblem) { pipeline = try GetPipeline(call) }
  package var call: Call { Call(query: pipeline.query) }
}

/// Checks a definition; needs no key. 422 names every problem.
package struct ValidatePipeline: Endpoint {
  package typealias Output = JSONValue
  package static let route = Route(.post, "pipelines/schema")
  package static let effect = Effect.read

  package var definition: JSONValue
  package var canonicalize: Bool

  package init(definition: JSONValue, canonicalize: Bool = false) {
    self.definition = definition
    self.canonicalize = canonicalize
  }

  package init(_ call: Call) throws(APIProblem) {
    guard let value = try? JSONValue(parsing: call.body) else {
      throw .invalid("body", message: "JSON decode error", kind: "json_invalid")
    }
    definition = value
    canonicalize = call.query["canonicalize"] == "true"
  }

  package var call: Call {
    var query = Query()
    if canonicalize { query["canonicalize"] = "true" }
    return Call(query: query, body: definition.serialized())
  }
}

extension JSONValue: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) { self = try reader.value() }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}
