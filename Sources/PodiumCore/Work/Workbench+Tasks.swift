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
    let path = try await path(arguments)
    let name = arguments.required("filename")
    let bytesMax = min(Self.partMax, max(1, arguments.integer("max_bytes") ?? Self.partUsual))
    let range: ByteRange
    if let offset = arguments.integer("offset"), offset >= 0 {
      range = .closed(offset, offset + bytesMax - 1)
    } else if arguments.flag("tail") == true {
      range = .last(bytesMax)
    } else {
      range = .closed(0, bytesMax - 1)
    }
    let chunk = try await file(path, name, range)
    let bytes = Array(chunk.bytes.prefix(bytesMax))
    var result: JSONObject = [
      "filename": .string(name), "offset": .int(Int64(chunk.offset)),
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

  /// Bytes of a file whose name may be a log's or an artifact's.
  func file(
    _ path: TaskRunPath, _ name: String, _ range: ByteRange
  ) async throws(WorkProblem) -> FileChunk {
    let logs = try await callIfOffered(ListLogFiles(task: path), "list logs")?.files ?? []
    if logs.contains(where: { $0.name == name }) {
      return try await call(
        DownloadLog(task: path, filename: name, range: range), "read a log")
    }
    return try await call(
      DownloadArtifact(task: path, filename: name, range: range), "read an artifact")
  }

  /// Bytes of one answer: usual and at most.
  static let partUsual = 32 << 10
  static let partMax = 3 << 20

  func path(_ arguments: OperationArguments) async throws(WorkProblem) -> TaskRunPath {
    let run = try await run(arguments.required("pipeline_run_id"))
    let task = try await task(arguments.required("task_run_id"), of: run.id)
    return TaskRunPath(runID: run.id, taskRunID: task)
  }

  /// A task run by its id, or by the name or id of its task.
  private func task(_ text: String, of run: PipelineRun.ID) async throws(WorkProblem) -> TaskRun.ID
  {
    if !RunLink.uuids(in: text).isEmpty { return TaskRun.ID(text) }
    let tasks = try await tasks(of: run)
    let found = tasks.filter { $0.taskID == text || $0.taskName == text || $0.id.text == text }
    if let task = found.last { return task.id }
    let names = tasks.prefix(12).map(\.taskName).joined(separator: ", ")
    throw WorkProblem(
      .notFound, "run \(run.short) has no task \"\(text.prefix(60))\": it has \(names)")
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
