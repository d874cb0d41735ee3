// Files of tasks for whoever reads all of them: names become one file, and the file comes in pieces.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Bytes of a piece, and of a log that is given as one value.
  static let readBytes = 256 << 10

  /// The log that the arguments of `read_log` name.
  package func log(_ values: JSONObject) async throws(WorkProblem) -> RemoteFile {
    let run = try await run(values["pipeline_run_id"]?.string ?? "")
    let tasks = try await tasks(of: run.id)
    let task = try Self.task(values["task_run_id"]?.string, of: run, tasks)
    let path = TaskRunPath(runID: run.id, taskRunID: task.id)
    let files = try await callIfOffered(ListLogFiles(task: path), "list logs")?.files ?? []
    let wanted = values["filename"]?.string
    let newest = files.map(\.attempt).max()
    let file = files.first { file in
      wanted.map { file.name == $0 } ?? (file.attempt == newest)
    }
    guard let file else {
      let names = files.map(\.name).joined(separator: ", ")
      throw WorkProblem(
        .notFound,
        files.isEmpty
          ? "\(task.taskName) (\(task.status.word)) has written no log"
          : "\(task.taskName) has no log \(wanted ?? ""): it has \(names)")
    }
    return .log(path, name: file.name)
  }

  /// The task that is named, or the one that explains the run; else the last that began.
  private static func task(
    _ name: String?, of run: PipelineRun, _ tasks: [TaskRun]
  ) throws(WorkProblem) -> TaskRun {
    let found =
      name.map { named($0, tasks) } ?? firstFailed(tasks) ?? tasks.last { $0.startedAt != nil }
    if let found { return found }
    throw WorkProblem(
      .notFound,
      name == nil
        ? "no task of run \(run.id.text) has begun"
        : "run \(run.id.text) has no task \"\(name?.prefix(60) ?? "")\": it has \(names(tasks))")
  }

  /// The log or artifact that the arguments of `download_task_artifact` name.
  package func file(_ values: JSONObject) async throws(WorkProblem) -> RemoteFile {
    let name = values["filename"]?.string ?? ""
    let path = try await path(
      values["pipeline_run_id"]?.string ?? "", values["task_run_id"]?.string ?? "")
    let logs = try await callIfOffered(ListLogFiles(task: path), "list logs")?.files ?? []
    if logs.contains(where: { $0.name == name }) { return .log(path, name: name) }
    let artifacts = try await callIfOffered(ListArtifacts(task: path), "list artifacts")?.names
    if artifacts?.contains(name) ?? true { return .artifact(path, name: name) }
    let names = (logs.map(\.name) + (artifacts ?? [])).joined(separator: ", ")
    throw WorkProblem(
      .notFound,
      names.isEmpty
        ? "task run \(path.taskRunID.text) left no files"
        : "task run \(path.taskRunID.text) has no file \(name): it has \(names)")
  }

  /// Bytes of a file.
  package func chunk(
    of file: RemoteFile, _ range: ByteRange
  ) async throws(WorkProblem) -> FileChunk {
    switch file {
    case .log(let path, let name):
      try await call(DownloadLog(task: path, filename: name, range: range), "read a log")
    case .artifact(let path, let name):
      try await call(
        DownloadArtifact(task: path, filename: name, range: range), "read an artifact")
    }
  }

  /// Gives a file to `take`, piece by piece from an offset, until its end or until `take` says false.
  /// - Parameter follows: goes on while the file grows.
  package func read(
    _ file: RemoteFile, from start: Int, follows: Bool, _ take: (FileChunk) async -> Bool
  ) async throws(WorkProblem) {
    var offset = start
    while true {
      let chunk = try await chunk(of: file, .closed(offset, offset + Self.readBytes - 1))
      // A server that knows no ranges sends all of it.
      var fresh = chunk
      let skip = max(0, offset - chunk.offset)
      fresh.bytes = skip == 0 ? chunk.bytes : Array(chunk.bytes.dropFirst(skip))
      fresh.offset = chunk.offset + skip
      if !fresh.bytes.isEmpty, await !take(fresh) { return }
      offset += fresh.bytes.count
      let total = chunk.totalBytes
      let isAtEnd = fresh.bytes.isEmpty || total.map { offset >= $0 } ?? !chunk.isRanged
      guard isAtEnd else { continue }
      guard follows, !chunk.isComplete else { return }
      do {
        try await sleep(TextFetcher.followPause(perMinute: client.budgetUsage.limit))
      } catch { return }
    }
  }

  /// The end of a log as one value.
  func readLog(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let file = try await log(arguments.values)
    let chunk = try await chunk(of: file, .last(Self.readBytes))
    let bytes = chunk.bytes.suffix(Self.readBytes)
    let total = chunk.totalBytes ?? chunk.offset + chunk.bytes.count
    return [
      "pipelineRunId": .string(file.task.runID.text),
      "taskRunId": .string(file.task.taskRunID.text),
      "filename": .string(file.name), "totalBytes": .int(Int64(total)),
      "offset": .int(Int64(max(0, total - bytes.count))), "isComplete": .bool(chunk.isComplete),
      "content": .string(String(decoding: bytes, as: UTF8.self)),
    ]
  }
}
