// The window changes size at any moment, down to one cell, and the screen is right afterwards.
import TestSupport
import Testing

@Suite struct ResizeTests {
  @Test func aStormOfSizesEndsInARightScreen() async throws {
    let terminal = try PTY(try await .dashboard())
    try await terminal.loaded()
    try await terminal.expectPaintedRight {
      storm(terminal)
      let settled = try await terminal.screen(shows: "the runs at 30×100") { screen in
        screen.contains("Runs") && !screen.line(29).isEmpty
      }
      #expect(settled.unknown == [])
    }
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
  /// Checks that after `change` painting everything anew changes nothing. An age or the clock may
  /// change between; not each time.
  func expectPaintedRight(
    after change: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    var differences: [String] = []
    for _ in 0..<3 {
      try await change()
      differences = try await differencesAfterRepainting()
      if differences.isEmpty { return }
    }
    #expect(differences == [], sourceLocation: sourceLocation)
  }

  /// What differs when everything is painted anew: nothing, if what was painted bit by bit is right.
  /// The last row is left out: it has the answers that tell that the screen is complete.
  private func differencesAfterRepainting() async throws -> [String] {
    type("%")
    let before = try await screen(shows: "the answer to %") { screen in
      screen.line(screen.rows - 1).hasPrefix(" % means nothing")
    }
    type("\u{0C}")
    let whole = before.rows * before.columns / 2
    let after = try await screen(shows: "a repainted screen") { screen in
      screen.bytesReceived > before.bytesReceived + whole
        && screen.line(screen.rows - 1) == " asking for news"
    }
    return after.differences(from: before).filter { !$0.hasPrefix("\(after.rows - 1):") }
  }
}
