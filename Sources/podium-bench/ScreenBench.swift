// What keys cost on the screen: frames and cells, counted where a terminal would get them. The bytes
// that ncurses makes of them are tuibench's.
import OrchestraAPI
import PodiumCore
import PodiumTUI
import TerminalUI
import Time

enum ScreenBench {
  private static let moves = 100

  static func rows(_ sizes: [Int]) -> [BenchRow] {
    let results = UIActor.assumeIsolated { sizes.map { measure($0) } }
    return [
      BenchRow(what: "move one row", unit: "cells", values: results.map(\.cells)),
      BenchRow(what: "move one row", unit: "CPU µs", values: results.map(\.cost)),
      BenchRow(
        what: "move one row", unit: "schedules put into words", values: results.map(\.schedules)),
      BenchRow(what: "100 keys at once", unit: "frames", values: results.map(\.frames)),
    ]
  }

  private struct Result {
    var cells: Double
    var cost: Double
    var schedules: Double
    var frames: Double
  }

  @UIActor
  private static func measure(_ count: Int) -> Result {
    let terminal = CountingTerminal()
    let now = SampleRuns.newest
    let app = App(
      terminal: terminal, source: SourceLabel(profile: "bench", host: "none"),
      options: App.Options(theme: ThemeLibrary().theme(named: "podium-dark").theme),
      wall: { now })
    var snapshot = Snapshot(source: SourceLabel(profile: "bench", host: "none"), takenAt: now)
    snapshot.generation = 1
    snapshot.runs = RunListBench.table(SampleRuns.pages(of: count))
    app.dispatch(.snapshot(snapshot))
    // What is learnt from the runs, in slices, is not part of a move.
    while app.tickDelay == .zero { app.dispatch(.tick) }
    app.draw()
    terminal.reset()
    let made = app.schedules.made
    // Up and down around the middle of the screen: moves, not scrolling.
    let cost = Meter.processorMilliseconds {
      for move in 0..<moves {
        app.dispatch(.keys([move.isMultiple(of: 2) ? .down : .up]))
        app.draw()
      }
    }
    let cells = Double(terminal.cells) / Double(moves)
    let schedules = Double(app.schedules.made - made) / Double(moves)
    terminal.reset()
    app.dispatch(.keys(Array(repeating: .down, count: moves)))
    app.draw()
    return Result(
      cells: cells, cost: cost * 1000 / Double(moves), schedules: schedules,
      frames: Double(terminal.frames))
  }
}

/// A terminal of 120×40 that counts what it would have to send.
@UIActor
private final class CountingTerminal: Terminal {
  let size = Size(rows: 40, columns: 120)
  let capabilities = TerminalCapabilities(colors: .indexed, unicode: true)
  private(set) var frames = 0
  private(set) var cells = 0
  private var shown = Screen(size: Size(rows: 0, columns: 0))

  func reset() { (frames, cells) = (0, 0) }

  func show(_ screen: Screen, styles: StyleTable) {
    frames += 1
    cells += screen.changes(from: shown).reduce(0) { $0 + $1.columns.count }
    shown = screen
  }

  func adoptSize() -> Bool { false }
  func pendingKeys() -> [Key] { [] }
  func suspend() {}
  func resume() {}
  func bell() {}
  func copy(_ text: String) -> Bool { false }
  func close() {}
}
