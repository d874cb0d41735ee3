// Logs and artifacts: names come from what is there, and only names that are there are opened.
import OrchestraAPI

extension Engine {
  /// Largest file that is sent without a range, in bytes.
  static let wholeDownloadBytesMax = FolderThread.chunkBytesMax

  /// The log files of a task run, one an attempt.
  package func answer(_ endpoint: ListLogFiles) async throws(APIProblem) -> LogFiles {
    let task = try await task(endpoint.task)
    let generated = try await generatedLogs(task)
    let names = await parts.folders.files(below: files.logs(endpoint.task))
    return LogFiles(
      files: (generated.map(\.name) + names).map { name in
        LogFiles.File(name: name, attempt: Self.attempt(of: name), displayName: nil)
      })
  }

  /// "main.log" alone means the log of the newest attempt.
  package func answer(_ endpoint: DownloadLog) async throws(APIProblem) -> FileChunk {
    let task = try await task(endpoint.task)
    let newest = max(1, task.task.numberOfAttempts)
    let isPlain = endpoint.filename == "main.log"
    let name = isPlain ? TaskFiles.logName(attempt: newest) : endpoint.filename
    let isGrowing = !task.task.status.isTerminal && Self.attempt(of: name) == newest
    let word = isGrowing ? "WRITING" : "COMPLETE"
    if let text = try await generatedLogs(task).first(where: { $0.name == name }) {
      return Self.chunk(text.bytes, endpoint.range, status: word)
    }
    let chunk = try await piece(of: name, in: files.logs(endpoint.task), endpoint.range)
    guard var chunk else { throw .notFound("Log file", endpoint.filename) }
    chunk.isComplete = !isGrowing
    chunk.fileStatus = word
    return chunk
  }

  /// What a task left in its artifact folder, by relative path.
  package func answer(_ endpoint: ListArtifacts) async throws(APIProblem) -> ArtifactFiles {
    _ = try await task(endpoint.task)
    return ArtifactFiles(names: await parts.folders.files(below: files.artifacts(endpoint.task)))
  }

  /// A piece of an artifact, or all of it.
  package func answer(_ endpoint: DownloadArtifact) async throws(APIProblem) -> FileChunk {
    _ = try await task(endpoint.task)
    let folder = files.artifacts(endpoint.task)
    guard let chunk = try await piece(of: endpoint.filename, in: folder, endpoint.range) else {
      throw .notFound("Artifact", endpoint.filename)
    }
    return chunk
  }

  // MARK: Parts

  /// The task run of a path; its run must be the path's.
  private func task(_ path: TaskRunPath) async throws(APIProblem) -> TaskRecord {
    let found = try await read { (archive) async throws(EngineError) in
      try await archive.task(path.taskRunID)
    }
    guard let found, found.task.pipelineRunID == path.runID else {
      throw .notFound("Task run", path.taskRunID.text)
    }
    return found
  }

  private func generatedLogs(
    _ task: TaskRecord
  ) async throws(APIProblem) -> [(name: String, bytes: [UInt8])] {
    try await read { (archive) async throws(EngineError) in
      try await archive.generatedLogs(of: task.task.id)
    }
  }

  private func piece(
    of name: String, in folder: String, _ range: ByteRange?
  ) async throws(APIProblem) -> FileChunk? {
    guard await parts.folders.files(below: folder).contains(name) else { return nil }
    let found: (offset: Int, total: Int, bytes: [UInt8])?
    do throws(EngineError) {
      found = try await parts.folders.piece(of: "\(folder)/\(name)", range)
    } catch {
      throw APIProblem(error)
    }
    guard let found else { return nil }
    if range == nil, found.bytes.count < found.total {
      let size = found.total >> 20
      throw APIProblem(413, "\(name) has \(size) MiB: ask for it in pieces with a Range header")
    }
    var chunk = FileChunk(
      offset: found.offset, bytes: found.bytes, totalBytes: found.total, isComplete: true)
    chunk.isRanged = range != nil
    return chunk
  }

  private static func chunk(_ bytes: [UInt8], _ range: ByteRange?, status: String) -> FileChunk {
    let (start, count) = ByteRange.span(range, total: bytes.count, max: bytes.count)
    var chunk = FileChunk(
      offset: start, bytes: Array(bytes[start..<start + count]), totalBytes: bytes.count,
      isComplete: true, fileStatus: status)
    chunk.isRanged = range != nil
    return chunk
  }

  /// "2/main.log" → 2.
  private static func attempt(of name: String) -> Int {
    name.split(separator: "/").first.flatMap { Int($0) } ?? 1
  }
}
