// dbt's own account of a run: which models and tests there were, how they ended, and what they said.
// Read straight from the bytes, without a tree: manifests are long.
import JSON

/// What a `run_results.json` or a `manifest.json` says.
package struct DbtArtifact: Sendable, Equatable {
  /// Which of the two.
  package enum Kind: Sendable, Equatable { case runResults, manifest }

  /// Larger files are not read.
  package static let bytesMax = 64 << 20

  package var kind: Kind
  package var dbtVersion: String?
  package var generatedAt: String?
  package var seconds: Double?
  /// The worst first; of those that are alike the slowest first.
  package var results: [DbtResult] = []

  /// Whether a file of this name is one of them.
  package static func isNamedLike(_ fileName: String) -> Bool {
    fileName.hasSuffix("run_results.json") || fileName.hasSuffix("manifest.json")
  }

  /// nil if it is JSON of another shape.
  package init?(_ bytes: [UInt8]) throws(JSONError) {
    var found = Draft()
    try JSONReader.read(bytes) { (reader) throws(JSONError) in
      guard try reader.hasObject() else { return }
      try reader.object { (reader, key) throws(JSONError) in
        try found.take(key, &reader)
      }
    }
    guard let kind = found.kind else { return nil }
    self.kind = kind
    (dbtVersion, generatedAt) = (found.dbtVersion, found.generatedAt)
    seconds = found.seconds
    results = DbtResult.sorted(found.results)
  }
}

/// One model, test, seed, snapshot or source.
package struct DbtResult: Sendable, Equatable {
  /// How bad it is; the raw value orders them.
  package enum Severity: Int, Sendable, Comparable {
    case failed, warning, skipped, unknown, passed

    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// "model.shop.orders".
  package var id = ""
  package var name = ""
  /// "model", "test", …
  package var kind = ""
  /// dbt's word; nil in a manifest.
  package var status: String?
  package var seconds: Double?
  package var message: String?
  /// Rows that a test found.
  package var failures: Int?
  package var rowsAffected: Int?
  /// The file it comes from, and what it makes.
  package var path: String?
  package var relation: String?
  package var materialized: String?
  package var text: String?

  /// What dbt's word means.
  package var severity: Severity {
    switch status {
    case "error", "fail", "runtime error": .failed
    case "warn", "partial success": .warning
    case "skipped", "no-op": .skipped
    case "success", "pass": .passed
    default: .unknown
    }
  }

  static func sorted(_ results: [DbtResult]) -> [DbtResult] {
    results.enumerated().sorted { a, b in
      if a.element.severity != b.element.severity {
        return a.element.severity < b.element.severity
      }
      let (x, y) = (a.element.seconds ?? 0, b.element.seconds ?? 0)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }
}

/// What was read so far.
private struct Draft {
  var kind: DbtArtifact.Kind?
  var dbtVersion: String?
  var generatedAt: String?
  var seconds: Double?
  var results: [DbtResult] = []

  mutating func take(_ key: JSONKey, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "metadata": try takeMetadata(&reader)
    case "elapsed_time": seconds = try reader.real()
    case "results":
      guard try reader.nextIsArray() else { return try reader.skip() }
      kind = .runResults
      try reader.array { (reader) throws(JSONError) in
        guard try reader.hasObject() else { return }
        results.append(try DbtResult(&reader))
      }
    case "nodes", "sources":
      guard try reader.hasObject() else { return }
      kind = kind ?? .manifest
      try reader.object { (reader, key) throws(JSONError) in
        let id = key.text
        guard try reader.hasObject() else { return }
        var result = try DbtResult(&reader)
        if result.id.isEmpty { result.id = id }
        results.append(result)
      }
    default: try reader.skip()
    }
  }

  private mutating func takeMetadata(_ reader: inout JSONReader) throws(JSONError) {
    guard try reader.hasObject() else { return }
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "dbt_version": dbtVersion = try reader.text()
      case "generated_at": generatedAt = try reader.text()
      default: try reader.skip()
      }
    }
  }
}

extension DbtResult {
  init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "unique_id": id = try reader.text() ?? ""
      case "name": name = try reader.text() ?? ""
      case "resource_type": kind = try reader.text() ?? ""
      case "status": status = try reader.text()
      case "execution_time": seconds = try reader.real()
      case "message": message = try reader.text()
      case "failures": failures = try reader.integer()
      case "relation_name": relation = try reader.text()
      case "original_file_path": path = try reader.text()
      case "description": text = try reader.text()
      case "adapter_response": rowsAffected = try Self.rows(&reader)
      case "config": materialized = try Self.materialization(&reader)
      default: try reader.skip()
      }
    }
    // "test.shop.not_null_orders_id.cf6c17daed"
    let parts = id.split(separator: ".")
    if kind.isEmpty, parts.count > 1 { kind = String(parts[0]) }
    if name.isEmpty { name = parts.count > 2 ? String(parts[2]) : id }
  }

  private static func rows(_ reader: inout JSONReader) throws(JSONError) -> Int? {
    try member("rows_affected", of: &reader) { (reader) throws(JSONError) in
      try reader.integer()
    }
  }

  private static func materialization(_ reader: inout JSONReader) throws(JSONError) -> String? {
    try member("materialized", of: &reader) { (reader) throws(JSONError) in try reader.text() }
  }

  private static func member<Value>(
    _ name: StaticString, of reader: inout JSONReader,
    _ read: (inout JSONReader) throws(JSONError) -> Value?
  ) throws(JSONError) -> Value? {
    guard try reader.hasObject() else { return nil }
    var value: Value?
    try reader.object { (reader, key) throws(JSONError) in
      if name ~= key { value = try read(&reader) } else { try reader.skip() }
    }
    return value
  }
}
