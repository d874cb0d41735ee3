// Pipelines and the versions of their definitions as rows.
import JSON
import OrchestraAPI
import SQLite
import Time

/// A stored pipeline, without its definition.
package struct PipelineRecord: Sendable, Equatable {
  /// Where its definition comes from.
  package enum Origin: String, Sendable {
    /// A file of the pipelines' folder: changed there, not through the API.
    case file
    /// Created through the API.
    case api
  }

  package var id: Pipeline.ID
  package var alias: String?
  package var name: String
  /// Path below the pipelines' folder; empty for pipelines of the API.
  package var yamlPath: String = ""
  package var origin: Origin
  package var paused = false
  package var latestVersion: Int
  package var publishedVersion: Int?
  package var createdAt: Timestamp
  package var updatedAt: Timestamp

  package init(
    id: Pipeline.ID, alias: String?, name: String, origin: Origin, latestVersion: Int,
    createdAt: Timestamp
  ) {
    self.id = id
    self.alias = alias
    self.name = name
    self.origin = origin
    self.latestVersion = latestVersion
    self.createdAt = createdAt
    updatedAt = createdAt
  }
}

/// Rows of `pipelines` and `definitions`.
enum PipelineRow {
  static let columns = """
    id, alias, name, yaml_path, origin, paused, latest, published, created_at, updated_at
    """

  static let save = """
    INSERT INTO pipelines (\(columns), deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    ON CONFLICT (id) DO UPDATE SET alias = excluded.alias, name = excluded.name,
      yaml_path = excluded.yaml_path, paused = excluded.paused, latest = excluded.latest,
      published = excluded.published, updated_at = excluded.updated_at, deleted = 0
    """

  static func values(_ record: PipelineRecord) -> [SQLValue] {
    [
      .text(record.id.text), SQLValue(record.alias), .text(record.name), .text(record.yamlPath),
      .text(record.origin.rawValue), .integer(record.paused ? 1 : 0),
      SQLValue(record.latestVersion), SQLValue(record.publishedVersion),
      .integer(record.createdAt.microseconds), .integer(record.updatedAt.microseconds),
    ]
  }

  static func record(_ row: Row) -> PipelineRecord {
    var record = PipelineRecord(
      id: Identifier(row.text(0)), alias: row.optionalText(1), name: row.text(2),
      origin: PipelineRecord.Origin(rawValue: row.text(4)) ?? .api,
      latestVersion: Int(row.int(6)), createdAt: Timestamp(microseconds: row.int(8)))
    record.yamlPath = row.text(3)
    record.paused = row.bool(5)
    record.publishedVersion = row.optionalInt(7).map(Int.init)
    record.updatedAt = Timestamp(microseconds: row.int(9))
    return record
  }
}

extension Database {
  /// All pipelines; deleted ones keep their id for the day their file comes back.
  func pipelines() throws(SQLiteError) -> [(record: PipelineRecord, isDeleted: Bool)] {
    try rows("SELECT \(PipelineRow.columns), deleted FROM pipelines ORDER BY seq") {
      (PipelineRow.record($0), $0.bool(10))
    }
  }

  func save(_ record: PipelineRecord) throws(SQLiteError) {
    try run(PipelineRow.save, PipelineRow.values(record))
  }

  func saveDefinition(
    _ body: String, of pipeline: Pipeline.ID, version: Int, at now: Timestamp
  ) throws(SQLiteError) {
    try run(
      "INSERT INTO definitions (pipeline_id, version, body, created_at) VALUES (?, ?, ?, ?)",
      [
        .text(pipeline.text), SQLValue(version), .text(body), .integer(now.microseconds),
      ])
  }

  func deletePipeline(_ id: Pipeline.ID) throws(SQLiteError) {
    try run("UPDATE pipelines SET deleted = 1 WHERE id = ?", [.text(id.text)])
  }

  func definition(of pipeline: Pipeline.ID, version: Int) throws(SQLiteError) -> String? {
    try first(
      "SELECT body FROM definitions WHERE pipeline_id = ? AND version = ?",
      [.text(pipeline.text), SQLValue(version)]
    ) { $0.text(0) }
  }

  /// A fact about the data folder itself.
  func fact(_ key: String) throws(SQLiteError) -> String? {
    try first("SELECT value FROM meta WHERE key = ?", [.text(key)]) { $0.text(0) }
  }

  func setFact(_ key: String, _ value: String) throws(SQLiteError) {
    try run(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = ?",
      [.text(key), .text(value), .text(value)])
  }
}
