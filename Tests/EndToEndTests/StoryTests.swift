// The main story, with the built program on both ends: a run is started elsewhere, appears by
// itself, fails, is inspected down to its log line, and is rerun from where it failed.
import Glibc
import TestSupport
import Testing

@Suite struct StoryTests {
  /// Extracts, then loads; the load fails until the folder holds a file named "mended".
  private static func pipeline(_ folder: String) -> String {
    """
    version: v1
    name: Nightly load
    pipeline:
      extract:
        tasks:
          extract:
            name: Extract orders
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command: ["sh", "-c", "echo extracting >> \(folder)/extracted"]
      load:
        depends_on: [extract]
        tasks:
          load:
            name: Load ledger
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters:
              command:
                - sh
                - -c
                - "echo loading 41 rows; test -e \(folder)/mended || { echo ERROR row 42 is torn >&2; exit 3; }"
    """
  }

  /// An engine over that pipeline, on a port that stays the same.
  private func serve(_ folder: TemporaryFolder, port: Int = 0) throws -> PTY {
    try folder.write(Self.pipeline(folder.path), to: "pipelines/nightly.yaml")
    var program = try PTYProgram.podium(
      "serve", "--pipelines", folder.path + "/pipelines", "--data", folder.path + "/data",
      "--port", "\(port)")
    program.columns = 160
    return try PTY(program)
  }

  private func dashboard(_ address: EngineAddress, stateFolder: String? = nil) throws -> PTY {
    var program = try PTYProgram.podium()
    program.environment = address.environment
    if let stateFolder { program.environment["XDG_STATE_HOME"] = stateFolder }
    program.columns = 100
    return try PTY(program)
  }

  @Test(
    .enabled(
      if: OfficialInstallation.isPresent, Comment(rawValue: OfficialInstallation.advice)))
  func aRunAppearsFailsIsReadAndIsRerunFromWhereItFailed() async throws {
    let folder = try TemporaryFolder()
    let engine = try serve(folder)
    let address = try await EngineAddress(reading: engine)
    let terminal = try dashboard(address)
    try await terminal.screen(contains: "live")
    let starter = try PTY(OfficialCommandLine.run(pipeline: "nightly", on: address, in: folder))
    try await terminal.screen(shows: "the failed run with its cause") { screen in
      screen.lines.contains { $0.contains("FAILED") && $0.contains("Load ledger") }
    }
    terminal.type("\r")
    try await terminal.screen(shows: "the run's tasks") { screen in
      screen.lines.contains { $0.contains("succeeded") && $0.contains("Extract orders") }
        && screen.lines.contains { $0.contains("FAILED") && $0.contains("Load ledger") }
    }
    terminal.type("l")
    try await terminal.screen(contains: "ERROR row 42 is torn")
    try await terminal.screen(contains: "loading 41 rows")
    terminal.type("\u{1B}")
    try await terminal.screen(contains: "Extract orders")
    try folder.write("", to: "mended")
    terminal.type("r")
    try await terminal.screen(contains: "from failed")
    terminal.type("f")
    try await terminal.screen(contains: "y sends this")
    terminal.type("y")
    try await terminal.screen(shows: "the new run, succeeded") { screen in
      screen.contains("started run") || screen.lines.contains { $0.contains("✓ succeeded   start") }
    }
    try await terminal.screen(shows: "the loaded task, succeeded") { screen in
      screen.lines.contains { $0.contains("succeeded") && $0.contains("Load ledger") }
    }
    // What had succeeded did not run again.
    #expect(try Files.text(folder.path + "/extracted") == "extracting\n")
    _ = starter
    terminal.type("Q")
    #expect(try await terminal.exitStatus() == 0)
  }

  @Test func anEngineThatDiesAndComesBackIsSaidAndRecoveredFrom() async throws {
    let folder = try TemporaryFolder()
    let first = try serve(folder)
    let address = try await EngineAddress(reading: first)
    let terminal = try dashboard(address)
    _ = try await address.client().call(.start("nightly"))
    try await terminal.screen(shows: "the failed run") { $0.contains("FAILED") }
    first.signal(SIGKILL)
    _ = try await first.exitStatus()
    terminal.type("\u{12}")
    let without = try await terminal.screen(shows: "that there is no server") { screen in
      screen.contains("old") && screen.contains("127.0.0.1") && screen.contains("next try")
    }
    #expect(without.contains("FAILED"), "the last good data stays")
    let second = try serve(folder, port: address.port)
    _ = try await EngineAddress(reading: second)
    terminal.type("\u{12}")
    try await terminal.screen(contains: "● live")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }

  @Test func whatIsStartedIsAskedForShownAndRecorded() async throws {
    let folder = try TemporaryFolder()
    let engine = try serve(folder)
    let address = try await EngineAddress(reading: engine)
    let terminal = try dashboard(address, stateFolder: folder.path + "/state")
    try await terminal.screen(contains: "live")
    terminal.type("p")
    try await terminal.screen(contains: "never ran")
    terminal.type("t")
    try await terminal.screen(contains: "Tab next")
    for _ in 0..<5 { terminal.type("\t") }
    try await terminal.screen(contains: "y yes, start it")
    #expect(terminal.screen.contains("POST /api/engine/public/pipelines/"))
    terminal.type("y")
    try await terminal.screen(contains: "started run")
    let lines = try Files.text(folder.path + "/state/podium/audit.jsonl").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("\"stage\":\"intent\"") && lines[0].contains("start_pipeline"))
    #expect(lines[1].contains("\"result\":\"done\"") && lines[1].contains("started_run"))
    let key = address.key
    #expect(!lines.joined().contains(key))
    terminal.type("Q")
    #expect(try await terminal.exitStatus() == 0)
    _ = engine
  }

  @Test func readOnlyDisablesWritesAndSaysWhy() async throws {
    let terminal = try PTY(try await .dashboard("--read-only"))
    try await terminal.loaded()
    terminal.type("r")
    try await terminal.screen(contains: "--read-only")
    #expect(!terminal.screen.contains("from failed"))
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }
}
