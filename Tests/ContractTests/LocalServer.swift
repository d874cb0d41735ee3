// An engine with sample pipelines, served in process and on a free port, in a folder of its own.
import OrchestraAPI
import OrchestraClient
import PodiumEngine
import PodiumServer
import TestSupport

struct LocalServer: Sendable {
  let folder: TemporaryFolder
  let engine: Engine
  let serving: Serving
  var key: String

  /// "http://127.0.0.1:PORT".
  var origin: String { "http://127.0.0.1:\(serving.port)" }

  static func start(_ options: ServingOptions = ServingOptions()) async throws -> LocalServer {
    let folder = try TemporaryFolder()
    for (alias, text) in Samples.all { try folder.write(text, to: "pipelines/\(alias).yaml") }
    var engineOptions = EngineOptions(
      pipelinesFolder: "\(folder.path)/pipelines", dataFolder: "\(folder.path)/data")
    engineOptions.durability = .normal
    engineOptions.grace = .milliseconds(200)
    let engine = Engine(engineOptions)
    try await engine.start()
    let serving = try await Serving.start(engine, options)
    return LocalServer(folder: folder, engine: engine, serving: serving, key: serving.key.secret)
  }

  func stop() async {
    await serving.stop(grace: .milliseconds(100))
    await engine.stop()
  }

  /// Runs `body` against a fresh server.
  static func serve(_ carrier: Carrier, _ body: (Caller) async throws -> Void) async throws {
    let server = try await start()
    do {
      try await body(await server.caller(carrier))
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  func caller(_ carrier: Carrier = .inProcess) async throws -> Caller {
    switch carrier {
    case .inProcess:
      let api = PublicAPI(Router(engine), key: serving.key, accountID: { await engine.account.id })
      return Caller(server: self, transport: InProcessTransport(api))
    case .http:
      let address = try ServerAddress(serving.url)
      return Caller(server: self, transport: CurlTransport(address: address))
    }
  }

  // MARK: What tests of the official command line look at

  /// Runs of a pipeline, newest first.
  func runs(of alias: String) async throws -> [PipelineRun] {
    let caller = try await caller()
    var list = ListPipelineRuns()
    list.pipelineIDs = [try await caller.call(GetPipeline(.alias(alias))).id]
    return try await caller.call(list).items
  }

  func latestRun(of alias: String) async throws -> PipelineRun {
    guard let run = try await runs(of: alias).first else {
      throw NeverHappened(what: "\(alias) has no run")
    }
    return run
  }

  /// Status by task id.
  func statuses(of run: PipelineRun) async throws -> [String: TaskStatus] {
    let page = try await caller().call(ListRunTaskRuns(runID: run.id))
    return Dictionary(uniqueKeysWithValues: page.items.map { ($0.taskID, $0.status) })
  }

  /// The text of the first log of a task.
  func log(of taskID: String, in run: PipelineRun) async throws -> String {
    let caller = try await caller()
    let task = try await caller.task(taskID, in: run.id)
    let path = TaskRunPath(runID: run.id, taskRunID: task.id)
    guard let name = try await caller.call(ListLogFiles(task: path)).files.first?.name else {
      throw NeverHappened(what: "\(taskID) has no log")
    }
    let chunk = try await caller.call(DownloadLog(task: path, filename: name))
    return String(decoding: chunk.bytes, as: UTF8.self)
  }
}
