// What kinds of terminals the dashboard runs in, and how it refuses the others.
import TestSupport
import Testing

@Suite struct TerminalTypeTests {
  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "xterm"])
  func usableTypesShowTheRunsAndAreRestored(term: String) async throws {
    var program = try await PTYProgram.dashboard()
    program.term = term
    let terminal = try PTY(program)
    let screen = try await terminal.loaded()
    #expect(screen.unknown == [])
    #expect(screen.hasColor == (term != "vt100"))
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test(arguments: ["dumb", "no-such-terminal", "", nil])
  func otherTypesAreRefusedInOneLine(term: String?) async throws {
    var program = try await PTYProgram.dashboard()
    program.term = term
    program.columns = 240
    let terminal = try PTY(program)
    #expect(try await terminal.exitStatus() == 2)
    let screen = try await terminal.screen(shows: "a refusal") { $0.line(0).contains("podium: ") }
    #expect(screen.lines.filter { !$0.isEmpty }.count == 1)
    #expect(screen.line(0).contains("TERM"))
    try await terminal.expectRestored()
  }

  @Test(arguments: ["</dev/null", ">/dev/null"])
  func withoutATerminalOneLineIsSaid(redirection: String) async throws {
    var program = try await PTYProgram.dashboard()
    program.redirection = redirection
    program.columns = 160
    let terminal = try PTY(program)
    #expect(try await terminal.exitStatus() == 2)
    let screen = try await terminal.screen(shows: "a refusal") { $0.line(0).contains("podium: ") }
    #expect(screen.lines.filter { !$0.isEmpty }.count == 1)
    #expect(screen.line(0).contains("terminal"))
  }

  @Test func theCLocaleGetsASCIIOnly() async throws {
    var program = try await PTYProgram.dashboard()
    program.environment["LANG"] = "C"
    let terminal = try PTY(program)
    let screen = try await terminal.loaded()
    #expect(screen.text.utf8.allSatisfy { $0 < 0x80 })
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }

  @Test func noColorMeansNoColor() async throws {
    var program = try await PTYProgram.dashboard()
    program.environment["NO_COLOR"] = "1"
    let terminal = try PTY(program)
    let screen = try await terminal.loaded()
    #expect(!screen.hasColor)
  }
}
