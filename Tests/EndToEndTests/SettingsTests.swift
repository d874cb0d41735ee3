// The configuration as its user meets it: read again while the dashboard runs, programs that get the
// terminal, the first start without any.
import Glibc
import TestSupport
import Testing

@Suite struct SettingsTests {
  /// A dashboard over the shared engine whose configuration folder is the test's own.
  private func dashboard(_ folder: TemporaryFolder) async throws -> PTY {
    var program = try await PTYProgram.dashboard()
    program.environment["XDG_CONFIG_HOME"] = folder.path
    program.columns = 100
    let terminal = try PTY(program)
    try await terminal.loaded()
    return terminal
  }

  private static let f2 = "\u{1B}OQ"
  private static let f5 = "\u{1B}[15~"

  @Test func aChangedFileIsInForceAtOnceAndABrokenOneChangesNothing() async throws {
    let folder = try TemporaryFolder()
    let terminal = try await dashboard(folder)
    // Neither the file nor its folder were there.
    try folder.write("keys: {anywhere: {help: f2}}\n", to: "podium/config.yaml")
    try await terminal.screen(contains: "configuration in force: keys")
    terminal.type(Self.f2)
    try await terminal.screen(contains: "runs it")
    terminal.type("q")
    try folder.write("keys: {anywhere: {help: ctl-x}}\n", to: "podium/config.yaml")
    try await terminal.screen(shows: "the mistake with its place") { screen in
      screen.contains("config.yaml:1:25") && screen.contains("is not a key")
    }
    terminal.type(Self.f2)
    try await terminal.screen(contains: "runs it")
    terminal.type("q")
    // As editors do it: another file takes its place.
    try folder.write("theme: mono\n", to: "podium/next.yaml")
    rename(folder.path + "/podium/next.yaml", folder.path + "/podium/config.yaml")
    try await terminal.screen(contains: "configuration in force: theme, keys")
    terminal.type("?")
    try await terminal.screen(contains: "runs it")
    terminal.type("Q")
    terminal.type("q")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }

  @Test func aProgramThatDiesWithTheTerminalSpoiledGivesItBack() async throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      stty raw -echo
      printf '\\033[?1049h\\033[?1000h\\033[2J\\033[Hgiven %s' "$1"
      head -c 1 >/dev/null
      kill -9 $$
      """, to: "spoil")
    try folder.write(
      "commands: {spoil: {run: [sh, \(script), \"{profile}\"], key: f5, terminal: true}}\n",
      to: "podium/config.yaml")
    let terminal = try await dashboard(folder)
    terminal.type(Self.f5)
    try await terminal.screen(contains: "given local")
    terminal.type("x")
    try await terminal.screen(shows: "the dashboard, and how the program ended") { screen in
      screen.contains("sh was ended by signal 9") && screen.contains("Runs")
    }
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func aSignalWhileAProgramHasTheTerminalEndsBoth() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "commands: {wait: {run: [sh, -c, \"echo waiting; read x\"], key: f5, terminal: true}}\n",
      to: "podium/config.yaml")
    let terminal = try await dashboard(folder)
    terminal.type(Self.f5)
    try await terminal.screen(contains: "waiting")
    terminal.signal(SIGTERM)
    #expect(try await terminal.exitStatus() == 128 + SIGTERM)
    try await terminal.expectRestored()
  }

  @Test func theFirstStartOffersTheDemoAndSaysHowToConnect() async throws {
    let terminal = try PTY(try PTYProgram.podium())
    try await terminal.screen(contains: "No workspace is configured yet.")
    terminal.type("c")
    try await terminal.screen(contains: "export ORCHESTRA_API_KEY")
    terminal.type("\u{1B}")
    try await terminal.screen(contains: "start the demo")
    terminal.type("d")
    try await terminal.screen(contains: "live")
    terminal.type("Q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  @Test func leavingTheFirstScreenLeavesTheCommandsInTheTerminal() async throws {
    let terminal = try PTY(try PTYProgram.podium())
    try await terminal.screen(contains: "No workspace is configured yet.")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 2)
    try await terminal.screen(contains: "export ORCHESTRA_API_KEY")
    try await terminal.expectRestored()
  }

  @Test func configChecksAndPrintsTheFile() async throws {
    let folder = try TemporaryFolder()
    func config(_ word: String) throws -> PTY {
      var program = try PTYProgram.podium("config", word)
      program.environment["XDG_CONFIG_HOME"] = folder.path
      program.rows = 60
      program.columns = 120
      return try PTY(program)
    }
    let none = try config("check")
    #expect(try await none.exitStatus() == 0)
    #expect(none.screen.contains("not there; all is as usual"))
    try folder.write("theem: mono\nkeys: {runs: {rerun: x}}\n", to: "podium/config.yaml")
    let bad = try config("check")
    #expect(try await bad.exitStatus() == 2)
    #expect(bad.screen.contains("config.yaml:1:1:") && bad.screen.contains("config.yaml:2:22:"))
    #expect(bad.screen.contains("2 problems in"))
    try folder.write("theme: mono\n", to: "podium/config.yaml")
    let printed = try config("print")
    #expect(try await printed.exitStatus() == 0)
    let path = try config("path")
    #expect(try await path.exitStatus() == 0)
    #expect(path.screen.contains("\(folder.path)/podium/config.yaml"))
  }
}
