// The harness is judged with programs whose behaviour is known.
import Glibc
import TestSupport
import Testing

@Suite struct PTYTests {
  @Test func aProgramsWordsAndEndAreSeen() async throws {
    let terminal = try PTY(PTYProgram(["sh", "-c", "printf 'size '; stty size; exit 7"]))
    try await terminal.screen(contains: "size 24 80")
    #expect(try await terminal.exitStatus() == 7)
    #expect(terminal.lineModesRestored)
  }

  @Test func keysReachTheProgram() async throws {
    let terminal = try PTY(PTYProgram(["sh", "-c", "echo ask; read -r a; echo got:$a"]))
    try await terminal.screen(contains: "ask")
    terminal.type("blue\n")
    try await terminal.screen(contains: "got:blue")
  }

  @Test func aProgramThatLeavesTheTerminalRawIsCaught() async throws {
    let terminal = try PTY(PTYProgram(["sh", "-c", "stty raw -echo; printf '\\033[?25l'"]))
    #expect(try await terminal.exitStatus() == 0)
    let screen = try await terminal.screen(shows: "a hidden cursor") { !$0.modesLeftOn.isEmpty }
    #expect(screen.modesLeftOn == ["?25l"])
    #expect(!terminal.lineModesRestored)
  }

  @Test func aResizeIsSignalled() async throws {
    let script = "trap 'stty size' WINCH; echo on; while :; do sleep 1 & wait $!; done"
    let terminal = try PTY(PTYProgram(["sh", "-c", script]))
    try await terminal.screen(contains: "on")
    terminal.resize(rows: 10, columns: 33)
    try await terminal.screen(contains: "10 33")
    terminal.signal(SIGTERM)
    #expect(try await terminal.exitStatus() == 128 + SIGTERM)
  }

  @Test func suspendingAndContinuingIsSeen() async throws {
    let terminal = try PTY(PTYProgram(["sh", "-c", "echo up; read -r a; echo got:$a"]))
    try await terminal.screen(contains: "up")
    terminal.type("\u{1A}")
    try await terminal.stopped()
    terminal.continueProgram()
    terminal.type("again\n")
    try await terminal.screen(contains: "got:again")
  }

  @Test(arguments: [true, false])
  func aDroppedLineEndsTheProgram(shellIgnoresHangUp: Bool) async throws {
    var program = PTYProgram(["sh", "-c", "echo up; read -r a; exit 3"])
    program.shellIgnoresHangUp = shellIgnoresHangUp
    let terminal = try PTY(program)
    try await terminal.screen(contains: "up")
    let process = try #require(terminal.processID)
    terminal.hangUp()
    try await terminal.gone(process)
  }

  @Test func aWaitThatFailsShowsTheScreen() async throws {
    var program = PTYProgram(["sh", "-c", "echo something else"])
    program.lastWords = .seconds(1)
    let terminal = try PTY(program)
    let failure = await #expect(throws: PTY.Failure.self) {
      try await terminal.screen(contains: "never")
    }
    #expect(failure?.description.contains("|something else") == true)
  }
}
