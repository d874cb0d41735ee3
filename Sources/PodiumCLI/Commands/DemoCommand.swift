// `podium demo`: sample pipelines that do real small work, a generated past, and the dashboard on it.
import OrchestraClient
import PodiumCore
import PodiumDemo
import PodiumServer

extension Command {
  static let demo = Command(
    "demo", "look around: sample pipelines on a local engine",
    options: [
      Option(
        "--headless", nil, "serve only: print the url:, mcp: and key: lines, open no dashboard"),
      Option("--runs", "N", "generated runs of the last seven days (2300)"),
      Option("--seed", "N", "seed of the generated past (42)"),
      Option("--port", "PORT", "port to listen on; a free one unless told"),
    ] + Option.dashboard,
    details: """
      The pipelines are real: they run processes on this machine, in a temporary folder that goes
      away with the demo. Their past is generated and says so. Needs no key and no network.
      """
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    return try invocation.arguments.has("--headless")
      ? DemoCommand.serve(invocation) : DemoCommand.show(invocation)
  }
}

/// The two forms of `podium demo`.
enum DemoCommand {
  private static let runsMax = 1_000_000

  static func serve(_ invocation: Invocation) throws(CommandFailure) -> Ending {
    EndingSignals.hold()
    let reports = EngineReports(invocation.output)
    let demo = try start(invocation, reports)
    reports.open()
    Served.announce(demo.serving, invocation.output)
    return Served.untilAsked { await demo.stop() }
  }

  /// The dashboard on a demo in the same process, over HTTP like any other workspace.
  static func show(_ invocation: Invocation) throws(CommandFailure) -> Ending {
    let text = try TextForm(invocation.arguments)
    if text == nil { try DashboardSession.requireTerminal() } else { EndingSignals.hold() }
    let paths = Paths(environment: invocation.environment)
    let settings = try Connection.settings(paths, invocation.output)
    let demo = try start(invocation, EngineReports(invocation.output))
    defer { Blocking.wait { await demo.stop() } }
    if let text {
      Blocking.wait { await demo.pastIsComplete() }
      let source = TextSource(label: label(demo, invocation), client: try client(demo, invocation))
      return try text.run([source], paths, invocation.output)
    }
    let session = DashboardSession(
      label: label(demo, invocation), subject: .workspace(try client(demo, invocation)),
      settings: settings, paths: paths, theme: settings.settings.configuration.theme)
    return try session.run(invocation)
  }

  private static func label(_ demo: Demo, _ invocation: Invocation) -> SourceLabel {
    var label = SourceLabel(
      profile: "demo", host: "127.0.0.1:\(demo.serving.port)",
      readOnly: invocation.arguments.has("--read-only") ? .option : nil)
    label.pages = ""
    label.address = (try? ServerAddress(demo.url))?.description
    return label
  }

  private static func client(
    _ demo: Demo, _ invocation: Invocation
  ) throws(CommandFailure) -> Client {
    var settings = AccessSettings()
    do throws(AccessProblem) {
      try settings.setAddress(demo.url, source: "the demo")
      try settings.setKey(demo.key.secret, source: "the demo")
      let access = try settings.access()
      return Client(
        transport: CurlTransport(address: access.address), access: access, requestsPerMinute: nil)
    } catch {
      throw CommandFailure(.failed, error.message)
    }
  }

  /// Starts the demo and waits until it serves.
  static func start(
    _ invocation: Invocation, _ reports: EngineReports
  ) throws(CommandFailure) -> Demo {
    let options = try options(invocation, reports)
    let started = Blocking.wait { () async -> Result<Demo, CommandFailure> in
      do throws(DemoError) {
        let demo = try await Demo.start(options)
        await reports.printProblems(of: demo.engine)
        return .success(demo)
      } catch {
        return .failure(failure(error))
      }
    }
    return try started.get()
  }

  private static func options(
    _ invocation: Invocation, _ reports: EngineReports
  ) throws(CommandFailure) -> DemoOptions {
    let arguments = invocation.arguments
    var options = DemoOptions()
    options.runs = try arguments.number("--runs", in: 0...runsMax) ?? options.runs
    if let seed = try arguments.number("--seed", in: 0...Int.max) { options.seed = UInt64(seed) }
    options.serving.port = UInt16(try arguments.number("--port", in: 0...65_535) ?? 0)
    var random = SystemRandomNumberGenerator()
    let key = AccessKey.random(using: &random)
    options.serving.key = key
    options.serving.mount =
      try MountedMCP(key, name: "demo", Paths(environment: invocation.environment)).mount
    options.http = EngineHTTP.call(invocation.environment)
    options.report = { reports.report($0) }
    return options
  }

  private static func failure(_ error: DemoError) -> CommandFailure {
    switch error {
    case .folder: CommandFailure(.failed, error.description)
    case .engine(let error): CommandFailure(error)
    case .serving(let error): CommandFailure(error)
    }
  }
}
