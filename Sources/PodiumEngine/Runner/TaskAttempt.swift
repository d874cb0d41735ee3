// What one attempt of a task gets to work with, and the tools that all task kinds share.
import HTTP
import JSON
import OrchestraAPI
import Time

/// One attempt of a task, ready to run: parameters have no expressions left.
package struct TaskAttempt: Sendable {
  package var path: TaskRunPath
  package var pipelineID: Pipeline.ID
  package var pipelineName: String
  package var task: TaskDefinition
  /// Parameters with every `${{ … }}` replaced by its value.
  package var parameters: JSONObject
  package var number: Int
  package var inputs: JSONObject
  package var environment: JSONObject
  /// Outputs of the tasks of this run by task key.
  package var outputs: [String: [String: String]]
  package var timeout: Duration?
  /// Folder that the tasks of a run share.
  package var workFolder: String
}

/// What task kinds use of the engine.
package struct TaskTools: Sendable {
  package var files: TaskFiles
  package var folders: FolderThread
  package var processes: ProcessHost
  package var http: HTTPCall?
  /// Where the pipeline files are; scripts are found relative to it.
  package var pipelinesFolder: String?
  /// Time between asking a process to end and killing it.
  package var grace: Duration
  /// The machine's own variables that children may see (PATH, HOME, LANG, …).
  package var machineEnvironment: [String: String]

  /// Adds a line of the engine to the log of an attempt; a log that cannot be written is no reason
  /// to stop the task.
  package func note(_ attempt: TaskAttempt, _ line: String) async {
    let path = files.log(attempt.path, attempt: attempt.number)
    try? await folders.append("[podium] \(line)", to: path)
  }
}

/// Sends a request of a task to an absolute URL (http or https) with a total time limit.
/// The composition root gives libcurl; the engine itself knows no network.
package typealias HTTPCall =
  @Sendable (_ url: String, _ request: HTTPRequest, _ total: Duration) async throws(TransportError)
  -> HTTPResponse
