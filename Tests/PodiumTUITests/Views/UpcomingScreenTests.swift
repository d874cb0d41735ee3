// Upcoming runs and pipelines in all sizes and states.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct UpcomingScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes

  private static func pipeline(
    _ name: String, _ cron: String, zone: String = "UTC",
    change: (inout Pipeline) -> Void = { _ in }
  ) -> Pipeline {
    let created = Fixture.now - .seconds(30 * 86_400)
    var pipeline = Pipeline(id: Pipeline.ID("pipe-\(name)"), name: name, createdAt: created)
    pipeline.schedule = [["cron": .string(cron), "timezone": .string(zone)]]
    change(&pipeline)
    return pipeline
  }

  /// Schedules near and far, one that was missed, one paused, one that nobody understands.
  static var planned: [Pipeline] {
    var all = Fixture.pipelines.map { pipeline in
      var pipeline = pipeline
      pipeline.createdAt = Fixture.now - .seconds(30 * 86_400)
      return pipeline
    }
    all += [
      pipeline("Inventory", "0 3 * * *", zone: "Europe/London") { $0.alias = "inventory" },
      pipeline("Freshness checks", "0 * * * *"),
      pipeline("Web log archive", "13 3 * * *"),
      pipeline("Month end close", "0 18 LW * *", zone: "America/New_York"),
      pipeline("Legacy import", "every morning"),
    ]
    return all
  }

  static func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
    // Well since 03:00: only what the test leaves out is late.
    let seen = [
      Fixture.run(60, "JDE Account Balances + Forecast 2.0", .succeeded, minutesAgo: 11) {
        $0.triggeredBy = Fixture.scheduled("*/15 * * * *")
      },
      Fixture.run(61, "Freshness checks", .succeeded, minutesAgo: 12) {
        $0.triggeredBy = Fixture.scheduled("0 * * * *")
      },
      Fixture.run(62, "Web log archive", .succeeded, minutesAgo: 1439) {
        $0.triggeredBy = Fixture.scheduled("13 3 * * *")
      },
      Fixture.run(63, "Inventory", .succeeded, minutesAgo: 1452) {
        $0.triggeredBy = Fixture.scheduled("0 3 * * *")
      },
    ]
    return Fixture.snapshot(Fixture.runs + seen) {
      $0.coverage.from = Fixture.now - .seconds(7 * 86_400)
      $0.workspace.pipelines = planned.map { pipeline in
        var pipeline = pipeline
        if let run = seen.first(where: { $0.pipelineName == pipeline.name }) {
          var latest = Pipeline.LatestRun(id: run.id, status: run.status)
          (latest.startedAt, latest.completedAt) = (run.startedAt, run.completedAt)
          pipeline.latestRun = latest
        }
        return pipeline
      }
      $0.workspace.zones.learn(planned.flatMap(\.schedules).compactMap(\.zone))
      change(&$0)
    }
  }

  private func stage(
    _ snapshot: Snapshot? = snapshot(), _ size: Size = Size(rows: 24, columns: 80)
  ) -> Stage {
    let stage = Stage(size, snapshot: snapshot)
    stage.press("u")
    return stage
  }

  @Test(arguments: sizes) func aNightToCome(_ size: Size) {
    stage(Self.snapshot(), size).expectGolden("upcoming-usual")
  }

  @Test func asciiForTerminalsWithoutUnicode() {
    let stage = Stage(snapshot: Self.snapshot(), glyphs: .ascii)
    stage.press("u")
    stage.expectGolden("upcoming-ascii")
    #expect(stage.rows.joined().filter { !$0.isASCII } == "")
  }

  @Test func nothingIsPlannedOrNothingIsThereYet() {
    stage(Fixture.snapshot { $0.workspace.pipelines = [] }).expectGolden("upcoming-empty")
    stage(nil).expectGolden("upcoming-loading")
  }

  @Test func lateOnesComeFirstAndAreNotToldBeforeAllIsLoaded() {
    let late = stage()
    #expect(late.selectedRow?.contains("Inventory") == true)
    #expect(late.selectedRow?.contains("12m late") == true)
    #expect(late.row(containing: "1 late") != nil)
    let partly = stage(Self.snapshot { $0.coverage.isComplete = false })
    #expect(partly.row(containing: "12m late") == nil)
    #expect(partly.row(containing: "not told before all runs are loaded") != nil)
  }

  @Test func secondsAreCountedOnlyWhereTheyCount() {
    let stage = stage()
    #expect(stage.row(containing: "Web log archive")?.contains("in 60s") == true)
    #expect(stage.app.tickDelay <= .seconds(1) + .milliseconds(2))
    stage.rest()
    #expect(stage.row(containing: "Web log archive")?.contains("in 59s") == true)
    let calm = self.stage(
      Self.snapshot { $0.workspace.pipelines.removeAll { $0.name == "Web log archive" } })
    #expect(calm.app.tickDelay > .seconds(50), "whole minutes: nothing is sent in between")
  }

  @Test func enterShowsItsHistoryAndTTriggersIt() {
    let stage = stage()
    stage.press("enter")
    #expect(stage.row(containing: "Inventory history") != nil)
    stage.press("esc", "t")
    #expect(stage.app.overlay is TriggerForm)
  }

  @Test func everyWorkspaceIsInOneOrder() {
    let stage = Stage(Size(rows: 40, columns: 120), snapshot: Self.snapshot())
    var other = Fixture.snapshot([]) {
      $0.workspace.pipelines = [Self.pipeline("Billing export", "14 3 * * *")]
    }
    other.source = SourceLabel(profile: "beta", host: "h", isProduction: true)
    stage.app.dispatch(.other(other))
    stage.press("u")
    #expect(stage.rows.firstIndex { $0.contains("beta") } == 6)
    stage.press("down", "down", "t")
    #expect(stage.lastRow.contains("beta; Enter goes there"))
  }

  @Test(arguments: sizes) func pipelines(_ size: Size) {
    // Enough runs for a claim of one pipeline, too few of all others.
    let usual = (70..<82).map { number in
      Fixture.run(
        number, "Nightly ELT", number % 5 == 1 ? .failed : .succeeded,
        minutesAgo: (number - 68) * 1440, seconds: 900 + number * 10)
    }
    let stage = Stage(
      size,
      snapshot: Self.snapshot {
        $0.runs = Fixture.table($0.runs.map { $0 } + usual)
        $0.coverage.loaded = $0.runs.count
      })
    stage.press("p")
    stage.expectGolden("pipelines-planned")
  }
}
