// Filters, panes and jumps of the runs list.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct RunsViewTests {
  private func names(_ stage: Stage) -> Int {
    let marks = GlyphSet.unicode.marks
    let signs = [
      marks.failed, marks.succeeded, marks.running, marks.queued, marks.warning, marks.cancelled,
      marks.skipped,
    ]
    return stage.rows.dropFirst(4).dropLast().filter { row in
      signs.contains { row.dropFirst(2).hasPrefix($0) }
    }.count
  }

  @Test func numberKeysChooseAPaneAndBack() {
    let stage = Stage()
    #expect(names(stage) == 10)
    stage.press("1")
    #expect(names(stage) == 2)
    stage.press("1")
    #expect(names(stage) == 10)
    stage.press("2", "esc")
    #expect(names(stage) == 10)
  }

  @Test func tabGoesThroughThePanesThatHoldSomething() {
    let stage = Stage()
    stage.press("tab")
    #expect(stage.row(containing: "status:failed") != nil)
    stage.press("shift-tab", "shift-tab")
    #expect(stage.row(containing: "status:skipped") != nil)
  }

  @Test func aFilterWorksWhileItIsTypedAndEscapeTakesItBack() {
    let stage = Stage()
    stage.press("/")
    stage.type("nightly")
    #expect(names(stage) == 2)
    stage.press("esc")
    #expect(names(stage) == 10)
    stage.press("/")
    stage.type("cause:ora-01555")
    stage.press("enter")
    #expect(names(stage) == 1)
  }

  @Test func aFilterThatIsNotUnderstoodKeepsWhatWasGoodAndSaysWhy() {
    let stage = Stage()
    stage.press("/")
    stage.type("status:failed")
    #expect(stage.lastRow.hasSuffix("2 of 10 loaded "))
    stage.type(" took>1")
    #expect(names(stage) == 2)
    #expect(stage.row(containing: "write 90s, 10m, 2h or 1d") != nil)
    // It is put right, not taken.
    stage.press("enter")
    #expect(stage.app.overlay is Prompt)
    stage.type("m")
    #expect(names(stage) == 1)
    #expect(stage.lastRow.hasSuffix("1 of 10 loaded "))
    stage.press("enter")
    #expect(stage.app.overlay == nil)
    #expect(stage.row(containing: "status:failed took>1m") != nil)
  }

  @Test func pipelinesUnderstandTheSameLanguage() {
    let stage = Stage()
    stage.press("p", "/")
    stage.type("tasks>5 | schedule:\"every 15\"")
    #expect(stage.lastRow.hasSuffix("3 of 5 loaded "))
  }

  @Test func theSelectionSurvivesAFilterThatKeepsIt() {
    let stage = Stage()
    stage.press("down", "1")
    #expect(stage.selectedRow?.contains("JDE") == true)
    stage.press("0")
    #expect(stage.selectedRow?.contains("JDE") == true)
  }

  @Test func nJumpsFromProblemToProblem() {
    let stage = Stage()
    stage.press("n")
    #expect(stage.selectedRow?.contains("JDE") == true)
    stage.press("n", "n")
    #expect(stage.selectedRow?.contains("Freshness") == true)
    stage.press("n")
    #expect(stage.lastRow.contains("no problem further down"))
    stage.press("N")
    #expect(stage.selectedRow?.contains("dbt finance") == true)
  }

  @Test func lOpensTheLogOfTheTaskThatFailed() {
    let stage = Stage()
    stage.press("down", "l")
    let expected = TextTarget(runID: Fixture.runID(2), taskRunID: TaskRun.ID("task-2-3"))
    #expect(stage.app.stack.top.place == .text(expected))
    stage.press("esc", "up", "l")
    #expect(stage.app.stack.top.place == .run(Fixture.runID(1)))
    #expect(stage.lastRow.contains("choose a task"))
  }

  @Test func columnsGiveWayFromTheLeastImportantOn() {
    let titles = ["STATUS", "PIPELINE", "CAUSE", "STARTED", "TOOK", "TRIGGER", "ENV", "TASKS"]
    var shown = titles.count
    for columns in stride(from: 140, to: 50, by: -1) {
      let stage = Stage(Size(rows: 10, columns: columns))
      let header = stage.rows[3]
      let present = titles.prefix { header.contains($0) }.count
      #expect(present <= shown, "\(columns)")
      let others = titles.dropFirst(present).filter { header.contains($0) }
      #expect(others == [], "\(columns): \(header)")
      shown = present
    }
  }
}
