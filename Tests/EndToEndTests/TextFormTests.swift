// --plain and --once through pipes: no escapes, whole lines, honest exit codes, quiet ends.
import Glibc
import TestSupport
import Testing

@Suite struct TextFormTests {
  private func start(
    _ words: [String], change: (inout PTYProgram) -> Void = { _ in }
  ) async throws -> PTY {
    var program = try await PTYProgram.dashboard()
    program.command += words
    (program.rows, program.columns) = (60, 200)
    change(&program)
    return try PTY(program)
  }

  @Test(arguments: ["xterm-256color", "dumb", nil])
  func onceIsPlainTextOnAnyTerminal(term: String?) async throws {
    let terminal = try await start(["--once"]) { $0.term = term }
    #expect(try await terminal.exitStatus() == 0)
    let screen = try await terminal.screen(contains: "Newest runs")
    #expect(screen.line(0).hasPrefix("podium local (127.0.0.1:"))
    #expect(screen.contains("Open problems:") && !screen.hasColor && !screen.isAlternate)
    #expect(screen.modesLeftOn == [] && screen.questions == [] && screen.unknown == [])
  }

  @Test func onceThroughAPipeHoldsNoEscape() async throws {
    let folder = try TemporaryFolder()
    let terminal = try await start(["--once", "--filter", "status:failed"]) {
      $0.redirection = "> \(folder.path)/out"
    }
    #expect(try await terminal.exitStatus() == 0)
    let text = try Files.text("\(folder.path)/out")
    #expect(text.utf8.allSatisfy { $0 == 10 || $0 >= 32 })
    #expect(text.contains("Newest runs that pass status:failed:"))
    let newest = text.split(separator: "\n").drop { !$0.hasPrefix("Newest") }.dropFirst()
    #expect(!newest.isEmpty && newest.allSatisfy { $0.hasPrefix("  FAILED") })
  }

  @Test func theDemoIsLabelled() async throws {
    var program = try PTYProgram.podium("demo", "--once", "--runs", "50")
    (program.rows, program.columns) = (60, 200)
    let terminal = try PTY(program)
    #expect(try await terminal.exitStatus() == 0)
    let screen = try await terminal.screen(contains: "Newest runs")
    #expect(screen.line(0).hasPrefix("podium demo "))
  }

  @Test(arguments: [
    (["--url", "http://127.0.0.1:1"], ["ORCHESTRA_API_KEY": "k"], Int32(6), "127.0.0.1:1"),
    ([], ["ORCHESTRA_API_KEY": "wrong"], Int32(3), "key"),
  ])
  func failuresAreOneLineAndACode(
    words: [String], variables: [String: String], code: Int32, says: String
  ) async throws {
    let terminal = try await start(["--once"] + words) { $0.environment.merge(variables) { $1 } }
    #expect(try await terminal.exitStatus() == code)
    let screen = try await terminal.screen(shows: "a complaint") { $0.line(0).contains("podium: ") }
    #expect(screen.line(0).contains(says) && screen.lines.filter { !$0.isEmpty }.count == 1)
  }

  @Test(arguments: [
    (["--plain", "--once"], "exclude each other"), (["--once", "--wallboard"], "exclude"),
    (["--filter", "dbt"], "--plain or --once"), (["--once", "--filter", "took>x"], "no duration"),
  ])
  func whatDoesNotGoTogetherIsSaid(words: [String], says: String) async throws {
    let terminal = try await start(words)
    #expect(try await terminal.exitStatus() == 2)
    #expect(try await terminal.screen(contains: "podium: ").line(0).contains(says))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func plainEndsWhenItIsAskedTo(signal: Int32) async throws {
    let terminal = try await start(["--plain"]) { $0.term = "dumb" }
    let screen = try await terminal.screen(contains: "open, ")
    #expect(screen.line(0).contains(" local ") && !screen.hasColor && screen.unknown == [])
    terminal.signal(signal)
    #expect(try await terminal.exitStatus() == 128 + signal)
    #expect(terminal.lineModesRestored)
  }

  @Test func plainTellsWhatHappens() async throws {
    var program = try PTYProgram.podium("demo", "--plain", "--runs", "50")
    (program.rows, program.columns) = (60, 200)
    let terminal = try PTY(program)
    // The demo's schedules start something each minute at the latest.
    try await terminal.screen(shows: "news") { screen in
      screen.lines.contains { $0.contains(" started ") || $0.contains(" succeeded ") }
    }
    terminal.signal(SIGINT)
    #expect(try await terminal.exitStatus() == 130)
  }

  /// The reader leaves without a word: so does podium, though it has nothing to say.
  @Test func plainEndsWhenItsReaderIsGone() async throws {
    var program = try await PTYProgram.dashboard()
    let podium = program.command[0]
    program.command = [
      "bash", "-c", "'\(podium)' --plain | head -n 1; echo \"ended ${PIPESTATUS[0]}\"",
    ]
    let terminal = try PTY(program)
    try await terminal.screen(contains: "ended 0")
  }
}
