// The wallboard in a real terminal: silent while nothing changes, there through outages and resizes.
import Glibc
import TestSupport
import Testing
import Time

@Suite struct WallboardTests {
  /// An engine whose runs do not change: it has no pipelines, and so nothing ever starts.
  private struct QuietEngine {
    let folder: TemporaryFolder
    let terminal: PTY
    let address: EngineAddress

    init(port: Int = 0) async throws {
      folder = try TemporaryFolder()
      terminal = try Self.serve(folder, port: port)
      address = try await EngineAddress(reading: terminal)
    }

    static func serve(_ folder: TemporaryFolder, port: Int) throws -> PTY {
      try folder.write("", to: "pipelines/none.txt")
      var program = try PTYProgram.podium(
        "serve", "--pipelines", "\(folder.path)/pipelines", "--data", "\(folder.path)/data",
        "--port", "\(port)")
      program.columns = 160
      return try PTY(program)
    }

    var port: Int {
      address.url.split { !$0.isNumber }.compactMap { Int($0) }.last { $0 > 1024 } ?? 0
    }
  }

  private func wallboard(_ address: EngineAddress) throws -> PTY {
    var program = try PTYProgram.podium("--wallboard")
    program.environment = address.environment
    return try PTY(program)
  }

  @Test func aWallboardShowsTheRunsAndWritesNothing() async throws {
    let terminal = try wallboard(try await SharedEngine.shared.address())
    let screen = try await terminal.screen(contains: "OK IN 24 H")
    #expect(screen.unknown == [] && !screen.contains("quit"))
    terminal.type("rtxRyfa:!p")
    terminal.type("?")
    try await terminal.screen(contains: "pages turn every 15 s")
    terminal.type("\u{1B}")
    try await terminal.screen(contains: "OK IN 24 H")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  /// But for the clock: a few bytes a minute.
  @Test func whileNothingChangesNothingIsSent() async throws {
    let engine = try await QuietEngine()
    let terminal = try wallboard(engine.address)
    try await terminal.screen(contains: "all well")
    try await terminal.wakes(10)
    let (before, began) = (terminal.screen, Timestamp.now())
    try await terminal.wakes(20)
    let (after, ended) = (terminal.screen, Timestamp.now())
    let minutes = ended.microseconds / 60_000_000 - began.microseconds / 60_000_000
    let sent = after.bytesReceived - before.bytesReceived
    let moved = after.line(0) != before.line(0) ? Int(minutes) + 1 : 0
    #expect(sent <= 60 * moved, "\(sent) bytes\n\(after.text)")
    #expect(after.lines.dropFirst() == before.lines.dropFirst())
  }

  @Test func itOutlivesItsServerAndResizes() async throws {
    let engine = try await QuietEngine()
    let terminal = try wallboard(engine.address)
    try await terminal.screen(contains: "all well")
    engine.terminal.signal(SIGKILL)
    _ = try await engine.terminal.exitStatus()
    try await terminal.screen(shows: "the trouble") { !$0.line(0).contains("live") }
    terminal.resize(rows: 16, columns: 60)
    try await terminal.screen(shows: "the small board") { $0.line(15).contains("data ") }
    let again = try QuietEngine.serve(engine.folder, port: engine.port)
    try await again.screen(contains: "key: ")
    terminal.resize(rows: 40, columns: 120)
    try await terminal.screen(shows: "the board live again") { $0.line(0).contains("live") }
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }
}
