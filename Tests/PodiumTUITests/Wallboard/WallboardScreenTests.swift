// Golden screens of the wallboard in all sizes and states.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct WallboardScreenTests {
  nonisolated static let sizes = [
    Size(rows: 40, columns: 120), Size(rows: 24, columns: 80), Size(rows: 16, columns: 60),
    Size(rows: 60, columns: 200), Size(rows: 80, columns: 50), Size(rows: 5, columns: 40),
  ]

  /// Enough that is broken for several pages.
  static var brokenRuns: [PipelineRun] {
    let names = ["Ledger", "Orders", "Stock", "Partner feed", "Marketing attribution", "Invoices"]
    let failed = (100..<130).map { number in
      Fixture.run(
        number, "\(names[number % names.count]) \(number)", .failed, minutesAgo: number,
        seconds: 30)
    }
    return Fixture.runs + failed
  }

  @Test(arguments: sizes) func aUsualNight(_ size: Size) {
    Stage(size, first: .wallboard).expectGolden("wallboard-usual")
  }

  @Test(arguments: [sizes[1], sizes[3]]) func allIsWell(_ size: Size) {
    let runs = Fixture.runs.filter { [.running, .succeeded, .queued].contains($0.status) }
    Stage(size, snapshot: Fixture.snapshot(runs), first: .wallboard)
      .expectGolden("wallboard-calm")
  }

  @Test func nothingRunsAndNothingIsBroken() {
    let runs = Fixture.runs.filter { $0.status == .succeeded }
    Stage(snapshot: Fixture.snapshot(runs), first: .wallboard).expectGolden("wallboard-quiet")
  }

  @Test(arguments: sizes) func theDataIsOld(_ size: Size) {
    let stage = Stage(
      size,
      snapshot: Fixture.snapshot {
        $0.freshness[.runs] = .failing(
          Freshness.Failure(
            since: Fixture.now - .seconds(700), lastGood: Fixture.now - .seconds(720),
            cause: "127.0.0.1:8787 refused the connection", advice: "is the server running?",
            nextAttempt: Fixture.now + .seconds(12), attempts: 9))
      }, first: .wallboard)
    stage.expectGolden("wallboard-stale")
  }

  @Test(arguments: [sizes[0], sizes[1], sizes[4]]) func aRunIsLate(_ size: Size) {
    let stage = Stage(size, snapshot: UpcomingScreenTests.snapshot(), first: .wallboard)
    stage.expectGolden("wallboard-late")
  }

  @Test func lateIsToldWhenItsMinuteComesWithoutNews() {
    let stage = Stage(
      snapshot: UpcomingScreenTests.snapshot {
        $0.freshness[.runs] = .fresh(at: Fixture.now + .seconds(3600))
      }, first: .wallboard)
    // 03:13 and five minutes to come; the server is asked meanwhile.
    #expect(stage.row(containing: "Web log archive") == nil)
    stage.clock.now = Fixture.now + .seconds(6 * 60 + 1)
    stage.app.dispatch(.tick)
    #expect(stage.row(containing: "Web log archive")?.contains("LATE") == true)
  }

  @Test func nothingEverArrived() {
    let waiting = Stage(snapshot: nil, first: .wallboard)
    waiting.expectGolden("wallboard-loading")
    let refused = Stage(
      snapshot: Fixture.snapshot([]) {
        $0.freshness[.runs] = .failing(
          Freshness.Failure(
            since: Fixture.now, lastGood: nil,
            cause: "app.getorchestra.io answered 401: the key is wrong",
            advice: "check ORCHESTRA_API_KEY", nextAttempt: nil))
      }, first: .wallboard)
    refused.expectGolden("wallboard-no-data")
  }

  @Test(arguments: [sizes[0], sizes[1], sizes[4]]) func manyPages(_ size: Size) {
    let stage = Stage(size, snapshot: Fixture.snapshot(Self.brokenRuns), first: .wallboard)
    stage.press("right")
    stage.expectGolden("wallboard-second-page")
  }

  @Test(arguments: [sizes[0], sizes[1]]) func severalWorkspaces(_ size: Size) {
    let stage = Stage(
      size,
      snapshot: Fixture.snapshot {
        $0.source = SourceLabel(profile: "acme", host: "a", isProduction: true)
      }, first: .wallboard)
    let other = Fixture.snapshot([
      Fixture.run(40, "Ledger", .failed, minutesAgo: 3),
      Fixture.run(41, "Orders", .running, minutesAgo: 5),
    ]) {
      $0.source = SourceLabel(profile: "stage", host: "b")
      $0.freshness[.runs] = .stale(since: Fixture.now - .seconds(50))
    }
    stage.app.dispatch(.other(other))
    stage.expectGolden("wallboard-workspaces")
  }

  @Test(arguments: [false, true]) func inASCII(isStale: Bool) {
    let stage = Stage(
      Size(rows: 24, columns: 80),
      snapshot: Fixture.snapshot {
        if isStale { $0.freshness[.runs] = .stale(since: Fixture.now - .seconds(4000)) }
      }, glyphs: .ascii, first: .wallboard)
    stage.expectGolden(isStale ? "wallboard-ascii-stale" : "wallboard-ascii")
    #expect(stage.rows.joined().filter { !$0.isASCII } == "")
  }
}
