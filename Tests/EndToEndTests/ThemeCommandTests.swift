// `podium theme`: colours on a terminal, plain text elsewhere, the user's own themes among the others.
import TestSupport
import Testing

@Suite struct ThemeCommandTests {
  private func run(_ words: [String], change: (inout PTYProgram) -> Void) async throws -> PTY {
    var program = PTYProgram([try BuiltProgram.path("podium"), "theme"] + words)
    (program.rows, program.columns) = (90, 100)
    change(&program)
    let terminal = try PTY(program)
    #expect(try await terminal.exitStatus() == 0)
    return terminal
  }

  @Test func theListHoldsThoseOfTheUser() async throws {
    let folder = try TemporaryFolder()
    try folder.write("summary: mine\ninherits: ember", to: "podium/themes/night.yaml")
    let terminal = try await run(["list"]) {
      $0.environment["XDG_CONFIG_HOME"] = folder.path
    }
    let screen = try await terminal.screen(contains: "mono")
    #expect(screen.line(0).hasPrefix("night") && screen.line(0).hasSuffix("mine"))
    #expect(screen.row(with: "blue-orange-light") != nil)
  }

  @Test func aPreviewHasColoursOnATerminalOnly() async throws {
    let shown = try await run(["preview", "fjord"]) { _ in }
    let screen = try await shown.screen(contains: "bar.rest")
    #expect(screen.hasColor && screen.unknown == [] && screen.modesLeftOn == [])
    let piped = try await run(["preview", "fjord"]) { $0.redirection = "| cat" }
    #expect(try await !piped.screen(contains: "bar.rest").hasColor)
    let plain = try await run(["preview", "fjord"]) { $0.environment["NO_COLOR"] = "1" }
    #expect(try await !plain.screen(contains: "bar.rest").hasColor)
  }
}
