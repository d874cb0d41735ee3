// Creating, changing and deleting pipelines.
import HTTP
import JSON

/// Creates a pipeline from a definition (201).
package struct CreatePipeline: Endpoint {
  package typealias Output = SavedPipeline
  package static let route = Route(.post, "pipelines")
  package static let effect = Effect.write

  package var definition: JSONValue
  package var published: Bool
  package var alias: String?
  package var storageProvider: String?

  package init(definition: JSONValue, published: Bool = true, alias: String? = nil) {
    self.definition = definition
    self.published = published
    self.alias = alias
  }

  package init(_ call: Call) throws(APIProblem) {
    let body = try BodyFields(call.body)
    definition = try body.required("data")
    published = try body.bool("published") ?? true
    alias = try body.string("alias") ?? call.query["alias"]
    storageProvider = try body.string("storageProvider")
  }

  package var call: Call {
    var body: JSONObject = ["data": definition, "published": .bool(published)]
    body["alias"] = alias.map { .string($0) }
    body["storageProvider"] = storageProvider.map { .string($0) }
    return Call(body: JSONValue.object(body).serialized())
  }

  package static func encode(_ output: SavedPipeline) -> HTTPResponse {
    var writer = JSONWriter()
    output.write(to: &writer)
    return .json(writer.bytes, status: 201)
  }
}

/// Saves a new version of a pipeline.
package struct UpdatePipeline: Endpoint {
  package typealias Output = SavedPipeline
  package static let route = Route(.put, "pipelines")
  package static let effect = Effect.idempotentWrite

  package var selector: PipelineSelector
  package var definition: JSONValue
  package var published: Bool

  package init(_ selector: PipelineSelector, definition: JSONValue, published: Bool = true) {
    self.selector = selector
    self.definition = definition
    self.published = published
  }

  /// The selector may be in the query or, as the official CLI sends it, in the body.
  package init(_ call: Call) throws(APIProblem) {
    let body = try BodyFields(call.body)
    var query = call.query
    if let alias = call.captures.first { query["alias"] = alias }
    for key in ["pipeline_id", "alias", "repository", "yaml_path"] where query[key] == nil {
      query[key] = body.value(key)?.string
    }
    if query["pipeline_id"] == nil { query["pipeline_id"] = body.value("pipelineId")?.string }
    selector = try PipelineSelector(query)
    definition = try body.required("data")
    published = try body.bool("published") ?? true
  }

  package var call: Call {
    var query = Query()
    selector.write(to: &query)
    var body: JSONObject = ["data": definition, "published": .bool(published)]
    if case .id(let id) = selector { body["pipelineId"] = .string(id.text) }
    if case .alias(let alias) = selector { body["alias"] = .string(alias) }
    return Call(query: query, body: JSONValue.object(body).serialized())
  }
}

/// Deletes a pipeline; its runs stay.
package struct DeletePipeline: Endpoint {
  package typealias Output = Nothing
  package static let route = Route(.delete, "pipelines")
  package static let effect = Effect.idempotentWrite

  package var selector: PipelineSelector

  package init(_ selector: PipelineSelector) { self.selector = selector }

  package init(_ call: Call) throws(APIProblem) {
    var query = call.query
    if let alias = call.captures.first { query["alias"] = alias }
    selector = try PipelineSelector(query)
  }

  package var call: Call {
    var query = Query()
    selector.write(to: &query)
    return Call(query: query)
  }
}

/// The answer to create and update: the pipeline, its definition and its version.
package struct SavedPipeline: Sendable, Equatable {
  package var pipeline: Pipeline
  package var definition: JSONValue
  package var versionNumber: Int?

  package init(pipeline: Pipeline, definition: JSONValue, versionNumber: Int?) {
    self.pipeline = pipeline
    self.definition = definition
    self.versionNumber = versionNumber
  }
}

extension SavedPipeline: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    let value = try reader.value()
    pipeline = try JSONReader.read(value.serialized()) { (reader) throws(JSONError) in
      try Pipeline(json: &reader)
    }
    definition = value["data"] ?? .null
    versionNumber =
      (value["currentVersionNumber"]?.int ?? value["latestVersionNumber"]?.int).map(Int.init)
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      pipeline.writeMembers(to: &writer)
      writer.member("data", definition)
      writer.member("latestFileSha", JSONValue.null)
      writer.member("newCommitSha", JSONValue.null)
      writer.member("currentVersionNumber", versionNumber)
    }
  }
}
