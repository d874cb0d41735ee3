// The mouse in a real terminal: what its reports do, and that none of them is ever taken as keys.
import TestSupport
import Testing

@Suite struct MouseTests {
  private func start(_ words: [String], term: String = "xterm-256color") async throws -> PTY {
    var program = try await PTYProgram.dashboard("--read-only")
    program.command += words
    program.term = term
    program.columns = 120
    let terminal = try PTY(program)
    try await terminal.loaded()
    return terminal
  }

  private func report(_ code: Int, row: Int, column: Int, isRelease: Bool = false) -> String {
    "\u{1B}[<\(code);\(column + 1);\(row + 1)\(isRelease ? "m" : "M")"
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen"])
  func clicksAndTheWheelSelectAndOpen(term: String) async throws {
    let terminal = try await start(["--mouse"], term: term)
    let first = try #require(terminal.screen.row(with: "▌"))
    terminal.type(report(0, row: first + 3, column: 30))
    terminal.type(report(0, row: first + 3, column: 30, isRelease: true))
    try await terminal.screen(shows: "the fourth run selected") { screen in
      screen.line(first + 3).hasPrefix("▌")
    }
    terminal.type(report(65, row: first, column: 10))
    try await terminal.screen(shows: "the seventh run selected") { screen in
      screen.line(first + 6).hasPrefix("▌")
    }
    let double = report(0, row: first + 1, column: 9)
    terminal.type(double + double)
    try await terminal.screen(contains: "Runs ›")
    terminal.type("q")
    try await terminal.screen(shows: "the runs again") { !$0.contains("Runs ›") }
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func oldReportsOfThreeBytesAreUnderstood() async throws {
    let terminal = try await start(["--mouse"], term: "screen")
    let first = try #require(terminal.screen.row(with: "▌"))
    let place = [32, 33 + 30, 33 + first + 2].map { Character(Unicode.Scalar(UInt8($0))) }
    terminal.type("\u{1B}[M" + String(place))
    try await terminal.screen(shows: "the third run selected") { screen in
      screen.line(first + 2).hasPrefix("▌")
    }
  }

  /// Reports of a mouse that was not asked for, as a program before may leave them on.
  @Test func reportsThatNobodyAskedForDoNothing() async throws {
    let terminal = try await start([])
    terminal.type(report(0, row: 12, column: 30) + report(65, row: 2, column: 2))
    terminal.type("\u{1B}[M !!\u{1B}[M`qq")
    terminal.type("?")
    try await terminal.screen(contains: "Help")
    terminal.type("\u{1B}")
    let after = try await terminal.screen(contains: "▌")
    #expect(after.row(with: "▌") != 12)
  }
}
