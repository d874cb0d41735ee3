// Lines of what changed: each thing once, with its cause, and nothing of the past.
import OrchestraAPI
import PodiumCore
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite struct PlainNewsTests {
  /// A workspace whose news are collected.
  private final class Listener {
    var news: PlainNews
    var lines: [String] = []
    var now = Fixture.now
    private var generation = 0

    init(filter: String = "", hasDate: Bool = false) {
      news = PlainNews(filter: RunFilter(filter), hasDate: hasDate)
    }

    @discardableResult
    func hear(
      _ runs: [PipelineRun], after seconds: Int = 4, change: (inout Snapshot) -> Void = { _ in }
    ) -> [String] {
      generation += 1
      now = now + .seconds(seconds)
      let snapshot = Fixture.snapshot(runs, generation: generation) {
        $0.freshness[.runs] = .fresh(at: now)
        change(&$0)
      }
      let fresh = news.lines(snapshot, now: now)
      lines += fresh
      return fresh
    }
  }

  private func run(
    _ number: Int, _ name: String, _ status: RunStatus, seconds: Int = 30
  ) -> PipelineRun {
    Fixture.run(number, name, status, minutesAgo: 0, seconds: seconds) {
      $0.createdAt = Fixture.now + .seconds(number)
      if status != .queued { $0.startedAt = $0.createdAt }
      if status.isTerminal { $0.completedAt = $0.createdAt + .seconds(seconds) }
    }
  }

  @Test func aNightIsTold() {
    let listener = Listener(hasDate: true)
    listener.hear(Fixture.runs)
    let started = run(50, "Ledger", .running)
    listener.hear([started] + Fixture.runs)
    listener.hear([run(50, "Ledger", .failed)] + Fixture.runs)
    listener.hear([run(50, "Ledger", .failed)] + Fixture.runs) {
      $0.notes.failureCauses[started.id] = FailureCause(
        taskRunID: TaskRun.ID("t"), taskID: "post", taskName: "post", integration: "HTTP",
        errorLine: "503 from the bank")
    }
    listener.hear([run(51, "Orders", .queued), run(50, "Ledger", .failed)] + Fixture.runs)
    listener.hear([run(51, "Orders", .cancelled), run(50, "Ledger", .failed)] + Fixture.runs)
    listener.hear(
      [run(52, "Ledger", .succeeded), run(51, "Orders", .cancelled), run(50, "Ledger", .failed)]
        + Fixture.runs)
    Golden.expect(listener.lines.joined(separator: "\n"), path: "../Screens/plain-news.txt")
  }

  @Test func nothingNewIsNoLine() {
    let listener = Listener()
    listener.hear(Fixture.runs)
    let silence = (0..<20).map { _ in listener.hear(Fixture.runs) }
    #expect(silence.flatMap { $0 } == [])
  }

  @Test func pastRunsThatAreLoadedLaterAreNoNews() {
    let listener = Listener()
    listener.hear(Array(Fixture.runs.prefix(3)))
    let more = listener.hear(Fixture.runs)
    #expect(more.isEmpty)
    let ended = listener.hear(
      Fixture.runs.map { run in
        var run = run
        if run.status == .queued { (run.status, run.startedAt) = (.running, listener.now) }
        return run
      })
    #expect(ended.count == 1 && ended[0].contains("acme started Inventory"))
  }

  @Test func aCauseIsWaitedForButNotForEver() throws {
    let listener = Listener()
    listener.hear(Fixture.runs)
    let failed = [run(50, "Ledger", .failed)] + Fixture.runs
    #expect(listener.hear(failed).isEmpty)
    let snapshot = Fixture.snapshot(failed) { $0.freshness[.runs] = .fresh(at: listener.now) }
    #expect(listener.news.changesAt(snapshot) == listener.now + PlainNews.causeWait)
    let late = listener.hear(failed, after: 10)
    #expect(late.count == 1)
    #expect(try #require(late.first).contains("FAILED Ledger (prod) after 30s: no message"))
  }

  @Test func oldDataIsSaidOnceAndSoIsItsReturn() {
    let listener = Listener()
    listener.hear(Fixture.runs)
    let good = listener.now
    let failure = Freshness.failing(
      Freshness.Failure(
        since: good, lastGood: good, cause: "refused the connection",
        advice: "is the server running?", nextAttempt: nil))
    func failing(_ seconds: Int) -> [String] {
      listener.hear(Fixture.runs, after: seconds) { $0.freshness[.runs] = failure }
    }
    #expect(failing(10).isEmpty, "a blip is no news")
    let said = failing(25)
    #expect(said.count == 1 && said[0].contains("STALE: no news since 03:12: refused the conn"))
    #expect(failing(500).isEmpty)
    let back = listener.hear(Fixture.runs)
    #expect(back.count == 1 && back[0].contains("LIVE again, after 8 min without news"))
  }

  @Test func theFirstSummaryWaitsForAllRunsButNotForEver() {
    let listener = Listener()
    func partial(_ seconds: Int) -> [String] {
      listener.hear(Fixture.runs, after: seconds) {
        $0.coverage.isComplete = false
        $0.coverage.loaded = 1200
      }
    }
    #expect(partial(1).isEmpty)
    #expect(partial(4).isEmpty)
    #expect(partial(8).first?.contains("1,200 runs loaded so far: 4 open, 2 running") == true)
  }

  @Test func aFilterLetsOnlyItsRunsThrough() {
    let listener = Listener(filter: "pipeline:ledger")
    let head = listener.hear(Fixture.runs)
    #expect(head.count == 1 && head[0].contains("0 open, 0 running"))
    let lines = listener.hear(
      [run(51, "Orders", .running), run(50, "Ledger", .running)] + Fixture.runs)
    #expect(lines.count == 1 && lines[0].contains("started Ledger"))
  }

  @Test func aLongOutageLosesNoRun() {
    let listener = Listener()
    listener.hear(Fixture.runs)
    let new = (50..<90).map { run($0, "Pipe \($0)", .succeeded, seconds: 1) }
    // The newest page arrives first, the gap behind it later.
    listener.hear(Array(new.reversed().prefix(20)) + Fixture.runs, after: 3600)
    listener.hear(Array(new.reversed()) + Fixture.runs)
    let told = listener.lines.filter { $0.contains("succeeded Pipe") }
    #expect(told.count == 40 && Set(told).count == 40)
  }
}
