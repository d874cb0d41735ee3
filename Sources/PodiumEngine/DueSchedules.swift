// Which schedules are due and when the next one is: pure, the catalog and the time come in.
import OrchestraAPI
import Time

/// A schedule whose time has come.
struct ScheduleFire: Sendable {
  var entry: CatalogEntry
  var schedule: ScheduleDefinition
}

/// When each schedule fires next. Pure: the catalog and the time come in.
struct DueSchedules: Sendable {
  private struct Key: Hashable {
    var pipeline: Pipeline.ID
    var schedule: ScheduleDefinition
  }

  private var times: [Key: Timestamp] = [:]
  /// Zones by name; reading their files again and again would be waste.
  private var zones: [String: TimeZoneRules?] = [:]

  /// The nearest time in the future.
  var next: Timestamp? { times.values.min() }

  /// Schedules that are due. One seen for the first time fires at its next time, never at once.
  mutating func take(
    _ entries: [CatalogEntry], now: Timestamp, report: (String) -> Void
  ) -> [ScheduleFire] {
    var fires: [ScheduleFire] = []
    var kept: [Key: Timestamp] = [:]
    for entry in entries where !entry.record.paused {
      for schedule in entry.definition.triggers.schedules {
        let key = Key(pipeline: entry.record.id, schedule: schedule)
        let due = times[key]
        if let due, due <= now { fires.append(ScheduleFire(entry: entry, schedule: schedule)) }
        if let due, due > now {
          kept[key] = due
        } else if let time = time(of: schedule, after: now, report) {
          kept[key] = time
        }
      }
    }
    times = kept
    return fires
  }

  private mutating func time(
    of schedule: ScheduleDefinition, after now: Timestamp, _ report: (String) -> Void
  ) -> Timestamp? {
    let name = schedule.timezone ?? "UTC"
    if zones[name] == nil {
      let found: TimeZoneRules? = name == "UTC" ? .utc : try? TimeZoneRules(named: name)
      if found == nil { report("time zone \(name) is not known on this machine") }
      zones[name] = .some(found)
    }
    guard let zone = zones[name] ?? nil, let cron = try? Cron(schedule.cron) else { return nil }
    return CronTimer(cron: cron, zone: zone, exclude: schedule.exclude).next(after: now)
  }
}
