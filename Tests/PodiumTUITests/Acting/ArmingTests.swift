// Writes that are off until they are armed, cancels that wait for the server, and bulks that go on
// without their dialog.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct ArmingTests {
  private func stage(_ change: (inout Snapshot) -> Void = { _ in }) -> Stage {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.source.armsWrites = true
        change(&$0)
      })
    stage.connect()
    return stage
  }

  @Test(arguments: ["r", "t", "x"]) func withoutArmsKeysSayWhatToDo(_ key: String) async {
    let stage = stage()
    stage.press("down", key)
    #expect(stage.app.overlay == nil)
    #expect(stage.lastRow.contains("A arms writes for 30 s"))
    stage.press("p", "down", "t")
    #expect(stage.app.overlay == nil && stage.lastRow.contains("A arms writes"))
  }

  @Test func armedWritesGoAndCarryTheirConsent() async {
    let stage = stage()
    stage.press("A", "down", "r", "y")
    await stage.settle()
    let arming = Arming(since: Fixture.now, in: stage.app.snapshot.source)
    #expect(stage.sent.map(\.consent) == [WriteConsent(at: Fixture.now, arming: arming)])
  }

  @Test func halfAMinuteLaterTheYOfAnOpenDialogIsRefusedAndAArmsAgain() async {
    let stage = stage()
    stage.press("A", "down", "r")
    stage.clock.now = Fixture.now + .seconds(30)
    stage.press("y")
    await stage.settle()
    #expect(stage.sent.isEmpty && stage.app.overlay is RerunMenu)
    #expect(stage.lastRow.contains("A arms writes"))
    stage.press("A", "y")
    await stage.settle()
    #expect(stage.sent.count == 1)
  }

  @Test func aSecondAPutsThemOff() {
    let stage = stage()
    stage.press("A", "A", "down", "r")
    #expect(stage.app.overlay == nil)
    #expect(stage.rows[0].contains("writes off"))
  }

  @Test func theCountdownTicksOnlyWhileItIsArmed() {
    let stage = Stage(
      snapshot: Fixture.snapshot([Fixture.runs[9]]) { $0.source.armsWrites = true })
    #expect(stage.app.tickDelay > .seconds(2))
    stage.press("A")
    #expect(stage.app.tickDelay <= .milliseconds(1002))
    #expect(stage.rows[0].contains("ARMED 30 s"))
    stage.clock.now = Fixture.now + .seconds(31)
    #expect(!stage.rows[0].contains("ARMED"))
    #expect(stage.app.tickDelay > .seconds(2))
  }

  @Test func elsewhereASaysThatNothingIsSwitchedOff() {
    let stage = Stage()
    stage.press("A")
    #expect(stage.lastRow.contains("not switched off"))
    #expect(!stage.rows[0].contains("ARMED"))
  }

  @Test func readOnlyIsNotArmed() {
    let stage = stage { $0.source.readOnly = .option }
    stage.press("A")
    #expect(stage.lastRow.contains("--read-only"))
  }
}

@Suite @UIActor struct CancelTests {
  private func stage(_ status: RunStatus, changedSecondsAgo: Int) -> Stage {
    Stage(
      snapshot: Fixture.snapshot([
        Fixture.run(1, "Salesforce sync", status, minutesAgo: 30) {
          $0.updatedAt = Fixture.now - .seconds(changedSecondsAgo)
        }
      ]))
  }

  @Test func forceIsOfferedOnlyOnceCancellingHasLasted() async {
    let early = stage(.cancelling, changedSecondsAgo: 12)
    early.press("x")
    #expect(early.app.overlay == nil)
    #expect(early.lastRow.contains("CANCELLING for 12 s; after 60 s x can force it"))
    let late = stage(.cancelling, changedSecondsAgo: 60)
    late.connect()
    late.press("x", "y")
    await late.settle()
    #expect(late.sent.map(\.preview.body) == [#"{"force":true}"#])
    #expect(late.sent.map(\.mark) == [.forcing])
  }

  @Test func whatIsUnderWayIsNotAskedForAgain() {
    let stage = stage(.running, changedSecondsAgo: 60)
    var snapshot = stage.app.snapshot
    snapshot.generation += 1
    snapshot.notes.marks[Fixture.runID(1)] = PendingMark(
      .cancelling, since: Fixture.now - .seconds(5))
    stage.show(snapshot)
    stage.press("x")
    #expect(stage.app.overlay == nil)
    #expect(stage.lastRow.contains("cancel requested 5 s ago; wait for the server"))
  }
}

@Suite @UIActor struct BulkDialogTests {
  private func stage(_ outcome: OperationOutcome) -> Stage {
    let stage = Stage()
    stage.connect(outcome: outcome)
    let targets = Fixture.runs.map(\.id)
    stage.app.apply([.show(BulkDialog(.rerunAll, targets, stage.app.snapshot))])
    return stage
  }

  private static let done = OperationOutcome.done(
    OperationResult(value: .null, message: "started run 7", startedRun: Fixture.runID(7)))

  private func agree(_ stage: Stage) {
    stage.press("tab")
    stage.type("5")
    stage.press("tab", "y")
  }

  @Test func allAreSentOneAfterTheOtherAndShown() async {
    let stage = stage(Self.done)
    agree(stage)
    await stage.settle()
    #expect(stage.sent.count == 5)
    #expect(Set(stage.sent.map(\.preview.path)).count == 5)
    #expect(stage.row(containing: "rerun all tasks: 5 done") != nil)
    stage.press("ctrl-y")
    #expect(stage.terminal.copied.last?.contains("- dbt finance 3b80c185: started run 7") == true)
  }

  @Test func leavingItLosesNothing() async {
    let stage = stage(Self.done)
    agree(stage)
    stage.press("esc")
    await stage.settle()
    #expect(stage.sent.count == 5)
    #expect(stage.lastRow.contains("rerun all tasks: 5 done; : bulk shows it"))
    stage.press(":")
    stage.type("bulk")
    stage.press("enter")
    #expect(stage.row(containing: "rerun all tasks: 5 done") != nil)
  }

  @Test func sStopsBetweenTwoRequests() async {
    let stage = stage(Self.done)
    agree(stage)
    stage.press("s")
    await stage.settle()
    #expect(stage.sent.count == 1)
    #expect(stage.row(containing: "1 done, 4 not sent; stopped") != nil)
  }

  @Test func theNumberMayBeTypedAtOnce() async {
    let stage = stage(Self.done)
    stage.type("5")
    stage.press("tab", "y")
    await stage.settle()
    #expect(stage.sent.count == 5)
  }

  @Test func theNumberHasToBeRight() async {
    let stage = stage(Self.done)
    stage.press("tab")
    stage.type("4")
    stage.press("tab", "y", "enter", "y")
    await stage.settle()
    #expect(stage.sent.isEmpty)
    #expect(stage.lastRow.contains("type 5 first"))
  }

  @Test func failuresInARowEndIt() async {
    let stage = stage(.unknown("no answer"))
    agree(stage)
    await stage.settle()
    #expect(stage.sent.count == 3)
    #expect(stage.row(containing: "3 unknown, 2 not sent") != nil)
  }
}
