// Golden screens of the runs list in all sizes and states.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct RunsScreenTests {
  nonisolated static let sizes = [
    Size(rows: 40, columns: 120), Size(rows: 24, columns: 80), Size(rows: 16, columns: 60),
    Size(rows: 60, columns: 200),
  ]

  @Test(arguments: sizes) func aUsualNight(_ size: Size) {
    let stage = Stage(size)
    stage.press("down")
    stage.rest()
    stage.expectGolden("runs-usual")
  }

  @Test func nothingThereYet() {
    let stage = Stage(snapshot: nil)
    stage.expectGolden("runs-loading")
  }

  @Test func aWorkspaceWithoutRuns() {
    let stage = Stage(snapshot: Fixture.snapshot([]))
    stage.expectGolden("runs-empty")
  }

  @Test func theServerIsGone() {
    let failure = Freshness.Failure(
      since: Fixture.now - .seconds(200), lastGood: Fixture.now - .seconds(203),
      cause: "127.0.0.1:8787 refused the connection", advice: "is the server running?",
      nextAttempt: Fixture.now + .seconds(12), attempts: 4)
    let stage = Stage(
      Size(rows: 24, columns: 120),
      snapshot: Fixture.snapshot { $0.freshness[.runs] = .failing(failure) })
    stage.expectGolden("runs-failing")
    let empty = Stage(
      snapshot: Fixture.snapshot([]) {
        $0.freshness[.runs] = .failing(
          Freshness.Failure(
            since: Fixture.now, lastGood: nil,
            cause: "app.getorchestra.io answered 401: the key is wrong",
            advice: "check ORCHESTRA_API_KEY", nextAttempt: nil))
      })
    empty.expectGolden("runs-refused")
  }

  @Test func wideCharactersAndLongWords() {
    var runs = Fixture.runs
    runs[0].pipelineName = "売上データの夜間取り込みと検証(本番環境)"
    runs[1].pipelineName = "Ünïcödé naïve café e\u{301}tude"
    runs[2].environmentName = "本番"
    let stage = Stage(Size(rows: 24, columns: 100), snapshot: Fixture.snapshot(runs))
    stage.expectGolden("runs-wide-characters")
  }

  @Test func asciiForTerminalsWithoutUnicode() {
    let stage = Stage(glyphs: .ascii)
    stage.expectGolden("runs-ascii")
    let others = stage.rows.joined().filter { !$0.isASCII }
    #expect(others == "")
  }

  @Test func onlyFailedRuns() {
    let stage = Stage()
    stage.press("1")
    stage.expectGolden("runs-failed-only")
  }

  @Test func aProductionProfileThatIsReadOnly() {
    let stage = Stage(
      snapshot: Fixture.snapshot {
        $0.source = SourceLabel(
          profile: "acme-prod", host: "app.getorchestra.io", isProduction: true,
          readOnly: .option)
        $0.traffic.budget.usedLastMinute = 46
        $0.coverage.total = 2363
        $0.coverage.isComplete = false
      })
    stage.press("r")
    stage.expectGolden("runs-production-read-only")
  }
}
