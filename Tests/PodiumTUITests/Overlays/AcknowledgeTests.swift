// What somebody says about a problem: what is kept, what it changes, and how it ends.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct AcknowledgeTests {
  nonisolated static let sizes = [
    Size(rows: 40, columns: 120), Size(rows: 24, columns: 80), Size(rows: 16, columns: 60),
  ]

  private func stage(_ size: Size = Size(rows: 24, columns: 100)) -> Stage {
    let stage = Stage(size, snapshot: ProblemsScreenTests.snapshot())
    stage.app.options.user = "ana"
    stage.press("!")
    return stage
  }

  @Test(arguments: sizes) func theMenu(_ size: Size) {
    let stage = stage(size)
    stage.press("a", "down")
    stage.type("vendor is down, ticket 4711")
    stage.expectGolden("acknowledge")
  }

  @Test func anAcknowledgedProblemStandsBelowAndSaysWho() {
    let stage = stage()
    stage.press("a")
    stage.type("  vendor is down ")
    stage.press("enter")
    #expect(stage.lastRow.contains("acknowledged until another run fails"))
    #expect(stage.rows[1].contains("5 open, 1 seen, 1 resolved"))
    #expect(stage.row(containing: "✗ failed")?.contains("JDE") == true)
    // The next one is at hand, not the one that was just dealt with.
    #expect(stage.selectedRow?.contains("Month end close") == true)
    let wide = Stage(Size(rows: 40, columns: 200), snapshot: ProblemsScreenTests.snapshot())
    wide.app.memory = stage.app.memory
    wide.press("!")
    #expect(wide.row(containing: "seen by ana just now: “vendor is down”") != nil)
    wide.expectGolden("problems-seen")
  }

  @Test func anotherFailureBringsItBack() {
    let stage = stage()
    stage.press("a", "enter")
    #expect(stage.rows[1].contains("1 seen"))
    let jde = "JDE Account Balances + Forecast 2.0"
    var runs = ProblemsScreenTests.runs
    runs.append(Fixture.run(90, jde, .failed, minutesAgo: 1, seconds: 20))
    stage.show(
      Fixture.snapshot(runs, generation: 2) { $0.source.productionEnvironments = ["prod"] })
    #expect(stage.rows[1].contains("6 open, 1 resolved"))
    #expect(stage.row(containing: "×5") != nil)
  }

  @Test func aSnoozeEndsWhenItIsDue() {
    let stage = stage()
    stage.press("a", "down", "enter")
    #expect(stage.lastRow.contains("snoozed until 04:12"))
    #expect(stage.rows[1].contains("5 open, 1 seen"))
    stage.clock.now = Fixture.now + .seconds(3599)
    stage.app.dispatch(.tick)
    #expect(stage.rows[1].contains("5 open, 1 seen"))
    stage.clock.now = Fixture.now + .seconds(3600)
    stage.app.dispatch(.tick)
    #expect(stage.rows[1].contains("6 open"))
  }

  @Test func whatWasSaidCanBeTakenBack() {
    let stage = stage()
    stage.press("a", "enter")
    stage.press("G", "up")
    #expect(stage.selectedRow?.contains("JDE") == true)
    stage.press("a", "up")
    #expect(stage.row(containing: "take back") != nil)
    stage.press("enter")
    #expect(stage.rows[1].contains("6 open, 1 resolved"))
    #expect(stage.app.memory.acknowledgements.isEmpty)
  }

  @Test func itIsTheSameFromTheListOfRuns() {
    let stage = Stage(Size(rows: 24, columns: 100), snapshot: ProblemsScreenTests.snapshot())
    stage.press("1", "a")
    #expect(stage.row(containing: "acknowledge") != nil)
    stage.press("enter", "!")
    #expect(stage.rows[1].contains("1 seen"))
  }

  @Test func tomorrowIsTheNextDayOfTheClockOnTheWall() {
    #expect(Fixture.now.tomorrow(hour: 8).iso8601.hasPrefix("2026-11-22T08:00:00"))
    let late = Timestamp(iso8601: "2026-12-31T23:59:59Z") ?? Fixture.now
    #expect(late.tomorrow(hour: 8).iso8601.hasPrefix("2027-01-01T08:00:00"))
  }
}
