// What keys and news do: selection by id, whole bursts of keys, reasons, dialogs with frozen
// targets.
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct AppTests {
  @Test func theSelectionStaysOnItsRunWhenNewOnesArrive() {
    let stage = Stage()
    stage.press("down", "down", "down", "down")
    #expect(stage.selectedRow?.contains("dbt finance") == true)
    let fresh = (20...25).map { Fixture.run($0, "Newcomer", .running, minutesAgo: 0) }
    stage.show(Fixture.snapshot(fresh + Fixture.runs, generation: 2))
    #expect(stage.selectedRow?.contains("dbt finance") == true)
  }

  @Test func aBurstOfKeysMakesOneFrame() {
    let runs = (0..<300).map { Fixture.run($0, "Run \($0)", .succeeded, minutesAgo: $0) }
    let stage = Stage(snapshot: Fixture.snapshot(runs))
    let before = stage.terminal.frames.count
    stage.app.dispatch(.keys(Array(repeating: .char("j"), count: 100)))
    stage.app.draw()
    stage.app.draw()
    #expect(stage.terminal.frames.count == before + 1)
    #expect(stage.selectedRow?.contains("Run 100") == true)
  }

  @Test func movingTheCursorChangesTwoRowsAndThePositionOnly() {
    let runs = (0..<3000).map { Fixture.run($0, "Run \($0)", .succeeded, minutesAgo: $0) }
    let stage = Stage(Size(rows: 40, columns: 120), snapshot: Fixture.snapshot(runs))
    stage.press("j")
    let frames = stage.terminal.frames.suffix(2)
    let changes = frames[frames.endIndex - 1].changes(from: frames[frames.startIndex])
    #expect(Set(changes.map(\.row)) == [1, 4, 5])
    let cells = changes.reduce(0) { $0 + $1.columns.count }
    #expect(cells < 60, "\(changes)")
  }

  @Test func anOlderSnapshotIsNotShown() {
    let stage = Stage(snapshot: Fixture.snapshot(generation: 5))
    stage.show(Fixture.snapshot([], generation: 4))
    #expect(stage.selectedRow != nil)
  }

  @Test func nothingIsDrawnWhenNothingHappened() {
    let stage = Stage()
    let before = stage.terminal.frames.count
    stage.app.draw()
    #expect(stage.terminal.frames.count == before)
  }

  @Test func theScreenIsTrueUntilTheNextSecondOnlyWhileSomethingRuns() {
    let running = Stage()
    running.clock.now = Fixture.now + .milliseconds(300)
    #expect(running.app.tickDelay == .milliseconds(702))
    let done = Stage(
      snapshot: Fixture.snapshot([Fixture.run(1, "Done", .succeeded, minutesAgo: 5)]))
    done.clock.now = Fixture.now + .milliseconds(300)
    #expect(done.app.tickDelay == .milliseconds(59_702))
  }

  @Test func aSecondChangesOnlyDurations() {
    let stage = Stage()
    stage.clock.now = Fixture.now + .seconds(1)
    stage.app.dispatch(.tick)
    stage.app.draw()
    let frames = stage.terminal.frames
    let changes = frames[frames.count - 1].changes(from: frames[frames.count - 2])
    #expect(changes.allSatisfy { $0.columns.count <= 2 }, "\(changes)")
    #expect(changes.count == 2)
  }

  @Test func aWallboardReturnsToTheNewestRuns() {
    let old = (100..<130).map { Fixture.run($0, "Old \($0)", .succeeded, minutesAgo: $0) }
    let stage = Stage(Size(rows: 20, columns: 80), snapshot: Fixture.snapshot(old))
    let new = (10..<60).map { Fixture.run($0, "New \($0)", .succeeded, minutesAgo: $0) }
    stage.show(Fixture.snapshot(new + old, generation: 2))
    #expect(stage.selectedRow?.contains("Old 100") == true, "somebody may be looking at it")
    stage.clock.now = Fixture.now + App.restAfter
    stage.app.dispatch(.tick)
    #expect(stage.selectedRow?.contains("New 10") == true)
  }

  @Test func whoeverScrolledDownStaysThere() {
    let runs = (10..<90).map { Fixture.run($0, "Run \($0)", .succeeded, minutesAgo: $0) }
    let stage = Stage(Size(rows: 20, columns: 80), snapshot: Fixture.snapshot(runs))
    stage.press("G")
    stage.clock.now = Fixture.now + .seconds(3600)
    stage.app.dispatch(.tick)
    #expect(stage.selectedRow?.contains("Run 89") == true)
  }

  @Test func longAnswersTakeMoreLines() {
    let stage = Stage(Size(rows: 20, columns: 60))
    let words = (1...20).map { "word\($0)" }.joined(separator: " ")
    stage.app.dispatch(.said(.error(words)))
    #expect(stage.lastRow.contains("word20"))
    stage.press("down")
    #expect(stage.lastRow.contains("help"))
  }

  @Test func disabledKeysAnswerWithTheReason() {
    let stage = Stage()
    stage.press("down", "x")
    #expect(stage.lastRow.contains("this run has ended"))
    stage.press("up", "r")
    #expect(stage.lastRow.contains("has not ended"))
    stage.press("Z")
    #expect(stage.lastRow.contains("Z means nothing here"))
  }

  @Test(arguments: ["r", "t", "x"]) func readOnlyDisablesWritesAndSaysWhy(_ key: String) {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.source = SourceLabel(
          profile: "acme", host: "h", readOnly: .profile("acme"))
      })
    stage.press(key)
    #expect(stage.row(containing: "read-only: profile acme") != nil)
    stage.press("p", key == "t" ? "t" : "z")
    if key == "t" { #expect(stage.row(containing: "read-only: profile acme") != nil) }
  }

  @Test func aDialogKeepsItsTargetWhenTheListMoves() throws {
    let stage = Stage()
    stage.press("x")
    let before = try #require(stage.app.overlay as? Confirm)
    stage.show(
      Fixture.snapshot([Fixture.run(99, "Other", .running, minutesAgo: 0)], generation: 2))
    let after = try #require(stage.app.overlay as? Confirm)
    #expect(after.request.preview.path == before.request.preview.path)
    #expect(after.request.preview.path.contains(Fixture.runID(1).text))
  }

  @Test func enterAndEscapeSendNothing() {
    for key in ["enter", "esc", "n", "q"] {
      let stage = Stage()
      stage.press("x", key)
      #expect(stage.app.overlay == nil)
      #expect(stage.lastRow.contains("nothing was sent"))
    }
  }

  @Test func escapeGoesBackAndQLeaves() {
    let stage = Stage()
    stage.press("enter", "esc")
    #expect(stage.app.stack.isAtFirst)
    stage.press("esc")
    #expect(stage.lastRow.contains("q quits"))
    #expect(!stage.app.isFinished)
    stage.press("enter", "q")
    #expect(stage.app.stack.isAtFirst && !stage.app.isFinished)
    stage.press("q")
    #expect(stage.app.isFinished)
  }

  @Test func yCopiesTheIdAndShowsIt() {
    let stage = Stage()
    stage.press("down", "y")
    #expect(stage.terminal.copied == [Fixture.runID(2).text])
    #expect(stage.lastRow.contains(Fixture.runID(2).text))
  }

  @Test func pastedTextIsNotTakenAsKeys() {
    let stage = Stage()
    stage.app.dispatch(.keys([.paste("qxy")]))
    #expect(!stage.app.isFinished && stage.app.overlay == nil)
  }

  @Test func theWheelMovesAFewRows() {
    let stage = Stage()
    let event = MouseEvent(action: .wheelDown, button: 0, point: .zero)
    stage.app.dispatch(.keys([.mouse(event)]))
    #expect(stage.selectedRow?.contains("Inventory") == true)
    let press = MouseEvent(action: .press, button: 1, point: .zero)
    stage.app.dispatch(.keys([.mouse(press)]))
    #expect(stage.selectedRow?.contains("Inventory") == true)
  }

  @Test func aRunThatWasStartedIsFollowed() {
    let stage = Stage()
    stage.press("down", "enter")
    let result = OperationResult(
      value: .null, message: "started run 77", startedRun: Fixture.runID(77))
    stage.app.dispatch(.performed(.done(result)))
    #expect(stage.app.stack.entries.map(\.place) == [.runs, .run(Fixture.runID(77))])
    #expect(stage.lastRow.contains("started run 77"))
  }

  @Test func rerunFromFailedTakesTwoKeysAndAYesAndIsFollowed() async {
    let stage = Stage()
    stage.connect(
      outcome: .done(
        OperationResult(
          value: .null, message: "started run 00000077", startedRun: Fixture.runID(77))))
    stage.press("down", "r", "f", "y")
    await stage.settle()
    #expect(
      stage.sent.map(\.preview.body) == [
        #"{"branch":"main","commit":"a6dba8812345","environment":"prod","retryFromFailed":true}"#
      ])
    #expect(stage.app.stack.top.place == .run(Fixture.runID(77)))
  }

  @Test func onProductionTheSameTakesTheNameAndAnotherYes() async {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.source = SourceLabel(profile: "acme-prod", host: "h", isProduction: true)
      })
    stage.connect()
    stage.press("down", "r", "f", "y", "tab", "y")
    await stage.settle()
    #expect(stage.sent.isEmpty && stage.lastRow.contains("type jde_balances first"))
    stage.type("jde_balances")
    stage.press("tab")
    await stage.settle()
    #expect(stage.sent.isEmpty)
    stage.press("y")
    await stage.settle()
    #expect(stage.sent.count == 1)
  }

  @Test func aWriteWithoutAnAnswerIsToldAsSuch() {
    let stage = Stage()
    stage.app.dispatch(
      .performed(.unknown("it is not known whether the start arrived: look first")))
    #expect(stage.lastRow.contains("not known whether"))
  }

  @Test func allSizesCanBeDrawn() {
    for rows in [0, 1, 2, 3, 4, 5, 7, 11] {
      for columns in [0, 1, 2, 5, 13, 40, 300] {
        let stage = Stage(Size(rows: rows, columns: columns))
        for keys in [["?"], ["esc", ":"], ["esc", "down", "r"], ["esc", "t"], ["esc", "enter"]] {
          for key in keys { stage.press(key) }
          #expect(stage.app.frame().size == Size(rows: rows, columns: columns))
        }
      }
    }
  }

  @Test func hostileTextReachesNoCell() {
    let evil = "\u{1B}[31mred\u{1B}]0;title\u{07}\u{202E}drow\u{200B}\u{9B}2J\u{0}\r\nend"
    let runs = Fixture.runs.map { run in
      var run = run
      run.pipelineName = evil
      run.message = evil
      run.environmentName = evil
      run.branch = evil
      run.triggeredBy = [TriggeredBy(type: evil)]
      return run
    }
    let stage = Stage(
      snapshot: Fixture.snapshot(runs) {
        $0.source = SourceLabel(profile: evil, host: evil)
        $0.workspace.pipelines[0].name = evil
        $0.traffic.requests = [
          RequestRecord(at: Fixture.now, method: evil, target: evil, priority: evil)
        ]
      })
    for keys in [["r"], ["esc", "enter"], ["p"], ["b"], [":"]] {
      for key in keys { stage.press(key) }
      let scalars = stage.rows.joined().unicodeScalars
      let isClean = scalars.allSatisfy { scalar in
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
          && !(0x200B...0x200F).contains(scalar.value)
          && !(0x202A...0x202E).contains(scalar.value)
      }
      #expect(isClean, "\(keys)")
    }
  }

  @Test func aScreenshotIsAGolden() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/now.screen"
    let stage = Stage()
    stage.connect()
    let expected = ScreenText.write(stage.app.frame()) { Role(style: $0)?.rawValue }
    stage.press(":")
    stage.type("screenshot \(path)")
    stage.press("enter")
    await stage.settle()
    #expect(try Files.text(path) == expected)
    #expect(ScreenText.read(expected) { Role(rawValue: $0)?.style } == stage.terminal.frames[0])
    #expect(stage.row(containing: "written:") != nil)
  }

  @Test func themesChangeWhileItRuns() {
    let stage = Stage()
    stage.press(":")
    stage.type("theme sixteen")
    stage.press("enter")
    #expect(stage.app.options.theme.name == "sixteen")
    #expect(stage.lastRow.contains("theme sixteen"))
  }
}
