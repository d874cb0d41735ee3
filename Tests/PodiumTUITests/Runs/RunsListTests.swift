// Order, marks and preview of the runs list.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct RunsListTests {
  private let wide = Size(rows: 40, columns: 120)

  private func view(_ stage: Stage) -> RunsView? { stage.app.stack.top.view as? RunsView }

  private func numbers(_ stage: Stage) -> [Int] {
    guard let rows = view(stage)?.rows else { return [] }
    return (0..<rows.count).map { Int(rows[$0].id.text.suffix(3)) ?? -1 }
  }

  // MARK: Order

  @Test func sortingLooksAtTheFirstRowUntilSomebodyChoosesOne() {
    let stage = Stage()
    stage.press("s", "o")
    #expect(numbers(stage).prefix(4) == [10, 7, 3, 2])
    #expect(stage.selectedRow?.contains("Warehouse") == true)
    stage.show(
      Fixture.snapshot(
        Fixture.runs + [Fixture.run(11, "Long one", .succeeded, minutesAgo: 600, seconds: 9_000)],
        generation: 2))
    #expect(stage.selectedRow?.contains("Long one") == true, "live updates keep the order")
    stage.press("down", "S")
    #expect(numbers(stage).last == 4, "runs without a duration stand last both ways")
    #expect(stage.selectedRow?.contains("Warehouse") == true, "the selection follows its run")
  }

  @Test func theOrderIsRememberedAndAHiddenColumnSaysSo() {
    let stage = Stage()
    stage.press("s", "v")
    #expect(stage.app.memory.views["runs"]?.sort == ListSort("version", descending: true))
    #expect(stage.rows[1].contains("by version▼"))
    #expect(numbers(stage).first == 2)
    stage.press("s", "home", "enter")
    #expect(stage.app.memory.views["runs"]?.sort == nil)
    #expect(numbers(stage) == Array(1...10))
  }

  @Test func turningRoundTheUsualOrderShowsTheOldestFirst() {
    let stage = Stage()
    stage.press("S")
    #expect(numbers(stage).first == 10)
    #expect(numbers(stage).last == 1)
    #expect(stage.rows[3].contains("STARTED▲"))
  }

  @Test func sortingByCauseBringsTheSameErrorsTogether() {
    let stage = Stage()
    stage.press("s", "c")
    #expect(numbers(stage).prefix(3) == [6, 2, 5])
  }

  @Test func aLongListIsOrderedBetweenKeys() {
    let many = (1...20_000).map { number in
      Fixture.run(number, "P\(number % 7)", .succeeded, minutesAgo: number, seconds: number % 977)
    }
    let stage = Stage(snapshot: Fixture.snapshot(many))
    stage.press("s", "o")
    var turns = 0
    while view(stage)?.rows.hasMoreWork == true, turns < 100 {
      #expect(stage.app.tickDelay == .zero)
      stage.app.dispatch(.tick)
      turns += 1
    }
    #expect(turns > 0)
    let took = (0..<20_000).compactMap { view(stage)?.rows[$0].duration(now: Fixture.now) }
    #expect(took == took.sorted(by: >))
  }

  // MARK: Marks

  @Test func spaceMarksAndMovesOnAndMarksSurviveOrderAndFilter() {
    let stage = Stage()
    stage.press("down", "space", "space")
    #expect(stage.rows[1].contains("2 marked"))
    #expect(stage.selectedRow?.contains("Inventory") == true)
    stage.press("s", "o", "1")
    #expect(stage.rows[1].contains("2 marked"), "also those that the filter hides")
    #expect(stage.row(containing: "JDE")?.contains("◆") == true)
    #expect(view(stage)?.targets(stage.app.context()) == [Fixture.runID(2), Fixture.runID(3)])
  }

  @Test func aRangeFollowsTheCursorUntilItIsEnded() {
    let stage = Stage()
    stage.press("v", "down", "down", "down", "up")
    #expect(stage.rows[1].contains("3 marked, range"))
    stage.press("v", "down")
    #expect(stage.rows[1].contains("3 marked "))
    stage.press("U")
    #expect(!stage.rows[1].contains("marked"))
  }

  @Test func escapeTakesTheMarksFirstAndTheFilterThen() {
    let stage = Stage()
    stage.press("1", "space", "esc")
    #expect(view(stage)?.marks.isEmpty == true)
    #expect(view(stage)?.pane == .failed)
    stage.press("esc")
    #expect(view(stage)?.pane == nil)
  }

  @Test func withoutMarksTheTargetIsTheSelectedRun() {
    let stage = Stage()
    stage.press("down")
    #expect(view(stage)?.targets(stage.app.context()) == [Fixture.runID(2)])
  }

  @Test func actionsOnMarkedRunsOpenAPlanAndSendNothingByThemselves() {
    let stage = Stage()
    stage.connect()
    stage.press("down", "space", "down", "down", "space", "r")
    #expect(stage.row(containing: "Rerun from failed: 2 runs") != nil)
    #expect(stage.sent.isEmpty)
  }

  // MARK: Preview

  @Test func thePreviewFollowsWhenTheSelectionRests() {
    let stage = Stage(wide)
    stage.press("down")
    #expect(stage.row(containing: "─ Salesforce sync") != nil, "still the run before")
    stage.clock.now = stage.clock.now + RunPreview.showsAfter
    stage.app.dispatch(.tick)
    #expect(stage.row(containing: "─ JDE Account Balances") != nil)
    #expect(stage.row(containing: "rollback segment number 12 with name") != nil)
  }

  @Test func walkingThroughTheListAsksForNothing() {
    let stage = Stage(wide)
    for _ in 0..<5 {
      stage.press("down")
      stage.clock.now = stage.clock.now + .milliseconds(300)
      stage.app.dispatch(.tick)
    }
    #expect(view(stage)?.queries == [.runs, .pipelines])
    let asksAt = stage.app.tickDelay
    #expect(asksAt <= RunPreview.asksAfter)
    stage.rest()
    #expect(view(stage)?.queries == [.runs, .pipelines, .run(Fixture.runID(6))])
    #expect(stage.app.tickDelay > .seconds(0.5), "and then nothing wakes it any more")
  }

  @Test func whenTheBudgetIsNearlyUsedNothingIsAskedForAndThatIsSaid() {
    let stage = Stage(wide, snapshot: Fixture.snapshot { $0.traffic.budget.usedLastMinute = 40 })
    stage.press("n", "n")
    stage.rest()
    #expect(view(stage)?.queries == [.runs, .pipelines])
    #expect(stage.row(containing: "not asked for: 40 of 50 requests") != nil)
    #expect(stage.row(containing: "Got 312 results") != nil, "what is known is there at once")
  }

  @Test func zTakesThePreviewAwayAndBringsItBack() {
    let stage = Stage(wide)
    #expect(stage.row(containing: "─ Salesforce sync") != nil)
    stage.press("z")
    #expect(stage.row(containing: "─ Salesforce sync") == nil)
    #expect(view(stage)?.queries == [.runs, .pipelines])
    stage.press("+")
    #expect(stage.lastRow.contains("z shows the preview"))
    stage.press("z")
    #expect(stage.row(containing: "─ Salesforce sync") != nil)
    let small = Stage(Size(rows: 10, columns: 80))
    small.press("z")
    #expect(small.lastRow.contains("no room for a preview"))
  }

  @Test func thePanesGrowAndShrinkWithinTheirBounds() {
    func heading(_ stage: Stage) -> Int {
      stage.rows.firstIndex { $0.contains("─ Salesforce sync") } ?? -1
    }
    let stage = Stage(wide)
    let before = heading(stage)
    stage.press("-")
    #expect(heading(stage) < before)
    for _ in 0..<40 { stage.press("+") }
    #expect(stage.app.memory.views["runs"]?.listPercent == 80)
    #expect(heading(stage) > before)
  }

  @Test func theListAndItsPreviewFitInEverySize() {
    for rows in stride(from: 1, through: 62, by: 3) {
      for columns in stride(from: 1, through: 210, by: 19) {
        let stage = Stage(Size(rows: rows, columns: columns))
        stage.press("z", "down", "J", "space")
        stage.rest()
        #expect(stage.rows.count == rows)
      }
    }
  }
}
