// A local engine over sample pipelines and a generated past, served on a free loopback port.
import OrchestraAPI
import PodiumEngine
import PodiumServer
import Time

/// How a demo is set up.
package struct DemoOptions: Sendable {
  /// nil: a temporary folder that goes away with the demo.
  package var folder: String?
  /// Runs of the generated past; 0 for none.
  package var runs = 2300
  package var seed: UInt64 = 42
  package var serving = ServingOptions()
  /// Sends the requests of HTTP tasks.
  package var http: HTTPCall?
  package var clocks = EngineClocks()
  /// Gets one line at a time about what people should know.
  package var report: @Sendable (String) -> Void = { _ in }

  package init() {}
}

/// Why a demo did not start.
package enum DemoError: Error, CustomStringConvertible {
  case folder(String, reason: String)
  case engine(EngineError)
  case serving(ServingError)

  package var description: String {
    switch self {
    case .folder(let path, let reason): "\(path): \(reason)"
    case .engine(let error): "\(error)"
    case .serving(let error): "\(error)"
    }
  }
}

/// A running demo.
package struct Demo: Sendable {
  /// Runs that are there before the first request is answered; the others follow while it serves.
  static let firstRuns = 200
  private static let runsPerPiece = 1000

  package let engine: Engine
  package let serving: Serving
  private let folder: DemoFolder
  private let past: Task<Void, Never>

  package var url: String { serving.url }
  package var key: AccessKey { serving.key }

  /// Serves as soon as the newest runs are there.
  package static func start(_ options: DemoOptions = DemoOptions()) async throws(DemoError) -> Demo
  {
    let folder = try DemoFolder(options.folder)
    do throws(DemoError) {
      try await folder.fill(Sample.all)
      return try await start(options, in: folder)
    } catch {
      await folder.close()
      throw error
    }
  }

  /// Stops serving, interrupts what runs, and removes a temporary folder.
  package func stop() async {
    past.cancel()
    await past.value
    await serving.stop(grace: .milliseconds(200))
    await engine.stop()
    await folder.close()
  }

  /// Returns when the whole past is there.
  package func pastIsComplete() async { await past.value }

  private static func start(
    _ options: DemoOptions, in folder: DemoFolder
  ) async throws(DemoError) -> Demo {
    let engine = Engine(engineOptions(options, folder))
    do {
      // The address comes first: pipelines call the API by it from their first run on.
      let serving = try await Serving.start(engine, options.serving)
      do {
        try await folder.describe(url: serving.url)
        try await engine.start()
        let past = try await newPast(engine, options)
        try await engine.importHistory(past.runs(0..<firstRuns))
        let rest = Task { await add(past, to: engine, report: options.report) }
        return Demo(engine: engine, serving: serving, folder: folder, past: rest)
      } catch {
        await serving.stop(grace: .zero)
        await engine.stop()
        throw error
      }
    } catch let error as EngineError {
      throw .engine(error)
    } catch let error as ServingError {
      throw .serving(error)
    } catch let error as DemoError {
      throw error
    } catch {
      throw .folder(folder.path, reason: "\(error)")
    }
  }

  private static func engineOptions(
    _ options: DemoOptions, _ folder: DemoFolder
  ) -> EngineOptions {
    var engine = EngineOptions(pipelinesFolder: folder.pipelines, dataFolder: folder.data)
    engine.durability = .normal
    engine.grace = .seconds(1)
    engine.accountName = "Demo"
    engine.http = options.http
    engine.clocks = options.clocks
    engine.report = options.report
    return engine
  }

  /// The past of the engine's pipelines; empty where there are runs already.
  private static func newPast(_ engine: Engine, _ options: DemoOptions) async throws -> Past {
    let known = try await engine.answer(ListPipelineRuns(page: PageRequest(size: 1)))
    var pipelines: [PastPipeline] = []
    for pipeline in try await engine.answer(ListPipelines()).pipelines {
      let definition = try await engine.answer(GetPipelineDefinition(.id(pipeline.id)))
      pipelines.append(PastPipeline(pipeline, definition: definition))
    }
    var past = Past(
      of: pipelines, count: known.total == 0 ? options.runs : 0, seed: options.seed,
      now: options.clocks.now())
    past.environments = try await engine.answer(ListEnvironments())
    return past
  }

  private static func add(
    _ past: Past, to engine: Engine, report: @Sendable (String) -> Void
  ) async {
    var start = firstRuns
    while start < past.count, !Task.isCancelled {
      let end = start + runsPerPiece
      do throws(EngineError) {
        try await engine.importHistory(past.runs(start..<end))
      } catch {
        report("the generated past is incomplete: \(error)")
        return
      }
      start = end
    }
  }
}
