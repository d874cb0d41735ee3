// An engine over temporary folders for tests, with short ways to start runs and to read what happened.
import Glibc
import OrchestraAPI
import Synchronization
import TestSupport
import Testing
import Time

@testable import PodiumEngine

/// An engine with its own folders. Waits for events, never for time.
struct Workshop: Sendable {
  let engine: Engine
  let folder: TemporaryFolder
  let lines: ReportedLines

  /// - Parameter pipelines: YAML by file name.
  init(
    _ pipelines: [String: String] = [:], in folder: TemporaryFolder? = nil,
    change: (inout EngineOptions) -> Void = { _ in }
  ) async throws {
    let folder = try folder ?? TemporaryFolder()
    let lines = ReportedLines()
    var options = EngineOptions(
      pipelinesFolder: "\(folder.path)/pipelines", dataFolder: "\(folder.path)/data")
    options.durability = .off
    options.startsSchedules = false
    options.grace = .milliseconds(200)
    options.report = { lines.add($0) }
    change(&options)
    try Folders.make("\(folder.path)/pipelines")
    for (name, text) in pipelines {
      try Files.write(text, to: "\(folder.path)/pipelines/\(name)")
    }
    self.folder = folder
    self.lines = lines
    engine = Engine(options)
    try await engine.start()
  }

  /// Starts a pipeline and waits for its end.
  func run(
    _ pipeline: String, _ change: (inout StartPipeline) -> Void = { _ in }
  ) async throws -> Finished {
    let id = try await start(pipeline, change)
    await engine.waitUntilIdle()
    return try await finished(id)
  }

  /// Starts a pipeline.
  func start(
    _ pipeline: String, _ change: (inout StartPipeline) -> Void = { _ in }
  ) async throws -> PipelineRun.ID {
    var request = StartPipeline(pipeline: pipeline)
    change(&request)
    return try await engine.answer(request).runID
  }

  /// A run with its task runs as the API tells them.
  func finished(_ id: PipelineRun.ID) async throws -> Finished {
    let run = try await engine.answer(GetPipelineRunStatus(runID: id))
    let tasks = try await engine.answer(ListRunTaskRuns(runID: id)).items
    return Finished(run: run, tasks: tasks)
  }

  /// Text of a log.
  func log(_ task: TaskRun, attempt: Int = 1) async throws -> String {
    let path = TaskRunPath(runID: task.pipelineRunID, taskRunID: task.id)
    let chunk = try await engine.answer(
      DownloadLog(task: path, filename: TaskFiles.logName(attempt: attempt)))
    return String(decoding: chunk.bytes, as: UTF8.self)
  }

  /// Asks until an answer fits. Every question is a real request; the suite's time limit ends it.
  func eventually<Value>(
    _ ask: () async throws -> Value, until fits: (Value) -> Bool
  ) async throws -> Value {
    while true {
      let value = try await ask()
      if fits(value) { return value }
      await Task.yield()
    }
  }
}

/// A run and its tasks after the end.
struct Finished {
  let run: PipelineRun
  let tasks: [TaskRun]

  var words: String { tasks.map { "\($0.taskID)=\($0.status.word)" }.joined(separator: " ") }

  subscript(id: String) -> TaskRun? { tasks.first { $0.taskID == id } }
}

/// What the engine reported to people.
final class ReportedLines: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

/// YAML of a pipeline whose tasks are local commands.
enum Sample {
  /// `id: command` in the order given; each after the one before it.
  static func chain(_ name: String, _ tasks: [(id: String, command: String)]) -> String {
    var text = "version: v1\nname: \(name)\npipeline:\n"
    var previous: String?
    for (id, command) in tasks {
      text += task(id, command, after: previous.map { [$0] } ?? [])
      previous = id
    }
    return text
  }

  static func task(
    _ id: String, _ command: String, after: [String] = [], extra: String = ""
  ) -> String {
    """
      \(id):
        integration: LOCAL
        integration_job: LOCAL_COMMAND
        parameters:
          command: \(command)
        depends_on: [\(after.joined(separator: ", "))]
    \(extra.split(separator: "\n").map { "    \($0)\n" }.joined())
    """
  }
}

/// Returns when a process is gone, or waits dead for init to collect it. The time limit of the suite
/// ends the wait.
func vanished(_ pid: Int32) async {
  #expect(pid > 1)
  while kill(pid, 0) == 0 {
    let state = (try? Files.text("/proc/\(pid)/stat")) ?? ") X "
    if state.contains(") Z ") || state.contains(") X ") { return }
    await Task.yield()
  }
}
