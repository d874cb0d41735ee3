// `podium serve` and `podium demo --headless` as processes: what they print, how they end, and that
// what they keep survives.
import Glibc
import HTTP
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing

@Suite struct ServeTests {
  private static let failing = """
    version: v1
    name: Fails
    pipeline:
      load:
        tasks:
          copy:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: ["sh", "-c", "echo about to fail; exit 3"]
    """

  private func serve(_ folder: TemporaryFolder, _ words: String...) throws -> PTY {
    var program = PTYProgram(
      [
        try BuiltProgram.path("podium"), "serve", "--pipelines", folder.path + "/pipelines",
        "--data", folder.path + "/data", "--port", "0",
      ] + words)
    program.columns = 160
    return try PTY(program)
  }

  @Test func itPrintsThreeLinesServesAndEndsInOrder() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.failing, to: "pipelines/fails.yaml")
    let terminal = try serve(folder)
    let address = try await EngineAddress(reading: terminal)
    #expect(terminal.screen.lines.filter { !$0.isEmpty }.count == 3)
    #expect(address.url.hasSuffix("/api/engine/public"))
    let pipelines = try await address.client().call(ListPipelines()).pipelines
    #expect(pipelines.map(\.name) == ["Fails"])
    terminal.signal(SIGTERM)
    #expect(try await terminal.exitStatus() == 0)
  }

  @Test func allProblemsOfAFileArePrintedAndTheOthersLoad() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.failing, to: "pipelines/fails.yaml")
    try folder.write("version: v1\nname: A\npipline: {}\nowner: me\n", to: "pipelines/bad.yaml")
    let terminal = try serve(folder)
    let address = try await EngineAddress(reading: terminal)
    let screen = terminal.screen
    #expect(screen.contains("bad.yaml:3:1"))
    #expect(screen.contains("did you mean “pipeline”?"))
    #expect(screen.contains("bad.yaml:4:1"))
    #expect(screen.contains("| ^"))
    let pipelines = try await address.client().call(ListPipelines()).pipelines
    #expect(pipelines.map(\.name) == ["Fails"])
  }

  @Test func theKeyAndTheRunsSurviveARestart() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.failing, to: "pipelines/fails.yaml")
    let first = try serve(folder)
    let before = try await EngineAddress(reading: first)
    let started = try await before.client().call(StartPipeline(pipeline: "fails"))
    let end = try await before.end(of: started.runID)
    #expect(end.status == .failed)
    first.signal(SIGKILL)
    _ = try await first.exitStatus()
    let second = try serve(folder)
    let after = try await EngineAddress(reading: second)
    #expect(after.key == before.key)
    let runs = try await after.client().call(ListPipelineRuns())
    #expect(runs.items.map(\.id) == [started.runID])
  }

  @Test func anotherAddressThanLoopbackNeedsAKey() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.failing, to: "pipelines/fails.yaml")
    let terminal = try serve(folder, "--host", "0.0.0.0")
    #expect(try await terminal.exitStatus() == 5)
    try await terminal.screen(contains: "lets other machines in")
  }

  @Test(arguments: [("/dev/null", 4), ("data", 4)])
  func aFolderThatCannotBeUsedIsNamed(_ pipelines: String, code: Int32) async throws {
    let folder = try TemporaryFolder()
    var program = try PTYProgram.podium(
      "serve", "--pipelines", pipelines == "data" ? folder.path : pipelines,
      "--data", "/dev/null/data", "--port", "0")
    program.columns = 160
    let terminal = try PTY(program)
    #expect(try await terminal.exitStatus() == code)
    try await terminal.screen(contains: "/dev/null")
  }

  @Test func theDemoServesItsGeneratedPast() async throws {
    let demo = try PTYProgram.podium("demo", "--headless", "--runs", "250")
    let terminal = try PTY(demo)
    let address = try await EngineAddress(reading: terminal)
    let client = try address.client()
    while try await client.call(ListPipelineRuns()).total < 250 { await Task.yield() }
    let pipelines = try await client.call(ListPipelines()).pipelines
    #expect(pipelines.count >= 8)
  }
}

extension EngineAddress {
  /// A client as the dashboard uses it, without a request budget.
  func client() throws -> Client {
    var settings = AccessSettings()
    try settings.setAddress(url, source: "the test")
    try settings.setKey(key, source: "the test")
    let access = try settings.access()
    return Client(
      transport: CurlTransport(address: access.address), access: access, requestsPerMinute: nil,
      limits: ClientLimits(transfer: .patient))
  }

  /// Asks until the run has ended.
  func end(of id: PipelineRun.ID) async throws -> PipelineRun {
    let client = try client()
    while true {
      let run = try await client.call(GetPipelineRunStatus(runID: id))
      if run.status.isTerminal { return run }
      await Task.yield()
    }
  }
}
