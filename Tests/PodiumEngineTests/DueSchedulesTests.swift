// When schedules fire: never for the past, once for each time, not while paused.
import JSON
import OrchestraAPI
import Synchronization
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct DueSchedulesTests {
  private func entry(_ crons: [String], zone: String? = nil) -> CatalogEntry {
    var definition = PipelineDefinition(name: "P", nodes: [])
    definition.triggers.schedules = crons.map { cron in
      var schedule = ScheduleDefinition(cron: cron)
      schedule.timezone = zone
      return schedule
    }
    let record = PipelineRecord(
      id: "p", alias: nil, name: "P", origin: .file, latestVersion: 1,
      createdAt: Timestamp(seconds: 0))
    return CatalogEntry(record: record, definition: definition)
  }

  private func at(_ text: String) -> Timestamp {
    Timestamp(iso8601: text) ?? Timestamp(seconds: 0)
  }

  @Test func aScheduleFiresAtItsTimesOnly() {
    var due = DueSchedules()
    let entries = [entry(["0/5 * ? * * *"])]
    let times = ["12:00:00", "12:04:59", "12:05:00", "12:05:01", "12:09:00", "12:10:02"]
    let fired = times.map { time in
      due.take(entries, now: at("2026-03-02T\(time)Z")) { _ in }.count
    }
    #expect(fired == [0, 0, 1, 0, 0, 1])
    #expect(due.next == at("2026-03-02T12:15:00Z"))
  }

  @Test func whatWasMissedIsNotMadeUpFor() {
    var due = DueSchedules()
    let entries = [entry(["0/5 * ? * * *"])]
    _ = due.take(entries, now: at("2026-03-02T12:00:00Z")) { _ in }
    #expect(due.take(entries, now: at("2026-03-02T18:02:00Z")) { _ in }.count == 1)
    #expect(due.next == at("2026-03-02T18:05:00Z"))
    var restarted = DueSchedules()
    #expect(restarted.take(entries, now: at("2026-03-02T18:05:00Z")) { _ in }.isEmpty)
  }

  @Test func aPausedPipelineDoesNotFireAndStartsAfreshWhenResumed() {
    var due = DueSchedules()
    var paused = entry(["0/5 * ? * * *"])
    _ = due.take([paused], now: at("2026-03-02T12:00:00Z")) { _ in }
    paused.record.paused = true
    #expect(due.take([paused], now: at("2026-03-02T12:07:00Z")) { _ in }.isEmpty)
    #expect(due.next == nil)
    paused.record.paused = false
    #expect(due.take([paused], now: at("2026-03-02T12:12:00Z")) { _ in }.isEmpty)
    #expect(due.next == at("2026-03-02T12:15:00Z"))
  }

  @Test func theZoneDecidesTheHourAndAnUnknownOneIsReportedOnce() {
    var due = DueSchedules()
    var reports: [String] = []
    let london = [entry(["0 6 ? * * *"], zone: "Europe/London")]
    _ = due.take(london, now: at("2026-07-01T00:00:00Z")) { reports.append($0) }
    #expect(due.next == at("2026-07-01T05:00:00Z"))
    let nowhere = [entry(["0 6 ? * * *"], zone: "Moon/Base")]
    for _ in 0..<3 { _ = due.take(nowhere, now: at("2026-07-01T00:00:00Z")) { reports.append($0) } }
    #expect(reports == ["time zone Moon/Base is not known on this machine"])
  }

  @Test func theEngineStartsAScheduledRun() async throws {
    let text = """
      version: v1
      name: Often
      schedule:
        - {name: Every minute, cron: "* * ? * * *"}
      pipeline:
        a: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: ['true']}}
      """
    // A wall clock that leaps a minute with every look.
    let clock = LeapingClock()
    let shop = try await Workshop(["often.yaml": text]) { options in
      options.startsSchedules = true
      options.schedulePause = .milliseconds(1)
      options.clocks = EngineClocks(now: { clock.now() })
    }
    let run = try await shop.eventually(
      {
        var list = ListPipelineRuns(
          from: Timestamp(seconds: 1_700_000_000),
          to: Timestamp(seconds: 1_700_000_000 + 7 * 86_400))
        list.statuses = [.succeeded]
        return try await shop.engine.answer(list).items.first
      }, until: { $0 != nil })
    #expect(run?.triggeredBy.first?.type == "SCHEDULED")
    #expect(run?.triggeredBy.first?.scheduleName == "Every minute")
    #expect(run?.triggeredBy.first?.scheduleTimezone == "UTC")
    await shop.engine.stop()
  }
}

/// A wall clock that leaps with every look.
private final class LeapingClock: Sendable {
  private let looks = Atomic<Int64>(0)

  func now() -> Timestamp {
    let look = looks.add(1, ordering: .relaxed).newValue
    return Timestamp(seconds: 1_700_000_000 + 20 * look)
  }
}
