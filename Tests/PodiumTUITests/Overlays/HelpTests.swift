// Help: what can be done here, found by its words, and done.
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct HelpTests {
  @Test func aSearchedLineIsRunAndHelpCloses() {
    let stage = Stage()
    stage.press("?", "/")
    stage.type("pipelines")
    stage.press("enter")
    #expect(stage.app.overlay == nil)
    #expect(stage.rows[1].contains("Pipelines"))
  }

  @Test func arrowsChooseAndEnterRuns() {
    let stage = Stage()
    stage.press("?", "/")
    stage.type("id")
    stage.press("down", "up", "esc")
    #expect(stage.app.overlay is Help, "Esc takes the search away first")
    stage.press("/")
    stage.type("copy the id")
    stage.press("enter")
    #expect(stage.terminal.copied == [Fixture.runID(1).text])
  }

  @Test func whatCannotBeDoneSaysWhyAndStays() {
    let stage = Stage(snapshot: Fixture.snapshot { $0.source.readOnly = .option })
    stage.press("?", "/")
    stage.type("cancel-run")
    stage.press("enter")
    #expect(stage.app.overlay is Help)
    #expect(stage.app.message?.text.contains("--read-only") == true)
  }

  @Test func lettersMoveUntilASearchBegins() {
    let stage = Stage()
    stage.press("?", "j", "k", "G", "q")
    #expect(stage.app.overlay == nil)
    stage.press("?", "/")
    stage.type("q")
    #expect(stage.app.overlay is Help && stage.lastRow.contains("/ q"))
    stage.press("esc", "esc")
    #expect(stage.app.overlay == nil)
  }

  @Test func nothingFoundIsSaid() {
    let stage = Stage()
    stage.press("?", "/")
    stage.type("zzzz")
    #expect(stage.lastRow.contains("nothing says that"))
    stage.press("enter")
    #expect(stage.app.message?.text.contains("zzzz") == true)
  }

  @Test func theUsersKeysAndCommandsAreThere() {
    let stage = Stage()
    stage.configure(
      """
      keys: {runs: {rerun: f4, cancel-run: []}}
      commands: {runbook: {run: [rb, "{pipeline}"], key: ctrl-o, summary: opens the runbook}}
      """)
    stage.press("?")
    #expect(stage.row(containing: "rerun: from failed")?.contains("f4") == true)
    #expect(stage.row(containing: "cancel the run") == nil)
    #expect(stage.row(containing: "runbook: opens the runbook")?.contains("ctrl-o") == true)
    stage.expectGolden("help-own")
  }

  @Test func theChosenLineIsAlwaysOnTheScreen() {
    for size in [Size(rows: 16, columns: 60), Size(rows: 40, columns: 120)] {
      let stage = Stage(size)
      stage.press("?")
      for _ in 0..<80 {
        #expect(stage.rows.contains { $0.contains("▌") }, "\(size)")
        stage.press("down")
      }
    }
  }

  @Test func searchingKeepsTheHeadings() {
    let stage = Stage(Size(rows: 16, columns: 60))
    stage.press("?", "/")
    stage.type("problem")
    stage.expectGolden("help-search")
  }

  @Test func aLineThatCannotBeDoneIsDimmed() {
    let stage = Stage(snapshot: Fixture.snapshot { $0.source.readOnly = .option })
    stage.press("?", "/")
    stage.type("trigger")
    stage.press("enter")
    stage.expectGolden("help-disabled")
  }
}
