// Operations of a task run: what its dbt artifact `run_results.json` says, one a model or test. Read
// when they are asked for; nothing is stored, so an artifact and its operations never disagree.
import JSON
import OrchestraAPI
import Time

extension Engine {
  /// The file that dbt writes, at any depth below the artifacts.
  static let resultsName = "run_results.json"

  /// Operations of one task run. Without one the list is empty: looking into the artifacts of every
  /// task of a week is no answer to a listing.
  package func answer(_ endpoint: ListOperations) async throws(APIProblem) -> Page<Operation> {
    _ = try window(endpoint.from, endpoint.to)
    var all: [Operation] = []
    if let id = endpoint.taskRunID { all = try await operations(of: id) }
    let found = all.filter { operation in
      (endpoint.types.isEmpty || endpoint.types.contains(operation.type))
        && endpoint.status.map { $0 == operation.status } ?? true
        && endpoint.externalID.map { $0 == operation.externalID } ?? true
        && endpoint.integration.map { $0 == operation.integration } ?? true
    }
    let page = endpoint.page
    let (start, overflow) = (page.page - 1).multipliedReportingOverflow(by: page.size)
    let items = overflow ? [] : Array(found.dropFirst(start).prefix(page.size))
    return Page(page: page.page, pageSize: page.size, total: found.count, items: items)
  }

  private func operations(of id: TaskRun.ID) async throws(APIProblem) -> [Operation] {
    let record = try await read { (archive) async throws(EngineError) in
      try await archive.task(id)
    }
    guard let task = record?.task else { throw .notFound("Task run", id.text) }
    let folder = files.artifacts(TaskRunPath(runID: task.pipelineRunID, taskRunID: id))
    let name = await parts.folders.files(below: folder).first {
      $0 == Self.resultsName || $0.hasSuffix("/\(Self.resultsName)")
    }
    guard let name else { return [] }
    let piece: (offset: Int, total: Int, bytes: [UInt8])?
    do throws(EngineError) {
      piece = try await parts.folders.piece(of: "\(folder)/\(name)", nil)
    } catch {
      throw APIProblem(error)
    }
    // A file that is larger than a piece, or half written, has no operations to tell.
    guard let piece, piece.bytes.count == piece.total,
      let results = try? JSONValue(parsing: piece.bytes)
    else { return [] }
    return (results["results"]?.array ?? []).enumerated().compactMap {
      Operation(dbtResult: $1, number: $0, of: task)
    }
  }
}

extension Operation {
  /// One entry of `results`; nil without the id of a node.
  fileprivate init?(dbtResult result: JSONValue, number: Int, of task: TaskRun) {
    guard let node = result["unique_id"]?.string else { return nil }
    let word = result["status"]?.string ?? ""
    let parts = node.split(separator: ".")
    let times = (result["timing"]?.array ?? []).last
    func time(_ key: String) -> Timestamp? {
      times?[key]?.string.flatMap { Timestamp(iso8601: $0) }
    }
    var words = NodeWords(task: task.id, number: number)
    self.init(
      id: .random(using: &words), pipelineRunID: task.pipelineRunID,
      type: Self.type(parts.first ?? ""), status: Self.status(word),
      insertedAt: task.completedAt ?? task.updatedAt ?? task.createdAt)
    // "test.project.not_null_id.a1b2c3": the name is the third part.
    name = parts.count > 2 ? String(parts[2]) : node
    taskRunID = task.id
    accountID = task.accountID
    externalID = node
    externalStatus = word
    message = result["message"]?.string
    integration = task.integration
    integrationJob = task.integrationJob
    startedAt = time("started_at")
    completedAt = time("completed_at")
    durationSeconds = result["execution_time"]?.double
    rowsAffected =
      (result["adapter_response"]?["rows_affected"]?.int ?? result["failures"]?.int)
      .map { Int(clamping: $0) }
  }

  private static func type(_ kind: Substring) -> String {
    switch kind {
    case "model": "MATERIALISATION"
    case "test", "unit_test": "TEST"
    case "seed", "snapshot", "source", "operation", "analysis": kind.uppercased()
    default: "UNKNOWN"
    }
  }

  private static func status(_ word: String) -> String {
    switch word {
    case "success", "pass": "SUCCEEDED"
    case "error", "fail", "runtime error": "FAILED"
    case "warn": "WARNING"
    case "skipped": "SKIPPED"
    case "reused", "no-op": "REUSED"
    default: "UNKNOWN"
    }
  }
}

/// The words of an operation's id: the same for the same task run and place.
private struct NodeWords: RandomNumberGenerator {
  private var state: UInt64

  init(task: TaskRun.ID, number: Int) {
    // FNV-1a over the id, then the place.
    state = task.text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    state = (state ^ UInt64(number)) &* 0x100_0000_01b3
  }

  mutating func next() -> UInt64 {
    state = (state ^ (state >> 29)) &* 0xbf58_476d_1ce4_e5b9
    return state
  }
}
