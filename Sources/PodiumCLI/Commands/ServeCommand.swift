// `podium serve`: the local engine over a folder of pipeline files, with the platform's API.
import HTTPServer
import PodiumCore
import PodiumEngine
import PodiumServer

extension Command {
  static let serve = Command(
    "serve", "run pipeline files here and serve the platform's API",
    options: [
      Option("--pipelines", "DIR", "folder of pipeline files (.yml, .yaml)"),
      Option("--data", "DIR", "folder for runs, logs and artifacts"),
      Option("--host", "ADDRESS", "address to listen on (127.0.0.1)"),
      Option("--port", "PORT", "port to listen on; 0 picks a free one (8787)"),
      Option("--token-file", "FILE", "file with the key that clients must send"),
      Option("--simulate", nil, "pretend tasks that cannot run here, and label them simulated"),
    ],
    details: """
      Prints three lines, then serves until it is asked to end:
        url: http://127.0.0.1:8787/api/engine/public
        mcp: http://127.0.0.1:8787/mcp
        key: …
      Agents find the tools of "podium mcp" at mcp: and send the same key as a bearer token.
      The key is --token-file's, PODIUM_TOKEN, or one that is made once and kept with the data.
      Other addresses than loopback need a key of your own.
      """
  ) { invocation throws(CommandFailure) in
    EndingSignals.hold()
    return try ServeCommand(invocation).run()
  }
}

/// One call of `podium serve`.
struct ServeCommand: Sendable {
  private let invocation: Invocation
  private let engine: EngineOptions
  private let serving: ServingOptions
  private let reports: EngineReports

  init(_ invocation: Invocation) throws(CommandFailure) {
    _ = try invocation.operands(atMost: 0)
    let arguments = invocation.arguments
    if let folder = arguments.text("--pipelines"), !SmallFile.isFolder(folder) {
      throw CommandFailure(.notFound, "--pipelines \(folder): there is no such folder")
    }
    let reports = EngineReports(invocation.output)
    let data =
      arguments.text("--data") ?? Paths(environment: invocation.environment).dataFolder + "/engine"
    var engine = EngineOptions(pipelinesFolder: arguments.text("--pipelines"), dataFolder: data)
    engine.simulates = arguments.has("--simulate")
    engine.http = EngineHTTP.call(invocation.environment)
    engine.report = { reports.report($0) }
    var serving = ServingOptions()
    serving.host = arguments.text("--host") ?? serving.host
    serving.port = UInt16(try arguments.number("--port", in: 0...65_535) ?? 8787)
    serving.key = try ServerKey.given(invocation)
    (self.invocation, self.engine, self.serving, self.reports) = (
      invocation, engine, serving, reports
    )
  }

  func run() throws(CommandFailure) -> Ending {
    let engine = Engine(engine)
    let (options, reports) = (serving, reports)
    let paths = Paths(environment: invocation.environment)
    let started = Blocking.wait { () async -> Result<Serving, CommandFailure> in
      do throws(CommandFailure) {
        return .success(try await Self.start(engine, options, reports, paths))
      } catch {
        await engine.stop()
        return .failure(error)
      }
    }
    let serving = try started.get()
    Served.announce(serving, invocation.output)
    return Served.untilAsked {
      await serving.stop()
      await engine.stop()
    }
  }

  private static func start(
    _ engine: Engine, _ options: ServingOptions, _ reports: EngineReports, _ paths: Paths
  ) async throws(CommandFailure) -> Serving {
    do throws(EngineError) {
      try await engine.start()
    } catch {
      throw CommandFailure(error)
    }
    await reports.printProblems(of: engine)
    reports.open()
    var options = options
    if options.key == nil, LoopbackAddress.contains(options.host) {
      options.key = try ServerKey.kept(in: engine.options.dataFolder)
    }
    if let key = options.key {
      options.mount = try MountedMCP(key, name: "local", paths).mount
    }
    do throws(ServingError) {
      return try await Serving.start(engine, options)
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension CommandFailure {
  /// An engine that cannot start.
  init(_ error: EngineError) {
    switch error {
    case .folder: self.init(.notFound, error.description)
    case .dataInUse: self.init(.refused, error.description)
    case .storage, .notRunning: self.init(.failed, error.description)
    }
  }

  /// A server that cannot start.
  init(_ error: ServingError) {
    switch error {
    case .keyMissing, .keyTooShort: self.init(.refused, error.description)
    case .listener: self.init(.network, error.description)
    }
  }
}
