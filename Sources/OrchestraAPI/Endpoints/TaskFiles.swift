// Logs and artifacts of a task run: listed by name, downloaded by ranges.
import HTTP

/// A task run inside its pipeline run, as file operations name it.
package struct TaskRunPath: Sendable, Hashable {
  package var runID: PipelineRun.ID
  package var taskRunID: TaskRun.ID

  package init(runID: PipelineRun.ID, taskRunID: TaskRun.ID) {
    self.runID = runID
    self.taskRunID = taskRunID
  }

  init(_ captures: [String]) {
    self.init(runID: Identifier(captures[0]), taskRunID: Identifier(captures[1]))
  }

  var captures: [String] { [runID.text, taskRunID.text] }
}

/// Names of the log files; a task that is just starting may have none yet.
package struct ListLogFiles: Endpoint {
  package typealias Output = LogFiles
  package static let route = Route(.get, "pipeline_runs/{}/task_runs/{}/logs")
  package static let effect = Effect.read

  package var task: TaskRunPath

  package init(task: TaskRunPath) { self.task = task }
  package init(_ call: Call) throws(APIProblem) { task = TaskRunPath(call.captures) }
  package var call: Call { Call(captures: task.captures) }
}

/// A piece of a log file, or all of it.
package struct DownloadLog: Endpoint {
  package typealias Output = FileChunk
  package static let route = Route(.get, "pipeline_runs/{}/task_runs/{}/logs/download")
  package static let effect = Effect.read

  package var task: TaskRunPath
  package var filename: String
  package var range: ByteRange?

  package init(task: TaskRunPath, filename: String, range: ByteRange? = nil) {
    self.task = task
    self.filename = filename
    self.range = range
  }

  package init(_ call: Call) throws(APIProblem) {
    task = TaskRunPath(call.captures)
    filename = try call.query.filename()
    range = call.headers["Range"].flatMap { ByteRange(header: $0) }
  }

  package var call: Call { Call(task, filename, range) }

  package static func decode(_ response: HTTPResponse) throws(DecodingProblem) -> FileChunk {
    FileChunk(reading: response, status: response.headers["X-File-Status"])
  }

  package static func encode(_ output: FileChunk) -> HTTPResponse { output.response }
}

/// Names of the artifacts.
package struct ListArtifacts: Endpoint {
  package typealias Output = ArtifactFiles
  package static let route = Route(.get, "pipeline_runs/{}/task_runs/{}/artifacts")
  package static let effect = Effect.read

  package var task: TaskRunPath

  package init(task: TaskRunPath) { self.task = task }
  package init(_ call: Call) throws(APIProblem) { task = TaskRunPath(call.captures) }
  package var call: Call { Call(captures: task.captures) }
}

/// A piece of an artifact, or all of it; a server may ignore the range.
package struct DownloadArtifact: Endpoint {
  package typealias Output = FileChunk
  package static let route = Route(.get, "pipeline_runs/{}/task_runs/{}/artifacts/download")
  package static let effect = Effect.read

  package var task: TaskRunPath
  package var filename: String
  package var range: ByteRange?

  package init(task: TaskRunPath, filename: String, range: ByteRange? = nil) {
    self.task = task
    self.filename = filename
    self.range = range
  }

  package init(_ call: Call) throws(APIProblem) {
    task = TaskRunPath(call.captures)
    filename = try call.query.filename()
    range = call.headers["Range"].flatMap { ByteRange(header: $0) }
  }

  package var call: Call { Call(task, filename, range) }

  package static func decode(_ response: HTTPResponse) throws(DecodingProblem) -> FileChunk {
    FileChunk(reading: response, status: nil)
  }

  package static func encode(_ output: FileChunk) -> HTTPResponse { output.response }
}

extension Call {
  fileprivate init(_ task: TaskRunPath, _ filename: String, _ range: ByteRange?) {
    self.init(captures: task.captures)
    query["filename"] = filename
    if let range { headers["Range"] = range.header }
  }
}

extension Query {
  fileprivate func filename() throws(APIProblem) -> String {
    guard let name = self["filename"], !name.isEmpty else {
      throw .invalid("query", "filename", message: "Field required", kind: "missing")
    }
    return name
  }
}
