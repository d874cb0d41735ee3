// The commands as a script sees them: words out, one line of complaint, an exit code.
import TestSupport
import Testing

@Suite struct CommandLineTests {
  /// Runs the program to its end and returns its code and the lines it left on the screen.
  private func run(_ words: [String]) async throws -> (code: Int32, lines: [String]) {
    var program = PTYProgram([try BuiltProgram.path("podium")] + words)
    program.rows = 60
    program.columns = 120
    let terminal = try PTY(program)
    let code = try await terminal.exitStatus()
    let screen = try await terminal.screen(shows: "an answer") { !$0.line(0).isEmpty }
    #expect(terminal.lineModesRestored)
    #expect(screen.modesLeftOn == [])
    return (code, screen.lines.filter { !$0.isEmpty })
  }

  @Test func theVersionIsOneLine() async throws {
    let (code, lines) = try await run(["version"])
    #expect(code == 0)
    #expect(lines.count == 1 && lines[0].hasPrefix("podium "))
  }

  @Test func helpFitsOneScreenAndNamesTheCommands() async throws {
    let (code, lines) = try await run(["help"])
    #expect(code == 0)
    #expect(lines.contains { $0.contains("podium version") })
    #expect(lines.count < 56)
  }

  @Test func aMistypedCommandIsOneLineWithTheNearest() async throws {
    let (code, lines) = try await run(["verison"])
    #expect(code == 2)
    #expect(lines == ["podium: unknown command 'verison': did you mean 'podium version'?"])
  }

  /// The last line is all that an agent's client shows of a server that did not start.
  @Test(arguments: [["mcp"], ["runs", "list"], ["--once"]])
  func aMissingWorkspaceIsOneLine(words: [String]) async throws {
    let (code, lines) = try await run(words)
    #expect(code == 3)
    #expect(lines.count == 1 && lines[0].contains("set ORCHESTRA_API_KEY"), "\(lines)")
  }

  @Test func aMistypedOptionIsOneLine() async throws {
    let (code, lines) = try await run(["help", "--halp"])
    #expect(code == 2)
    #expect(lines == ["podium: unknown option --halp: did you mean --help?"])
  }
}
