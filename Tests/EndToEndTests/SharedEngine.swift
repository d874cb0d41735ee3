// One local engine for all terminal tests: the demo's past and pipelines, but no schedules, so that
// nothing changes unless a test changes it. It ends with the tests, because its terminal hangs up.
import OrchestraAPI
import OrchestraClient
import PodiumDemo
import TestSupport
import Testing

/// Where a served engine is, as it printed it.
struct EngineAddress: Sendable {
  let url: String
  let key: String

  /// Reads the two lines that `podium demo --headless` and `podium serve` print.
  init(reading terminal: PTY) async throws {
    let screen = try await terminal.screen(shows: "the url: and key: lines") { screen in
      screen.lines.contains { $0.hasPrefix("url: ") }
        && screen.lines.contains { $0.hasPrefix("key: ") }
    }
    func value(_ name: String) -> String {
      String(screen.lines.first { $0.hasPrefix(name) }?.dropFirst(name.count) ?? "")
    }
    (url, key) = (value("url: "), value("key: "))
  }

  /// The variables by which a dashboard or the official command line finds it.
  var environment: [String: String] {
    ["ORCHESTRA_API_BASE_URL": url, "ORCHESTRA_API_KEY": key]
  }
}

actor SharedEngine {
  static let shared = SharedEngine()
  /// Enough for two pages and a bit. One or two more where a schedule fired while the past was made.
  static let runs = 250

  private var starting: Task<(TemporaryFolder, PTY, EngineAddress), any Error>?

  func address() async throws -> EngineAddress {
    if starting == nil {
      starting = Task {
        let folder = try TemporaryFolder()
        try await Self.makePast(in: folder)
        var program = try PTYProgram.podium(
          "serve", "--pipelines", folder.path + "/pipelines", "--data", folder.path + "/data",
          "--port", "0", "--simulate")
        program.columns = 160
        let terminal = try PTY(program)
        return (folder, terminal, try await EngineAddress(reading: terminal))
      }
    }
    guard let starting else { throw PTY.Failure("no engine") }
    return try await starting.value.2
  }

  private static func makePast(in folder: TemporaryFolder) async throws {
    var options = DemoOptions()
    options.folder = folder.path
    options.runs = runs
    options.seed = 7
    let demo = try await Demo.start(options)
    await demo.pastIsComplete()
    await demo.stop()
    for path in try Files.list(below: folder.path + "/pipelines", endingIn: ".yaml") {
      try Files.write(unscheduled(try Files.text(path)), to: path)
    }
  }

  /// A pipeline file without its block "schedule:".
  private static func unscheduled(_ text: String) -> String {
    var isInSchedule = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.first?.isLetter == true { isInSchedule = line.hasPrefix("schedule:") }
      return !isInSchedule
    }
    return lines.joined(separator: "\n")
  }
}

extension PTYProgram {
  /// The dashboard over the shared engine; not started yet.
  static func dashboard(_ words: String...) async throws -> PTYProgram {
    var program = PTYProgram([try BuiltProgram.path("podium")] + words)
    program.environment = try await SharedEngine.shared.address().environment
    return program
  }
}

extension PTY {
  /// Waits until the whole run list is there.
  @discardableResult
  func loaded() async throws -> TerminalEmulator {
    try await screen(shows: "the loaded run list") { screen in
      let title = screen.lines.first { $0.contains("Runs") && $0.contains(" of ") } ?? ""
      let words = title.split { !$0.isNumber }
      return words.last.flatMap { Int($0) }.map { $0 >= SharedEngine.runs } ?? false
    }
  }

  /// Checks that the terminal is as the program found it.
  func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await screen(shows: "a terminal with all modes restored") { $0.modesLeftOn.isEmpty }
    #expect(!screen.isAlternate, sourceLocation: sourceLocation)
    #expect(lineModesRestored, sourceLocation: sourceLocation)
  }
}
