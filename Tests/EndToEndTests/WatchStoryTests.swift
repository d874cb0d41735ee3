// A run that is watched while somebody looks elsewhere: it rings once, in every way there is, and its
// hook runs once; in quiet hours only the screen says so.
import Glibc
import OrchestraClient
import TestSupport
import Testing
import Time

@Suite struct WatchStoryTests {
  /// An engine whose only pipeline waits for a file "go", and a dashboard that watches a run of it.
  private struct Scene {
    let folder: TemporaryFolder
    let engine: PTY
    let terminal: PTY

    /// - Parameters:
    ///   - hooks: settings beside the hook that writes what it was given.
    ///   - term: the terminal's type.
    init(hooks: String = "", term: String = "xterm-256color") async throws {
      folder = try TemporaryFolder()
      try folder.write(Self.pipeline(folder.path), to: "pipelines/waits.yaml")
      try folder.write(Self.configuration(folder.path, hooks), to: "podium/config.yaml")
      try folder.write(Self.hook(folder.path), to: "hook")
      var serve = try PTYProgram.podium(
        "serve", "--pipelines", folder.path + "/pipelines", "--data", folder.path + "/data",
        "--port", "0")
      serve.columns = 160
      engine = try PTY(serve)
      let address = try await EngineAddress(reading: engine)
      _ = try await address.client().call(.start("waits"))
      var program = try PTYProgram.podium()
      program.environment = address.environment
      program.environment["XDG_CONFIG_HOME"] = folder.path
      program.environment["TZ"] = "UTC"
      program.term = term
      program.columns = 160
      terminal = try PTY(program)
      try await terminal.screen(shows: "the run, selected") { screen in
        screen.lines.contains { $0.hasPrefix("▌ ▶ running") }
      }
      terminal.type("W")
      try await terminal.screen(contains: "watching Waits;")
    }

    /// Its name would do harm where a shell or a terminal took it for more than a text.
    private static func pipeline(_ folder: String) -> String {
      """
      version: v1
      name: Waits; $(touch \(folder)/evil)
      pipeline:
        wait:
          tasks:
            wait:
              integration: LOCAL
              integration_job: LOCAL_COMMAND
              parameters:
                command: [sh, -c, "until [ -e \(folder)/go ]; do sleep 0.05; done"]
      """
    }

    private static func configuration(_ folder: String, _ hooks: String) -> String {
      """
      notify: [bell, osc9, osc777, title]
      hooks:
        run_ended: [sh, \(folder)/hook, "{pipeline}", "{status}"]
        \(hooks)
      """
    }

    private static func hook(_ folder: String) -> String {
      """
      cd \(folder)
      for word; do printf '%s\\n' "$word"; done > making.$$
      mv making.$$ hooked.$$
      """
    }

    /// Ends the run and waits until the screen says so.
    func end() async throws {
      #expect(terminal.screen.bells == 0 && terminal.screen.notices.isEmpty)
      try folder.write("", to: "go")
      try await terminal.screen(contains: "succeeded after")
    }

    var hooked: [String] {
      get throws { try Files.names(in: folder.path).filter { $0.hasPrefix("hooked") } }
    }

    func quit() async throws {
      terminal.type("Q")
      #expect(try await terminal.exitStatus() == 0)
      try await terminal.expectRestored()
    }
  }

  @Test func aWatchedRunRingsOnceAndItsHookRunsOnce() async throws {
    let scene = try await Scene()
    try await scene.end()
    let terminal = scene.terminal
    try await terminal.screen(shows: "the title") { $0.title.contains("podium: Waits; $(touch") }
    while try scene.hooked.isEmpty { await Task.yield() }
    // Polls go on and say again that it has ended.
    try await terminal.wakes(20)
    terminal.type("?")
    try await terminal.screen(shows: "the title as it was before") { $0.title == "" }
    #expect(terminal.screen.bells == 1)
    let notices = terminal.screen.notices
    #expect(notices.count == 2 && notices.first?.hasPrefix("9;podium: Waits; $(touch") == true)
    #expect(notices.last?.hasPrefix("777;notify;podium;podium: Waits, $(touch") == true)
    terminal.type("\u{1B}")
    try await scene.quit()
    let names = try scene.hooked
    #expect(names.count == 1)
    let words = try Files.text(scene.folder.path + "/" + (names.first ?? ""))
    #expect(words == "Waits; $(touch \(scene.folder.path)/evil)\nsucceeded\n")
    #expect(!Files.exists(scene.folder.path + "/evil"))
  }

  @Test func inTmuxTheNoticesAreWrappedAndTheTitleIsThePanes() async throws {
    let scene = try await Scene(term: "tmux-256color")
    try await scene.end()
    let terminal = scene.terminal
    try await terminal.screen(shows: "the title") { $0.title.contains("podium: Waits;") }
    #expect(terminal.screen.bells == 1)
    #expect(terminal.screen.notices.isEmpty, "tmux would swallow them unwrapped")
    #expect(terminal.screen.passedOn.count == 2)
    #expect(terminal.screen.passedOn.first?.contains("]9;podium: Waits;") == true)
    try await scene.quit()
  }

  @Test func inQuietHoursOnlyTheScreenSaysIt() async throws {
    // From the hour before this one to the one after the next, whatever the time of day.
    let hour = Int(Timestamp.now().microseconds / 3_600_000_000 % 24)
    func clock(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
    let quiet = "\(clock((hour + 23) % 24))-\(clock((hour + 3) % 24))"
    let scene = try await Scene(hooks: "quiet_hours: \"\(quiet)\"")
    try await scene.end()
    try await scene.terminal.wakes(20)
    #expect(scene.terminal.screen.bells == 0 && scene.terminal.screen.notices.isEmpty)
    #expect(scene.terminal.screen.title == "")
    #expect(try scene.hooked.isEmpty)
    try await scene.quit()
  }
}
