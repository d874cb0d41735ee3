// All pipelines: files of a folder, read again when they change, and those created through the API.
// Every definition that was ever current is kept under its version number.
import JSON
import OrchestraAPI
import SQLite
import Time
import YAML

/// The pipelines of an engine.
package actor PipelineCatalog {
  /// A look at the folder is not repeated within this time.
  static let lookEvery = Duration.milliseconds(500)

  private let folder: String?
  private let parts: EngineParts
  private var entries: [Pipeline.ID: CatalogEntry] = [:]
  /// Pipelines whose file is gone; the id returns with the file.
  private var gone: [PipelineRecord] = []
  private var environmentSet = EnvironmentSet.standard
  private var fileProblems: [String: [DefinitionProblem]] = [:]
  private var looks = Looks()

  /// What is known of the folder, and who waits for the look that is on its way.
  private struct Looks {
    var signatures: [String: FileSignature] = [:]
    var problem: String?
    var at: Duration?
    var isLooking = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// - Parameter folder: of pipeline files; nil for pipelines of the API only.
  package init(folder: String?, parts: EngineParts) {
    self.folder = folder
    self.parts = parts
  }

  /// Reads what is stored, then the folder.
  package func load() async throws(EngineError) {
    let stored = try await parts.journal.write { (database) throws(SQLiteError) in
      try database.pipelines().map { (pair) throws(SQLiteError) in
        let version = pair.record.latestVersion
        let body = try database.definition(of: pair.record.id, version: version)
        return (pair.record, pair.isDeleted, body ?? "")
      }
    }
    for (record, isDeleted, body) in stored {
      if isDeleted || record.origin == .file && folder == nil {
        if record.origin == .file { gone.append(record) }
      } else if let definition = Self.definition(body) {
        entries[record.id] = CatalogEntry(record: record, definition: definition)
      }
    }
    await refresh(force: true)
  }

  // MARK: Reading

  /// All pipelines, by name.
  package func list() async -> [CatalogEntry] {
    await refresh()
    return entries.values.sorted {
      ($0.record.name, $0.record.id) < ($1.record.name, $1.record.id)
    }
  }

  /// The pipelines that are known, without a look at the folder.
  package var known: [CatalogEntry] { Array(entries.values) }

  /// One pipeline by id or alias.
  package func find(_ idOrAlias: String) async -> CatalogEntry? {
    await refresh()
    return entries[Identifier(idOrAlias)]
      ?? entries.values.first { $0.record.alias == idOrAlias }
  }

  /// One pipeline by a selector. A repository is not looked at: there is only this folder.
  package func find(_ selector: PipelineSelector) async throws(APIProblem) -> CatalogEntry {
    let found: CatalogEntry?
    let what: String
    switch selector {
    case .id(let id): (found, what) = (await find(id.text), id.text)
    case .alias(let alias): (found, what) = (await find(alias), alias)
    case .file(_, let path):
      await refresh()
      (found, what) = (entries.values.first { $0.record.yamlPath == path }, path)
    }
    guard let found else { throw .notFound("Pipeline", what) }
    return found
  }

  /// A version of a definition; nil when there is none of that number.
  package func definition(
    of pipeline: Pipeline.ID, version: Int
  ) async throws(EngineError) -> PipelineDefinition? {
    if let entry = entries[pipeline], entry.record.latestVersion == version {
      return entry.definition
    }
    let body = try await parts.journal.write { (database) throws(SQLiteError) in
      try database.definition(of: pipeline, version: version)
    }
    return body.flatMap { Self.definition($0) }
  }

  /// Environments as environments.yaml names them.
  package func environments() async -> EnvironmentSet {
    await refresh()
    return environmentSet
  }

  /// Problems of the files, by path.
  package func problems() async -> [String: [DefinitionProblem]] {
    await refresh()
    return fileProblems
  }

  // MARK: Writing

  /// Adds a pipeline of the API.
  package func create(
    _ definition: PipelineDefinition, alias: String?, published: Bool
  ) async throws(APIProblem) -> CatalogEntry {
    await refresh()
    if let alias { try checkAlias(alias) }
    var record = PipelineRecord(
      id: parts.makeID(), alias: alias, name: definition.name, origin: .api, latestVersion: 1,
      createdAt: parts.clocks.now())
    if published { record.publishedVersion = 1 }
    return try await save(CatalogEntry(record: record, definition: definition), isNewVersion: true)
  }

  /// Saves a new version; the same definition again keeps its number.
  package func update(
    _ id: Pipeline.ID, _ definition: PipelineDefinition, published: Bool
  ) async throws(APIProblem) -> CatalogEntry {
    let entry = try changeable(id, "updated")
    var next = CatalogEntry(record: entry.record, definition: definition)
    let isNewVersion = next.modelText != entry.modelText
    next.record.name = definition.name
    if isNewVersion { next.record.latestVersion += 1 }
    if published { next.record.publishedVersion = next.record.latestVersion }
    next.record.updatedAt = parts.clocks.now()
    return try await save(next, isNewVersion: isNewVersion)
  }

  /// Forgets a pipeline of the API; its runs stay.
  package func delete(_ id: Pipeline.ID) async throws(APIProblem) {
    _ = try changeable(id, "deleted")
    try await parts.journal.api { (database) throws(SQLiteError) in try database.deletePipeline(id)
    }
    entries[id] = nil
  }

  /// Pauses or resumes the schedules and starts of a pipeline.
  package func setPaused(_ paused: Bool, _ id: Pipeline.ID) async throws(APIProblem) {
    guard var entry = entries[id] else { throw .notFound("Pipeline", id.text) }
    entry.record.paused = paused
    _ = try await save(entry, isNewVersion: false)
  }

  private func changeable(_ id: Pipeline.ID, _ verb: String) throws(APIProblem) -> CatalogEntry {
    guard let entry = entries[id] else { throw .notFound("Pipeline", id.text) }
    guard entry.record.origin == .api else {
      let path = entry.record.yamlPath
      throw APIProblem(
        400, "Pipeline \(entry.record.name) comes from the file \(path) and is \(verb) there")
    }
    return entry
  }

  private func checkAlias(_ alias: String) throws(APIProblem) {
    guard PipelineAlias.isValid(alias) else {
      throw .invalid(
        "body", "alias", message: "String should match pattern '^[A-Za-z0-9_]+$' (at most 255)",
        kind: "string_pattern_mismatch")
    }
    guard !entries.values.contains(where: { $0.record.alias == alias }) else {
      throw APIProblem(409, "A pipeline with alias \(alias) already exists")
    }
  }

  private func save(
    _ entry: CatalogEntry, isNewVersion: Bool
  ) async throws(APIProblem) -> CatalogEntry {
    let now = parts.clocks.now()
    try await parts.journal.api { (database) throws(SQLiteError) in
      try database.save(entry.record)
      guard isNewVersion else { return }
      try database.saveDefinition(
        entry.modelText, of: entry.record.id, version: entry.record.latestVersion, at: now)
    }
    entries[entry.record.id] = entry
    return entry
  }

  private static func definition(_ body: String) -> PipelineDefinition? {
    guard let json = try? JSONValue(parsing: body) else { return nil }
    return DefinitionLoader.load(json: json).definition
  }
}

// MARK: The folder

extension PipelineCatalog {
  /// Looks at the folder, not more often than `lookEvery`; all who ask meanwhile share one look.
  package func refresh(force: Bool = false) async {
    guard let folder else { return }
    if looks.isLooking {
      await withCheckedContinuation { looks.waiting.append($0) }
      return
    }
    let now = parts.clocks.monotonic()
    if !force, let last = looks.at, now - last < Self.lookEvery { return }
    looks.isLooking = true
    let look = await parts.folders.look(at: folder, known: looks.signatures)
    await apply(look)
    looks.at = now
    looks.isLooking = false
    for waiter in looks.waiting { waiter.resume() }
    looks.waiting = []
  }

  /// A folder that cannot be read keeps what was known of it.
  private func apply(_ look: FolderLook) async {
    if let problem = look.problem, problem != looks.problem { parts.report(problem) }
    looks.problem = look.problem
    guard look.problem == nil else { return }
    if let bytes = look.environments { readEnvironments(bytes) }
    let isGone = { (path: String) in look.signatures[path] == nil }
    for path in looks.signatures.keys where isGone(path) { fileProblems[path] = nil }
    if looks.signatures.keys.contains(where: { isGone($0) && $0.hasPrefix("environments.y") }) {
      environmentSet = .standard
    }
    looks.signatures = look.signatures
    for entry in entries.values where entry.record.origin == .file {
      if isGone(entry.record.yamlPath) { await forget(entry) }
    }
    for file in look.changed { await take(file) }
  }

  private func readEnvironments(_ bytes: [UInt8]) {
    let (read, problems) = EnvironmentSet.read(bytes, file: FolderThread.environmentsFile)
    for problem in problems { parts.report(problem.summary) }
    if let read { environmentSet = read }
  }

  private func forget(_ entry: CatalogEntry) async {
    entries[entry.record.id] = nil
    gone.append(entry.record)
    try? await parts.journal.write { (database) throws(SQLiteError) in
      try database.deletePipeline(entry.record.id)
    }
  }

  /// A file with problems keeps the last good version of its pipeline.
  private func take(_ file: PipelineFile) async {
    fileProblems[file.path] = file.loaded.problems.isEmpty ? nil : file.loaded.problems
    for problem in file.loaded.problems { parts.report(problem.summary) }
    guard let definition = file.loaded.definition else { return }
    let known = entries.values.first { $0.record.yamlPath == file.path }
    var record = known?.record ?? record(path: file.path, name: definition.name)
    record.name = definition.name
    var entry = CatalogEntry(record: record, definition: definition)
    let stored = known?.modelText
    let isNewVersion = stored != entry.modelText
    guard isNewVersion || known == nil else { return }
    if isNewVersion { entry.record.latestVersion += 1 }
    entry.record.publishedVersion = entry.record.latestVersion
    entry.record.updatedAt = parts.clocks.now()
    for note in notes(on: definition) { parts.report("\(file.path): \(note)") }
    do throws(APIProblem) {
      _ = try await save(entry, isNewVersion: isNewVersion)
    } catch {
      parts.report("\(file.path): \(error.detail)")
    }
  }

  /// What this engine will not do of a definition that is right in itself.
  private func notes(on definition: PipelineDefinition) -> [String] {
    definition.localNotes
      + definition.tasks.compactMap { TaskKind.refusal(of: $0, simulates: parts.simulates) }
  }

  private func record(path: String, name: String) -> PipelineRecord {
    if let index = gone.firstIndex(where: { $0.yamlPath == path && $0.origin == .file }) {
      return gone.remove(at: index)
    }
    var alias: String? = PipelineAlias.of(path: path)
    if entries.values.contains(where: { $0.record.alias == alias }) { alias = nil }
    var record = PipelineRecord(
      id: parts.makeID(), alias: alias, name: name, origin: .file, latestVersion: 0,
      createdAt: parts.clocks.now())
    record.yamlPath = path
    return record
  }
}

extension Journal {
  /// `write` for operations of the API: a refusal of the disk becomes a problem with status 503.
  package nonisolated func api<T: Sendable>(
    _ body: @Sendable (Database) throws(SQLiteError) -> T
  ) async throws(APIProblem) -> T {
    do throws(EngineError) { return try await write(body) } catch { throw APIProblem(error) }
  }
}

extension APIProblem {
  /// The engine's own trouble, as the API tells it.
  package init(_ error: EngineError) { self.init(503, error.description) }
}
