// The problems in all sizes and states.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct ProblemsScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes

  /// A night in which things broke, one of them again and again, some of them fixed.
  static var runs: [PipelineRun] {
    var runs = Fixture.runs
    let jde = "JDE Account Balances + Forecast 2.0"
    for (number, minutes) in [(20, 27), (21, 42), (22, 57)] {
      runs.append(Fixture.run(number, jde, .failed, minutesAgo: minutes, seconds: 203))
    }
    runs.append(Fixture.run(23, jde, .succeeded, minutesAgo: 72, seconds: 180))
    runs.append(Fixture.run(24, "Inventory", .failed, minutesAgo: 300, seconds: 20))
    runs.append(Fixture.run(25, "Inventory", .succeeded, minutesAgo: 288, seconds: 75))
    runs.append(Fixture.run(26, "Web log archive", .running, minutesAgo: 190))
    for number in 30..<36 {
      runs.append(
        Fixture.run(
          number, "Web log archive", .succeeded, minutesAgo: number * 60, seconds: number * 60))
    }
    runs.append(Fixture.run(40, "Month end close", .cancelling, minutesAgo: 22))
    runs.append(Fixture.run(41, "Ad hoc export", .warning, minutesAgo: 1600, seconds: 75))
    return runs
  }

  static func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
    Fixture.snapshot(runs) {
      $0.source.productionEnvironments = ["prod"]
      $0.notes.failureCauses[Fixture.runID(24)] = FailureCause(
        taskRunID: "t", taskID: "count", taskName: "count", integration: "HTTP",
        errorLine: "HTTP 503 Service Unavailable")
      change(&$0)
    }
  }

  private func stage(_ snapshot: Snapshot?, _ size: Size = Size(rows: 24, columns: 80)) -> Stage {
    let stage = Stage(size, snapshot: snapshot)
    stage.press("!")
    return stage
  }

  @Test(arguments: sizes) func aBadNight(_ size: Size) {
    stage(Self.snapshot(), size).expectGolden("problems-usual")
  }

  @Test func asciiForTerminalsWithoutUnicode() {
    let stage = Stage(snapshot: Self.snapshot(), glyphs: .ascii)
    stage.press("!")
    stage.expectGolden("problems-ascii")
    let others = stage.rows.joined().filter { !$0.isASCII }
    #expect(others == "")
  }

  @Test func whatWasFixedIsBehindOneLine() {
    let stage = stage(Self.snapshot(), Size(rows: 40, columns: 120))
    #expect(stage.row(containing: "by 3b80c185") == nil)
    stage.press("G", "enter")
    #expect(stage.row(containing: "by 3b80c185") != nil)
    stage.expectGolden("problems-resolved")
    stage.press("enter")
    #expect(stage.row(containing: "by 3b80c185") == nil)
  }

  @Test func severalProfilesInOneOrder() {
    let stage = Stage(Size(rows: 40, columns: 120), snapshot: Self.snapshot())
    var other = Fixture.snapshot([
      Fixture.run(80, "Billing export", .failed, minutesAgo: 3) {
        $0.message = "the bucket is full"
      }
    ])
    other.source = SourceLabel(profile: "beta", host: "h", isProduction: true)
    stage.app.dispatch(.other(other))
    stage.press("!")
    stage.expectGolden("problems-profiles")
    #expect(stage.selectedRow?.contains("Billing export") == true)
    stage.press("enter")
    #expect(stage.lastRow.contains("beta"))
  }

  @Test func nothingIsBroken() {
    let fine = Fixture.runs.filter { [.succeeded, .running, .queued].contains($0.status) }
    stage(Fixture.snapshot(fine)).expectGolden("problems-none")
  }

  @Test func nothingIsClaimedBeforeAllIsLoaded() {
    let fine = Fixture.runs.filter { $0.status == .succeeded }
    let stage = stage(
      Fixture.snapshot(fine) {
        $0.coverage.total = 2363
        $0.coverage.isComplete = false
      })
    #expect(stage.row(containing: "2 of 2,363 runs loaded: there may be more") != nil)
    stage.expectGolden("problems-partly")
  }

  @Test func nothingThereYet() { stage(nil).expectGolden("problems-loading") }

  @Test func aFilterHidesWhatDoesNotMatch() {
    let stage = stage(Self.snapshot(), Size(rows: 24, columns: 100))
    stage.press("/")
    stage.type("finance")
    stage.press("enter")
    #expect(stage.row(containing: "dbt finance") != nil)
    #expect(stage.row(containing: "JDE") == nil)
    stage.press("esc")
    #expect(stage.row(containing: "JDE") != nil)
  }

  @Test func keysAreThoseOfTheRuns() {
    let stage = stage(Self.snapshot(), Size(rows: 24, columns: 100))
    #expect(stage.selectedRow?.contains("JDE") == true)
    stage.press("l")
    #expect(stage.row(containing: "load_gl") != nil)
    stage.press("esc", "!", "enter")
    #expect(stage.row(containing: "3b80c185") != nil)
  }

  @Test(arguments: [sizes[0], sizes[1]]) func markedProblems(_ size: Size) {
    let stage = stage(Self.snapshot(), size)
    stage.press("space", "down", "v", "down", "v")
    stage.expectGolden("problems-marked")
    #expect(stage.row(containing: "3 marked") != nil)
    stage.press("esc")
    #expect(stage.row(containing: "marked") == nil)
  }

  @Test func aBulkIsAboutTheMarkedRunsAndNothingThatWasFixed() throws {
    let stage = stage(Self.snapshot(), Size(rows: 40, columns: 120))
    stage.press("space", "G", "enter", "G", "space")
    #expect(stage.lastRow.contains("a later run has fixed this already"))
    stage.press("g", "v", "G")
    let view = try #require(stage.app.stack.top.view as? ProblemsView)
    #expect(view.targets.count == view.problems.open.count, "the fixed ones are left out")
    stage.press("v", "U", "g", "space", "r")
    let bulk = try #require(stage.app.overlay as? BulkDialog)
    #expect(bulk.plan?.items.map(\.runID) == [Fixture.runID(2)])
  }

  @Test func severalAreAcknowledgedAtOnceEachForItself() throws {
    let stage = stage(Self.snapshot(), Size(rows: 40, columns: 120))
    stage.app.options.user = "ana"
    stage.press("space", "space", "a")
    #expect(stage.row(containing: "2 problems") != nil)
    stage.type("vendor is down")
    stage.press("enter")
    #expect(stage.row(containing: "2 problems: acknowledged until another run fails") != nil)
    let view = try #require(stage.app.stack.top.view as? ProblemsView)
    #expect(view.problems.seen.count == 2)
    let said = stage.app.memory.acknowledgements.values
    #expect(Set(said.map(\.about)) == Set(view.problems.seen.map(\.lastAt)))
    stage.rest()
    #expect(stage.rows.count { $0.contains("seen by ana") } == 2)
  }

  @Test func marksOfOneWorkspaceAtATimeAreRerun() {
    let stage = Stage(Size(rows: 40, columns: 120), snapshot: Self.snapshot())
    var other = Fixture.snapshot([
      Fixture.run(80, "Billing export", .failed, minutesAgo: 3) { $0.message = "no space" }
    ])
    other.source = SourceLabel(profile: "beta", host: "h")
    stage.app.dispatch(.other(other))
    stage.press("!", "v", "G", "v", "r")
    #expect(stage.lastRow.contains("a marked problem is in beta"))
    #expect(stage.app.overlay == nil)
  }

  @Test func thePreviewTellsWhatTheRunSaysWhicheverWorkspaceItIsIn() {
    let stage = Stage(Size(rows: 40, columns: 120), snapshot: Self.snapshot())
    var other = Fixture.snapshot([
      Fixture.run(80, "Billing export", .warning, minutesAgo: 3) { $0.message = "no space left" }
    ])
    other.source = SourceLabel(profile: "beta", host: "h")
    stage.app.dispatch(.other(other))
    stage.press("!")
    #expect(stage.row(containing: "✓ extract_jde") != nil, "the tasks of the selected run")
    while stage.selectedRow?.contains("Billing export") == false { stage.press("down") }
    stage.rest()
    #expect(stage.row(containing: "its tasks are in beta; Enter goes there") != nil)
    #expect(!stage.app.stack.top.view.queries.contains(.run(Fixture.runID(80))))
  }

  @Test func aDividerIsDraggedAndTheWheelScrollsThePreview() throws {
    let stage = stage(Self.snapshot(), Size(rows: 40, columns: 120))
    let line = try #require(stage.rows.firstIndex { $0.contains("─ JDE") })
    func event(_ action: MouseEvent.Action, _ row: Int, button: Int = 1) -> Event {
      .keys([.mouse(MouseEvent(action: action, button: button, point: Point(row: row, column: 9)))])
    }
    for action in [event(.press, line), event(.drag, line - 6), event(.release, line - 6)] {
      stage.app.dispatch(action)
    }
    let moved = try #require(stage.rows.firstIndex { $0.contains("─ JDE") })
    #expect(abs(moved - (line - 6)) <= 1)
    let before = stage.selectedRow
    stage.app.dispatch(event(.wheelDown, moved + 3, button: 0))
    #expect(stage.selectedRow == before, "the list stays")
  }
}
