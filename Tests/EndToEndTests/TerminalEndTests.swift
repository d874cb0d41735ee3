// However the program ends or is interrupted, the terminal comes back; a lost line ends it.
import Glibc
import TestSupport
import Testing

@Suite struct TerminalEndTests {
  @Test func quittingRestoresTheTerminal() async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    #expect(terminal.screen.isAlternate)
    #expect(!terminal.lineModesRestored)
    // Once more: the second time is no other.
    terminal.type("\u{1A}")
    try await terminal.stopped()
    terminal.continueProgram()
    try await terminal.screen(shows: "the runs once more") { $0.isAlternate }
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS])
  func aSignalThatEndsItRestoresTheTerminal(signal: Int32) async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    terminal.signal(signal)
    #expect(try await terminal.exitStatus() == 128 + signal)
    try await terminal.expectRestored()
  }

  @Test(arguments: [true, false])
  func suspendingGivesTheTerminalBackAndContinuingRepaints(byKey: Bool) async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    try await terminal.expectPaintedRight {
      if byKey { terminal.type("\u{1A}") } else { terminal.signal(SIGTSTP) }
      try await terminal.stopped()
      try await terminal.expectRestored()
      terminal.continueProgram()
      let after = try await terminal.screen(shows: "the runs again") { screen in
        screen.isAlternate && screen.contains("Runs")
      }
      #expect(after.unknown == [])
    }
    #expect(!terminal.lineModesRestored)
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  /// As ssh drops: the terminal is gone, with the shell passing a hang-up on or not.
  @Test(arguments: [false, true])
  func aLostLineEndsIt(shellIgnoresHangUp: Bool) async throws {
    var program = try await PTYProgram.dashboard()
    program.shellIgnoresHangUp = shellIgnoresHangUp
    let terminal = try PTY(program)
    try await terminal.loaded()
    let process = try #require(terminal.processID)
    terminal.hangUp()
    try await terminal.gone(process)
  }
}
