// What reaches the program between two frames: pastes that are no keys, and keys faster than frames.
import TestSupport
import Testing

@Suite struct KeysStoryTests {
  @Test func aPasteIsNoKeysAndGoesIntoAField() async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    let before = terminal.screen
    terminal.type("\u{1B}[200~q\nx\ny\u{1B}\u{1B}[201~")
    let after = try await terminal.screen(contains: "pasted text is not taken as keys")
    #expect(after.row(with: "▌") == before.row(with: "▌") && after.contains("Runs"))
    terminal.type("/")
    try await terminal.screen(shows: "a field") { $0.line($0.rows - 1).hasPrefix(" / ") }
    terminal.type("\u{1B}[200~dbt\nQ\u{1B}[201~")
    try await terminal.screen(shows: "the text in it") { screen in
      screen.line(screen.rows - 1).hasPrefix(" / dbt")
    }
    terminal.type("\u{1B}")
    try await terminal.loaded()
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }

  /// A hundred frames would be more than twenty thousand bytes.
  @Test func aHundredKeysAreAFewFrames() async throws {
    let terminal = try PTY(try await .dashboard())
    let before = try await terminal.loaded()
    terminal.type(String(repeating: "j", count: 100))
    let after = try await terminal.screen(contains: " 101 of ")
    let sent = after.bytesReceived - before.bytesReceived
    #expect(sent < 10_000, "\(sent) bytes")
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }
}
