// Verbs as a person sees them in a terminal: fitted to its width, ended by Ctrl-C, harmless whatever a
// log holds.
import Glibc
import TestSupport
import Testing

@Suite struct VerbTerminalTests {
  private func start(_ words: String..., columns: Int = 90) async throws -> PTY {
    var program = try await PTYProgram.dashboard()
    program.command += words
    (program.rows, program.columns) = (40, columns)
    return try PTY(program)
  }

  @Test(arguments: [70, 90, 160])
  func tablesFitTheTerminal(columns: Int) async throws {
    let terminal = try await start("runs", "list", "--limit", "20", columns: columns)
    #expect(try await terminal.exitStatus() == 0)
    let screen = try await terminal.screen(contains: "rows: --offset 20 goes on")
    let rows = screen.lines.filter { !$0.isEmpty }
    #expect(rows.count == 22, "a heading, twenty rows, a note: none is folded\n\(rows)")
    #expect(rows[0].hasPrefix("STATUS ") && !screen.hasColor && screen.unknown == [])
  }

  @Test func watchingTellsWhatIsNewUntilItIsInterrupted() async throws {
    let terminal = try await start(
      "runs", "list", "--watch", "--limit", "10", "--pipeline", "warehouse_rebuild")
    try await terminal.screen(contains: "STATUS ")
    let before = terminal.screen.lines.filter { $0.contains("Warehouse rebuild") }.count
    let starting = try await start("pipelines", "start", "warehouse_rebuild")
    #expect(try await starting.exitStatus() == 0, "\(starting.screen.lines)")
    try await terminal.screen(shows: "the new run") { screen in
      screen.lines.filter { $0.contains("Warehouse rebuild") }.count > before
    }
    terminal.signal(SIGINT)
    #expect(try await terminal.exitStatus() == 130)
    #expect(terminal.lineModesRestored)
  }

  /// The demo's dbt task writes colours; a terminal of ours gets none of a log's sequences.
  @Test func logsAreHarmless() async throws {
    let terminal = try await start("logs", "@latest", "--tail", "20")
    #expect([0, 4].contains(try await terminal.exitStatus()), "\(terminal.screen.lines)")
    #expect(terminal.screen.unknown == [] && !terminal.screen.hasColor)
  }
}
