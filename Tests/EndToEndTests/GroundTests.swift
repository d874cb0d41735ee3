// Light or dark by the terminal's own answer (OSC 11): adopted when it comes, never taken as keys.
import Glibc
import TestSupport
import Testing
import Time

@Suite struct GroundTests {
  private func start(
    _ words: [String] = [], change: (inout PTYProgram) -> Void = { _ in }
  ) async throws -> PTY {
    var program = try await PTYProgram.dashboard("--read-only")
    program.command += words
    change(&program)
    let terminal = try PTY(program)
    try await terminal.loaded()
    return terminal
  }

  /// The grounds of podium-dark and podium-light in 256 colours.
  private static let dark = EmulatedColor.indexed(234)
  private static let light = EmulatedColor.indexed(231)

  private func ground(_ screen: TerminalEmulator) -> EmulatedColor { screen[3, 0].style.background }

  @Test(arguments: ["rgb:ffff/ffff/ffff\u{7}", "rgb:fb/fa/f6\u{1B}\\", "rgb:f/f/f\u{9C}"])
  func aLightGroundGetsTheLightTheme(answer: String) async throws {
    let terminal = try await start()
    #expect(ground(terminal.screen) == Self.dark)
    terminal.type("\u{1B}]11;\(answer)")
    let screen = try await terminal.screen(shows: "the light theme") {
      self.ground($0) == Self.light
    }
    #expect(screen.contains("Runs") && screen.unknown == [])
  }

  @Test func aDarkGroundAfterAHintOfALightOne() async throws {
    let terminal = try await start { $0.environment["COLORFGBG"] = "0;15" }
    #expect(ground(terminal.screen) == Self.light)
    terminal.type("\u{1B}]11;rgb:1414/1717/1d1d\u{7}")
    try await terminal.screen(shows: "the dark theme") { self.ground($0) == Self.dark }
  }

  /// As a slow line tears it, at any place but behind the escape.
  @Test(arguments: [2, 4, 9, 15, 23]) func aTornAnswerIsOne(at place: Int) async throws {
    let answer = Array("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}".unicodeScalars).map { Character($0) }
    try await judge(within: .seconds(1)) { () async throws -> (PTY, Duration) in
      let asked = SystemClock.monotonic()
      let terminal = try await start()
      // An answer may come half a minute after the question.
      if SystemClock.monotonic() - asked > .seconds(20) { return (terminal, .seconds(20)) }
      let began = SystemClock.monotonic()
      terminal.type(String(answer[..<place]))
      try await terminal.taken()
      terminal.type(String(answer[place...]))
      try await terminal.taken()
      return (terminal, SystemClock.monotonic() - began)
    } _: { terminal in
      let screen = try await terminal.screen(shows: "the light theme") {
        self.ground($0) == Self.light
      }
      #expect(!screen.contains("Go to") && !screen.contains("means nothing"))
    }
  }

  /// The program waits for the rest of an answer as long as people's lines take. Where the machine
  /// took longer between two keys, nothing can be said, and it is tried again.
  private func judge(
    within limit: Duration, _ attempt: () async throws -> (PTY, Duration),
    _ check: (PTY) async throws -> Void
  ) async throws {
    for _ in 0..<60 {
      let (terminal, took) = try await attempt()
      if took < limit { return try await check(terminal) }
    }
    Issue.record("never within \(limit): this machine is too busy")
  }

  @Test(arguments: [
    "rgb:\u{7}", "rgb:zz/zz/zz\u{7}", "rgb:ffff/ffff\u{7}", "?\u{7}",
    "rgb:ffff/ffff/ffff/ffff/ffff/ffff/ffff/ffff\u{7}",
  ])
  func nonsenseChangesNothingAndTypesNothing(answer: String) async throws {
    let terminal = try await start()
    terminal.type("\u{1B}]11;\(answer)")
    terminal.type("?")
    try await terminal.screen(contains: "Help")
    terminal.type("\u{1B}")
    let screen = try await terminal.screen(shows: "the runs again") { $0.contains("Runs") }
    #expect(ground(screen) == Self.dark)
    #expect(!screen.contains("Go to") && !screen.contains("means nothing"))
  }

  @Test(arguments: [["--theme", "podium-dark"], ["--theme", "high-contrast"]])
  func aChosenThemeIsNeitherAskedAboutNorChanged(words: [String]) async throws {
    let terminal = try await start(words)
    let before = ground(terminal.screen)
    terminal.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}")
    terminal.type("?")
    let screen = try await terminal.screen(contains: "Help")
    #expect(ground(screen) == before)
    #expect(!terminal.screen.questions.contains("11;?"))
  }

  @Test(arguments: ["linux", "vt100"]) func consolesAreNotAsked(term: String) async throws {
    let terminal = try await start { $0.term = term }
    #expect(terminal.screen.questions == [])
  }

  /// The shell must not get what comes late.
  @Test func anAnswerAtTheEndDoesNotReachTheShell() async throws {
    var program = try await PTYProgram.dashboard()
    program.command =
      ["sh", "-c", "\"$0\" \"$@\"; read -r line; echo \"[$line]\""] + program.command
    try await judge(within: .milliseconds(1_900)) { [program] () async throws -> (PTY, Duration) in
      let terminal = try PTY(program)
      let began = SystemClock.monotonic()
      try await terminal.screen(shows: "the question") { $0.questions.contains("11;?") }
      terminal.type("q\u{1B}]11;rgb:ffff/ffff/ffff\u{7}")
      try await terminal.screen(shows: "the shell's screen") { !$0.isAlternate }
      return (terminal, SystemClock.monotonic() - began)
    } _: { terminal in
      terminal.type("typed\n")
      try await terminal.screen(contains: "[typed]")
    }
  }
}
