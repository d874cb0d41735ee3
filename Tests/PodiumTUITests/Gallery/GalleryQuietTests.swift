// While nothing happens nothing is drawn, in every view; and no keys, pastes, clicks and sizes break
// anything or send anything.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct GalleryQuietTests {
  /// Nothing runs, so that no duration counts.
  private func calm(_ snapshot: inout Snapshot) {
    snapshot.runs = Fixture.table(ProblemsScreenTests.runs.filter { $0.status.isTerminal })
    snapshot.notes.progress = [:]
    snapshot.workspace.pipelines.removeAll { $0.latestRun?.status.isTerminal == false }
  }

  /// Cells that change when time passes as the app itself asks for it.
  private func cellsChanged(_ stage: Stage, in seconds: Int) -> Int {
    let end = stage.clock.now + .seconds(seconds)
    var last = stage.app.frame()
    var count = 0
    for _ in 0..<1_000 {
      let next = stage.clock.now + stage.app.tickDelay
      if next > end { return count }
      stage.clock.now = next
      stage.app.dispatch(.tick)
      let frame = stage.app.frame()
      count += frame.changes(from: last).reduce(0) { $0 + $1.columns.count }
      last = frame
    }
    Issue.record("it ticks more than sixteen times a second")
    return count
  }

  @Test(arguments: Gallery.views) func withinAMinuteNothingIsDrawn(_ exhibit: Exhibit) async {
    let stage = await Stage.showing(exhibit, change: calm)
    let isCounting = stage.app.stack.top.view.pulse(stage.app.context()) == .seconds
    #expect(isCounting == exhibit.traits.contains(.counts))
    let cells = cellsChanged(stage, in: 59)
    #expect(cells <= (isCounting ? 59 * 12 : 0), "\(cells) cells")
  }

  /// A poll whose answer is the same changes nothing but what tells of polls.
  @Test(arguments: Gallery.views) func aPollWithoutNewsIsNotDrawn(_ exhibit: Exhibit) async {
    let stage = await Stage.showing(exhibit, change: calm)
    var before = stage.app.frame()
    for poll in 2...6 {
      stage.clock.now = stage.clock.now + .seconds(5)
      stage.show(
        GalleryWorkspace.snapshot {
          calm(&$0)
          $0.generation = poll
          $0.takenAt = stage.clock.now
          for query in $0.freshness.keys { $0.freshness[query] = .fresh(at: stage.clock.now) }
        })
      await stage.settle()
      if poll == 2 { before = stage.app.frame() }
    }
    let cells = stage.app.frame().changes(from: before).reduce(0) { $0 + $1.columns.count }
    #expect(cells <= (exhibit.traits.contains(.counts) ? 40 : 0), "\(cells) cells")
  }

  private static let keysPerExhibit = 150

  /// All but "y", without which nothing is sent.
  private static let keys: [Key] = {
    let named = [
      "enter", "esc", "tab", "shift-tab", "up", "down", "left", "right", "home", "end", "pgup",
      "pgdn", "backspace", "delete", "insert", "f1", "f5", "f12",
    ].compactMap { Key(name: $0) }
    let controls = "abcdefghijklmnopqrstuvwxyz".map { Key.ctrl($0) }
    let letters = (32..<127).map { Key.char(Character(Unicode.Scalar(UInt8($0)))) }
      .filter { $0 != .char("y") }
    let pasted: [Key] = ["y", "q\nx\ny\u{1B}", "売上 e\u{301}\u{200D}\u{1B}[31m", ""].map {
      .paste($0)
    }
    return named + controls + letters + pasted + [.focus(true), .focus(false)]
  }()

  @Test(arguments: Gallery.all, [UInt64.random(in: 0 ... .max)])
  func nothingBreaksAndNothingIsSent(_ exhibit: Exhibit, seed: UInt64) async {
    var dice = Dice(state: seed)
    let stage = await Stage.showing(exhibit)
    for _ in 0..<Self.keysPerExhibit {
      stage.app.dispatch(.keys([key(on: stage, using: &dice)]))
      stage.app.isFinished = false
      if dice.once(in: 10) {
        stage.terminal.size = Size(
          rows: .random(in: 0...60, using: &dice), columns: .random(in: 0...200, using: &dice))
        stage.app.dispatch(.resized)
      }
      stage.app.draw()
    }
    await stage.settle()
    #expect(stage.sent.isEmpty, "seed \(seed)")
    #expect(stage.app.frame() == stage.app.frame(), "seed \(seed)")
  }

  /// Not what would write a file into the folder of the tests.
  private func key(on stage: Stage, using dice: inout Dice) -> Key {
    if dice.once(in: 10) {
      let point = Point(
        row: .random(in: -1...61, using: &dice), column: .random(in: -1...201, using: &dice))
      let actions: [MouseEvent.Action] = [.press, .release, .drag, .wheelUp, .wheelDown, .double]
      return .mouse(
        MouseEvent(
          action: actions.randomElement(using: &dice) ?? .press,
          button: .random(in: 1...3, using: &dice), point: point))
    }
    let key = Self.keys.randomElement(using: &dice) ?? .escape
    let isNaming = stage.app.overlay is PodiumTUI.Palette || stage.app.overlay is Prompt
    return key == .enter && isNaming ? .escape : key
  }
}
