// What a wallboard does over time: pages, ages, silence while nothing changes, weeks without growth,
// and that no key of it writes or leads anywhere.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct WallboardTests {
  private func page(_ stage: Stage) -> String {
    stage.lastRow.split(separator: "   ").last { !$0.isEmpty }.map(String.init) ?? ""
  }

  private func manyPages() -> Stage {
    Stage(snapshot: Fixture.snapshot(WallboardScreenTests.brokenRuns), first: .wallboard)
  }

  @Test func pagesTurnByThemselvesAndComeRound() {
    let stage = manyPages()
    #expect(page(stage).contains("page 1 of 6"))
    for wanted in ["2 of 6", "3 of 6", "4 of 6", "5 of 6", "6 of 6", "1 of 6"] {
      let wait = stage.app.tickDelay
      #expect(wait <= WallboardView.pageTime)
      stage.advance(by: WallboardView.pageTime)
      stage.app.dispatch(.tick)
      #expect(page(stage).contains(wanted))
    }
  }

  @Test func aHeldPageStaysUntilItIsLetGo() {
    let stage = manyPages()
    stage.press("right", "right", "left", "space")
    #expect(page(stage).contains("page 2 of 6, held"))
    stage.advance(by: .seconds(300))
    stage.app.dispatch(.tick)
    #expect(page(stage).contains("page 2 of 6, held"))
    stage.press("space")
    stage.advance(by: WallboardView.pageTime)
    stage.app.dispatch(.tick)
    #expect(page(stage).contains("page 3 of 6"))
    stage.press("left", "left", "left")
    #expect(page(stage).contains("page 6 of 6"))
  }

  @Test func aPageThatIsGoneGivesWayToTheFirst() {
    let stage = manyPages()
    stage.press("left")
    stage.show(Fixture.snapshot(generation: 2))
    #expect(!stage.lastRow.contains("page"))
    #expect(stage.row(containing: "JDE Account") != nil)
  }

  @Test func pollsThatBringNothingNewChangeNoCell() {
    let stage = Stage(first: .wallboard)
    stage.app.dispatch(.tick)
    stage.app.draw()
    for poll in 1...12 {
      stage.advance(by: .seconds(4))
      stage.show(
        Fixture.snapshot(generation: 1 + poll) {
          $0.freshness[.runs] = .fresh(at: stage.clock.now - .milliseconds(200))
          $0.traffic.budget.usedLastMinute = poll % 9
          $0.takenAt = stage.clock.now
        })
      stage.app.dispatch(.tick)
      stage.app.draw()
    }
    let frames = stage.terminal.frames
    for (before, after) in zip(frames, frames.dropFirst()) {
      #expect(after.changes(from: before) == [])
    }
  }

  @Test func theClockMovesWithTheMinuteAndNothingElseDoes() {
    let stage = Stage(
      snapshot: Fixture.snapshot([Fixture.run(1, "Done", .succeeded, minutesAgo: 5)]),
      first: .wallboard)
    #expect(stage.app.tickDelay > .seconds(50))
    stage.advance(by: .seconds(60))
    stage.show(
      Fixture.snapshot([Fixture.run(1, "Done", .succeeded, minutesAgo: 5)], generation: 2) {
        $0.freshness[.runs] = .fresh(at: stage.clock.now)
      })
    let frames = stage.terminal.frames.suffix(2)
    let changes = frames[frames.endIndex - 1].changes(from: frames[frames.startIndex])
    #expect(changes.map(\.row) == [0])
    #expect(changes.reduce(0) { $0 + $1.columns.count } <= 2)
  }

  @Test func oldDataIsCalledSoTheMomentItIsAndNewDataEndsIt() {
    let stage = Stage(first: .wallboard)
    #expect(stage.row(containing: "STALE") == nil)
    // Fresh three seconds before the fixture's now.
    let wait = BoardTrust.staleAfter - .seconds(3)
    stage.advance(by: wait - .seconds(1))
    stage.app.dispatch(.tick)
    #expect(stage.row(containing: "STALE") == nil)
    #expect(stage.app.tickDelay <= .seconds(1) + .milliseconds(1))
    stage.advance(by: stage.app.tickDelay)
    stage.app.dispatch(.tick)
    #expect(stage.row(containing: "STALE") != nil)
    #expect(stage.row(containing: "acme: no news since 03:11") != nil)
    let now = stage.clock.now
    stage.show(Fixture.snapshot(generation: 2) { $0.freshness[.runs] = .fresh(at: now) })
    #expect(stage.row(containing: "STALE") == nil)
    #expect(stage.row(containing: "live") != nil)
  }

  @Test func oneOldWorkspaceOfSeveralIsNamed() {
    let stage = Stage(first: .wallboard)
    let other = Fixture.snapshot([]) {
      $0.source = SourceLabel(profile: "stage", host: "b")
      $0.freshness[.runs] = .stale(since: Fixture.now - .seconds(7200))
    }
    stage.app.dispatch(.other(other))
    #expect(stage.row(containing: "stage: no news since 01:12") != nil)
    #expect(stage.row(containing: "acme: ") == nil)
  }

  /// Every key there is: none sends anything or leaves the wallboard.
  @Test func noKeyWritesOrLeadsAnywhere() async {
    let stage = Stage(first: .wallboard)
    stage.connect()
    let names = (33...126).map { String(Character(Unicode.Scalar(UInt8($0)))) }
      .filter { !["q", "Q", "?"].contains($0) }
    let more = ["enter", "esc", "tab", "space", "f2", "ctrl-p", "ctrl-d", "backspace", "delete"]
    for name in names + more {
      stage.press(name)
      #expect(stage.app.overlay == nil, "\(name)")
      #expect(!stage.app.isFinished, "\(name)")
      #expect(stage.app.stack.top.place == .wallboard, "\(name)")
    }
    for command in Command.all where command != .quit && command != .leave {
      stage.app.run(command, stage.app.context())
      if command == .help { stage.app.overlay = nil }
      #expect(stage.app.overlay == nil && stage.app.stack.top.place == .wallboard, "\(command)")
    }
    await stage.settle()
    #expect(stage.sent.isEmpty)
    stage.press("q")
    #expect(stage.app.isFinished)
  }

  @Test func aForgottenHelpClosesByItself() {
    let stage = Stage(first: .wallboard)
    stage.press("?")
    #expect(stage.rows.contains { $0.contains("pages turn every 15 s") })
    stage.advance(by: App.restAfter)
    stage.app.dispatch(.tick)
    #expect(stage.app.overlay == nil)
  }

  @Test func sixWeeksKeepNothing() throws {
    let stage = Stage(Size(rows: 16, columns: 60), first: .wallboard)
    var random = SystemRandomNumberGenerator()
    for step in 1...600 {
      stage.advance(by: .seconds(6048))
      let now = stage.clock.now
      let runs = (0..<40).map { index in
        var run = Fixture.run(
          step * 10 + index, "Pipe \(index % 7)", .failed, minutesAgo: index,
          change: { $0.branch = "topic/\(step + index)" })
        run.status = [.failed, .succeeded, .running].randomElement(using: &random) ?? .failed
        run.createdAt = now - .seconds(index * 60)
        return run
      }
      stage.show(
        Fixture.snapshot(runs, generation: 1 + step) { $0.freshness[.runs] = .fresh(at: now) })
      if step % 50 == 0 { stage.terminal.size = Size(rows: 10 + step % 30, columns: 60) }
      stage.app.dispatch(.resized)
      #expect(stage.app.tickDelay <= .seconds(60) + .milliseconds(2))
    }
    let view = try #require(stage.app.stack.top.view as? WallboardView)
    #expect(view.page < 20 && stage.app.insights.count == 1 && stage.app.others.isEmpty)
    #expect(stage.app.stack.entries.count == 1)
  }

  @Test func aThousandProblemsAreCutAndSaidSo() {
    let runs = (0..<1000).map { Fixture.run($0, "Pipe \($0)", .failed, minutesAgo: 5) }
    let stage = Stage(
      Size(rows: 40, columns: 120), snapshot: Fixture.snapshot(runs), first: .wallboard)
    #expect(stage.lastRow.contains("800 more not shown"))
    #expect(stage.app.hasMoreRuns == false)
  }

  @Test func aWorkspaceThatCannotBeOpenedIsSaidAcrossTheScreen() {
    let line = WorkspaceLine(
      name: "prod", host: "", isProduction: true, isReadOnly: false, isWatched: true,
      state: .failed("its key is not set"))
    let trust = BoardTrust([Fixture.snapshot()], unopened: [line], now: Fixture.now)
    #expect(trust.watermark(now: Fixture.now) == "NO DATA")
    #expect(trust.stale.map(\.why) == ["its key is not set"])
    #expect(BoardTrust([Fixture.snapshot()], now: Fixture.now).watermark(now: Fixture.now) == nil)
  }
}

extension Stage {
  fileprivate func advance(by duration: Duration) { clock.now = clock.now + duration }
}
