// The window changes size at any moment, down to one cell, and the screen is right afterwards.
import TestSupport
import Testing

@Suite struct ResizeTests {
  @Test func aStormOfSizesEndsInARightScreen() async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    // A run of the demo's schedules may come between; it does not come three times.
    var differences: [String] = []
    for _ in 0..<3 {
      storm(terminal)
      let settled = try await terminal.screen(shows: "the runs at 30×100") { screen in
        screen.contains("Runs") && !screen.line(29).isEmpty
      }
      #expect(settled.unknown == [])
      differences = try await terminal.differencesAfterRepainting()
      if differences.isEmpty { break }
    }
    #expect(differences == [])
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }

  private func storm(_ terminal: PTY) {
    let sizes = [(1, 1), (2, 80), (24, 2), (3, 3), (60, 200), (1, 200), (50, 1), (10, 40)]
    for round in 0..<6 {
      for (rows, columns) in sizes { terminal.resize(rows: rows + round, columns: columns) }
    }
    terminal.resize(rows: 1, columns: 1)
    terminal.resize(rows: 30, columns: 100)
  }

  @Test(arguments: [(1, 1), (1, 80), (2, 10), (24, 1), (5, 20)])
  func aTinyTerminalIsSurvived(rows: Int, columns: Int) async throws {
    var program = try await PTYProgram.dashboard()
    (program.rows, program.columns) = (rows, columns)
    let terminal = try PTY(program)
    try await terminal.screen(shows: "the alternate screen") { $0.isAlternate }
    terminal.resize(rows: 24, columns: 80)
    try await terminal.loaded()
    terminal.type("q")
    #expect(try await terminal.exitStatus() == 0)
  }
}

extension PTY {
  /// Forces a full repaint; the cells that look otherwise than before it.
  func differencesAfterRepainting() async throws -> [String] {
    let answer = " asking for news"
    type("\u{0C}")
    let before = try await screen(shows: "the answer to Ctrl-L") {
      $0.line($0.rows - 1) == answer
    }
    type("\u{0C}")
    let whole = before.rows * before.columns / 2
    let after = try await screen(shows: "a repainted screen") { screen in
      screen.bytesReceived > before.bytesReceived + whole
        && screen.line(screen.rows - 1) == answer
    }
    return after.differences(from: before)
  }
}
