// The one text snapshot: golden texts, what a filter leaves, and that nothing from outside gets through.
import OrchestraAPI
import PodiumCore
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite struct PlainSnapshotTests {
  private func text(_ snapshots: [Snapshot], _ filter: String = "") -> String {
    PlainSnapshot(
      snapshots.map { Watched($0, Insight($0.runs)) }, acknowledgements: [:],
      filter: RunFilter(filter), now: Fixture.now
    ).lines.joined(separator: "\n")
  }

  @Test func aUsualNight() {
    Golden.expect(text([Fixture.snapshot()]), path: "../Screens/plain-usual.txt")
  }

  @Test func oldAndPartialDataSaySo() {
    let snapshot = Fixture.snapshot {
      $0.source = SourceLabel(profile: "acme", host: "a", isProduction: true)
      $0.coverage.total = 2363
      $0.coverage.isComplete = false
      $0.freshness[.runs] = .failing(
        Freshness.Failure(
          since: Fixture.now - .seconds(60), lastGood: Fixture.now - .seconds(400),
          cause: "timed out", nextAttempt: nil))
    }
    let lines = text([snapshot]).split(separator: "\n")
    #expect(lines[0].contains("acme PRODUCTION (a)"))
    #expect(lines[1].contains("STALE: data 6 min old, timed out"))
    #expect(lines[1].contains("10 of 2,363 runs loaded: there may be more"))
  }

  @Test func aFilterLeavesWhatPasses() {
    let filtered = text([Fixture.snapshot()], "dbt")
    #expect(filtered.contains("FAILED  dbt finance") && !filtered.contains("JDE"))
    #expect(filtered.contains("Running: nothing") && filtered.contains("that pass dbt"))
    #expect(filtered.contains("4 open"), "counts are those of all runs")
  }

  @Test func severalWorkspacesAreNamed() {
    let other = Fixture.snapshot([Fixture.run(40, "Ledger", .failed, minutesAgo: 3)]) {
      $0.source = SourceLabel(profile: "stage", host: "b")
    }
    let both = text([Fixture.snapshot(), other])
    #expect(both.contains("stage: Ledger (prod)") && both.contains("acme: dbt finance"))
    #expect(both.split(separator: "\n").filter { $0.hasPrefix("podium ") }.count == 2)
  }

  @Test func nothingFromOutsideIsAControl() {
    var runs = Fixture.runs
    runs[1].pipelineName = "evil\u{1B}[2J\u{7}\nname\u{202E}"
    let bytes = text([Fixture.snapshot(runs)]).utf8
    #expect(bytes.allSatisfy { $0 == 10 || $0 >= 32 && $0 != 127 })
    #expect(!text([Fixture.snapshot(runs)]).contains("\u{202E}"))
  }

  @Test func manyProblemsAreCountedNotListed() {
    let runs = (0..<200).map { Fixture.run($0, "Pipe \($0)", .failed, minutesAgo: 5) }
    let lines = text([Fixture.snapshot(runs)]).split(separator: "\n")
    #expect(lines.contains("  and 150 more"))
  }
}
