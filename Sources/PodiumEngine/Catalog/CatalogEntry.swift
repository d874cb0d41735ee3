// A pipeline with its newest definition, and how it looks on the wire.
import JSON
import OrchestraAPI
import Time

/// One pipeline of the catalog.
package struct CatalogEntry: Sendable {
  package var record: PipelineRecord
  /// The newest version.
  package var definition: PipelineDefinition
  /// The same as the camelCase model, and as text for comparing.
  package var model: JSONValue
  package var modelText: String

  package init(record: PipelineRecord, definition: PipelineDefinition) {
    self.record = record
    self.definition = definition
    model = definition.json
    modelText = model.text
  }

  /// The version that a start without a number runs.
  package var startVersion: Int { record.publishedVersion ?? record.latestVersion }

  /// The row of the pipelines' listing, without its latest run.
  package var pipeline: Pipeline {
    var pipeline = Pipeline(id: record.id, name: record.name, createdAt: record.createdAt)
    pipeline.alias = record.alias
    pipeline.paused = record.paused
    pipeline.numTasks = definition.tasks.count
    pipeline.yamlPath = record.yamlPath
    pipeline.storageProvider = "ORCHESTRA"
    pipeline.latestVersionNumber = record.latestVersion
    pipeline.publishedVersionNumber = record.publishedVersion
    pipeline.updatedAt = record.updatedAt
    pipeline.schedule = model["schedule"] ?? []
    pipeline.sensors = model["sensors"] ?? [:]
    pipeline.triggerEvents = model["triggerEvents"] ?? []
    pipeline.webhook = model["webhook"]
    pipeline.inputs = model["inputs"] ?? [:]
    return pipeline
  }
}

/// Aliases: letters, digits and underscores.
package enum PipelineAlias {
  static let lengthMax = 255

  /// Whether a text can be an alias.
  package static func isValid(_ alias: String) -> Bool {
    !alias.isEmpty && alias.utf8.count <= lengthMax && alias.utf8.allSatisfy(isAllowed)
  }

  /// "sales/daily-load.yaml" → "sales_daily_load".
  package static func of(path: String) -> String {
    let stem = path.hasSuffix(".yaml") ? path.dropLast(5) : path.dropLast(4)
    let bytes = stem.utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "_") }
    return String(decoding: bytes.prefix(lengthMax), as: UTF8.self)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || byte == 95
  }
}
