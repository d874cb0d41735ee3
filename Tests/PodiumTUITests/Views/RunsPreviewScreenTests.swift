// Golden screens of the runs list with its choosers, marks and previews.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct RunsPreviewScreenTests {
  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)])
  func sortedByDuration(_ size: Size) {
    let stage = Stage(size)
    stage.press("s", "o")
    stage.rest()
    stage.expectGolden("runs-sorted")
  }

  @Test(arguments: [
    Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 16, columns: 60),
  ])
  func whatToSortBy(_ size: Size) {
    let stage = Stage(size)
    stage.press("s", "down", "down")
    stage.expectGolden("runs-sort")
  }

  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 16, columns: 60)])
  func whichColumns(_ size: Size) {
    let stage = Stage(size)
    stage.press(",", "down", "down", "space", "J")
    stage.expectGolden("runs-columns")
  }

  @Test func otherColumns() {
    let stage = Stage(Size(rows: 24, columns: 120))
    var memory = ViewMemory()
    memory.columns = ["status", "pipeline", "branch", "commit", "version", "queued", "ended", "id"]
    memory.sort = ListSort("version", descending: true)
    stage.app.memory.apply(.view("runs", memory))
    stage.app.dispatch(.tick)
    stage.expectGolden("runs-other-columns")
  }

  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)])
  func markedRuns(_ size: Size) {
    let stage = Stage(size)
    stage.press("down", "space", "down", "space", "end", "v", "up", "up")
    stage.rest()
    stage.expectGolden("runs-marked")
  }

  @Test func aPreviewThatWasAskedForOnASmallScreen() {
    let stage = Stage()
    stage.press("down", "z")
    stage.rest()
    stage.expectGolden("runs-preview")
  }

  @Test func aPortraitScreen() {
    let stage = Stage(Size(rows: 40, columns: 70))
    stage.press("down")
    stage.rest()
    stage.expectGolden("runs-preview")
  }

  @Test func oneColumn() {
    let stage = Stage(Size(rows: 40, columns: 50))
    stage.press("down")
    stage.rest()
    stage.expectGolden("runs-preview")
  }

  @Test func aPreviewInASCII() {
    let stage = Stage(Size(rows: 40, columns: 120), glyphs: .ascii)
    stage.press("down", "space", "s", "t")
    stage.rest()
    stage.expectGolden("runs-preview-ascii")
    #expect(stage.rows.joined().filter { !$0.isASCII } == "")
  }

  /// The run under the cursor is running, and took longer than usual before.
  @Test func aRunningRun() {
    let usual = (11...20).map { number in
      Fixture.run(
        number, "Nightly ELT", number == 14 ? .failed : .succeeded, minutesAgo: number * 60,
        seconds: 900 + number)
    }
    let stage = Stage(
      Size(rows: 40, columns: 120),
      snapshot: Fixture.snapshot(Fixture.runs + usual) {
        let tasks = [
          Fixture.task(1, of: 3, "extract_orders", .succeeded, "AIRBYTE_CLOUD"),
          Fixture.task(2, of: 3, "load_orders", .running, "SNOWFLAKE"),
          Fixture.task(3, of: 3, "load_lines", .running, "SNOWFLAKE"),
          Fixture.task(4, of: 3, "marts", .queued, "DBT_CORE"),
        ]
        if let run = $0.run(Fixture.runID(3)) {
          $0.runDetails[run.id] = RunDetail(run: run, tasks: tasks, tasksTotal: 9)
          $0.freshness[.run(run.id)] = .fresh(at: Fixture.now)
        }
      })
    stage.press("down", "down")
    stage.rest()
    stage.expectGolden("runs-preview-running")
  }

  @Test func aFailureThatALaterRunHasFixed() {
    let later = Fixture.run(30, "dbt finance", .succeeded, minutesAgo: 20, seconds: 70) {
      ($0.environmentName, $0.branch) = ("staging", "feature/gl-ids")
    }
    let stage = Stage(
      Size(rows: 30, columns: 100), snapshot: Fixture.snapshot(Fixture.runs + [later]))
    stage.press("n", "n")
    stage.rest()
    stage.expectGolden("runs-preview-resolved")
  }
}
