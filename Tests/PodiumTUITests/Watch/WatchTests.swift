// Runs that are watched: they ring once, when they end, and never for what had ended before.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct WatchTests {
  private func ended(
    _ numbers: [Int] = [1], _ status: RunStatus = .failed, generation: Int
  ) -> Snapshot {
    let runs = Fixture.runs.enumerated().map { index, run in
      guard numbers.contains(index + 1) else { return run }
      var run = run
      run.status = status
      run.completedAt = run.createdAt + .seconds(125)
      return run
    }
    return Fixture.snapshot(runs, generation: generation)
  }

  @Test func aWatchedRunRingsOnceWhenItEnds() async {
    let stage = Stage()
    stage.connect()
    stage.configure("hooks: {run_ended: [hook, \"{pipeline}\", \"{status}\", \"{profile}\"]}")
    stage.press("W")
    #expect(stage.lastRow.contains("watching Salesforce sync"))
    #expect(stage.row(containing: "◎ Salesforce sync") != nil)
    stage.show(Fixture.snapshot(generation: 2))
    #expect(stage.terminal.notices.isEmpty)
    stage.show(ended(generation: 3))
    stage.show(ended(generation: 4))
    await stage.settle()
    #expect(stage.terminal.notices.map(\.ways) == [[.bell]])
    #expect(
      stage.terminal.notices.first?.text.contains("Salesforce sync: FAILED after 2m05s") == true)
    #expect(stage.programs.map(\.words) == [["hook", "Salesforce sync", "FAILED", "acme"]])
    #expect(stage.row(containing: "◎") == nil)
  }

  @Test func whatHadEndedBeforeDoesNotRing() {
    let stage = Stage()
    stage.press("down", "W")
    #expect(stage.lastRow.contains("has ended"))
    stage.show(ended([1, 2, 3], generation: 2))
    #expect(stage.terminal.notices.isEmpty)
  }

  @Test func wAgainStops() {
    let stage = Stage()
    stage.press("W", "W")
    #expect(stage.lastRow.contains("watched no longer"))
    stage.show(ended(generation: 2))
    #expect(stage.terminal.notices.isEmpty)
  }

  @Test func quietHoursTellOnTheScreenOnly() async {
    // It is 03:12.
    let stage = Stage()
    stage.connect()
    stage.configure("hooks: {run_ended: [hook], quiet_hours: \"22:00-07:00\"}")
    stage.press("W")
    #expect(stage.app.message?.text.contains("not in 22:00-07:00") == true)
    stage.show(ended(generation: 2))
    await stage.settle()
    #expect(stage.terminal.notices.isEmpty && stage.programs.isEmpty)
    #expect(stage.lastRow.contains("Salesforce sync: FAILED"))
  }

  @Test func aWatchedRunOfAnotherWorkspaceRingsToo() {
    let stage = Stage()
    stage.configure("notify: [osc9, title]")
    stage.press("W")
    var here = Fixture.snapshot(generation: 9)
    here.source = SourceLabel(profile: "other", host: "127.0.0.1")
    stage.show(here)
    stage.app.dispatch(.other(ended(generation: 3)))
    #expect(stage.terminal.notices.map(\.ways) == [[.osc9, .title]])
    #expect(stage.terminal.notices.first?.text.contains("Salesforce sync on acme") == true)
  }

  @Test func severalEndAsOneNotice() {
    let stage = Stage()
    stage.press("W", "down", "down", "W")
    stage.show(ended([1, 3], .succeeded, generation: 2))
    #expect(stage.terminal.notices.count == 1)
    #expect(stage.terminal.notices.first?.text.contains("2 watched runs ended") == true)
  }

  @Test func watchedRunsAreListedOpenedAndStopped() {
    let stage = Stage()
    stage.press("W", "down", "down", "W", ":")
    stage.type("watched")
    stage.press("enter")
    #expect(stage.row(containing: "Nightly ELT") != nil)
    stage.expectGolden("watched")
    stage.press("x")
    #expect(stage.app.watches.entries.map(\.pipelineName) == ["Nightly ELT"])
    stage.press("enter")
    #expect(stage.app.overlay == nil && stage.rows[1].contains("Nightly ELT"))
  }

  @Test func noMoreThanTheLimitAreWatched() {
    var watches = RunWatches()
    let source = SourceLabel(profile: "p", host: "h")
    for number in 1...RunWatches.watchesMax + 1 {
      let run = Fixture.run(number, "x", .running, minutesAgo: 1)
      #expect(watches.add(run, in: source, at: Fixture.now) == (number <= RunWatches.watchesMax))
    }
  }
}
