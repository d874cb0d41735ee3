// Task runs and their files.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Rows of task runs: of one run, or of a window.
  func listTasks(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let span = try RowSpan(arguments)
    let statuses = try Self.statuses(arguments.words("status"), Self.runStatuses)
    let filter = try Self.taskFilter(arguments.text("filter"))
    if let name = arguments.text("pipeline_run_id") {
      let run = try await run(name)
      let wanted = try await tasks(of: run.id).filter {
        (statuses.isEmpty || statuses.contains($0.status)) && filter.matches($0, now: wall())
      }
      let rows = wanted.dropFirst(span.offset).prefix(span.limit)
      return span.page(rows.map(Self.row), total: wanted.count)
    }
    let window = try WorkWindow(arguments, now: wall())
    var list = ListTaskRuns(in: window.window)
    list.statuses = statuses
    list.integrations = arguments.words("integration")
    list.taskRunIDs = arguments.words("task_run_ids").map { TaskRun.ID($0) }
    for name in arguments.words("pipeline_ids") {
      list.pipelineIDs.append(try await pipeline(name).id)
    }
    do throws(WorkProblem) {
      if !filter.isEmpty {
        return try await rows(span, window) { (page) async throws(WorkProblem) in
          list.page = page
          return try await call(list, "list task runs")
        } passing: {
          filter.matches($0, now: wall())
        }
      }
      let found = try await span.rows { (page) async throws(WorkProblem) in
        list.page = page
        return try await call(list, "list task runs")
      }
      var result = span.page(found.rows.map(Self.row), total: found.total)
      result["window"] = window.json
      return result
    } catch  where error.kind == .notFound || error.kind == .refused {
      throw WorkProblem(
        .unavailable,
        "this plan does not list task runs over all runs"
          + " (\(error.kind == .notFound ? 404 : 403)): give pipeline_run_id")
    }
  }

  /// Names of the logs and artifacts of a task run. The platform says no sizes.
  func listFiles(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let path = try await path(arguments)
    let logs = try await callIfOffered(ListLogFiles(task: path), "list logs")
    let artifacts = try await callIfOffered(ListArtifacts(task: path), "list artifacts")
    guard logs != nil || artifacts != nil else {
      throw WorkProblem(
        .notFound,
        "there are no files of task run \(path.taskRunID.text) in run"
          + " \(path.runID.text): check both ids; task runs are kept for seven days")
    }
    let logRows = (logs?.files ?? []).map { file -> JSONValue in
      [
        "filename": .string(file.name), "kind": "log", "attempt": .int(Int64(file.attempt)),
        "type": "text/plain", "size": nil,
      ]
    }
    let artifactRows = (artifacts?.names ?? []).map { name -> JSONValue in
      [
        "filename": .string(name), "kind": "artifact", "type": .string(Self.mediaType(name)),
        "size": nil,
      ]
    }
    let rows = logRows + artifactRows
    return ["total": .int(Int64(rows.count)), "results": .array(rows)]
  }

  /// A part of a log or artifact as text.
  func download(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let file = try await file(arguments.values)
    let bytesMax = min(partMax, max(1, arguments.integer("max_bytes") ?? Self.partUsual))
    let range: ByteRange
    if let offset = arguments.integer("offset"), offset >= 0 {
      range = .closed(offset, offset + bytesMax - 1)
    } else if arguments.flag("tail") == true {
      range = .last(bytesMax)
    } else {
      range = .closed(0, bytesMax - 1)
    }
    let chunk = try await chunk(of: file, range)
    let bytes = Array(chunk.bytes.prefix(bytesMax))
    var result: JSONObject = [
      "filename": .string(file.name), "offset": .int(Int64(chunk.offset)),
      "bytes": .int(Int64(bytes.count)),
    ]
    if let total = chunk.totalBytes { result["totalBytes"] = .int(Int64(total)) }
    let isWhole = chunk.totalBytes.map { chunk.offset + bytes.count >= $0 } ?? false
    if !isWhole { result["nextOffset"] = .int(Int64(chunk.offset + bytes.count)) }
    if bytes.contains(0) {
      result["isBinary"] = true
      result["content"] = .string("not text: \(bytes.count) bytes were left out")
    } else {
      result["content"] = .string(String(decoding: bytes, as: UTF8.self))
    }
    return result
  }

  /// Bytes of one answer unless told otherwise.
  static let partUsual = 32 << 10

  func path(_ arguments: OperationArguments) async throws(WorkProblem) -> TaskRunPath {
    try await path(arguments.required("pipeline_run_id"), arguments.required("task_run_id"))
  }

  /// The task run that two texts name: ids are believed, names are looked up.
  func path(_ run: String, _ task: String) async throws(WorkProblem) -> TaskRunPath {
    let runID = try await runID(run)
    let id = TaskRun.ID(Self.trimmed(task))
    if id.isUUID { return TaskRunPath(runID: runID, taskRunID: id) }
    let tasks = try await tasks(of: runID)
    guard let found = Self.named(task, tasks) else {
      throw WorkProblem(
        .notFound,
        "run \(runID.text) has no task \"\(task.prefix(60))\": it has \(Self.names(tasks))")
    }
    return TaskRunPath(runID: runID, taskRunID: found.id)
  }

  static func mediaType(_ name: String) -> String {
    let types = [
      "json": "application/json", "csv": "text/csv", "html": "text/html", "txt": "text/plain",
      "log": "text/plain", "yaml": "application/yaml", "yml": "application/yaml",
      "sql": "application/sql", "parquet": "application/vnd.apache.parquet",
    ]
    let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[suffix] ?? "application/octet-stream"
  }
}
