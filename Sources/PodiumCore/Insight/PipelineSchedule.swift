// A schedule of a pipeline as the platform lists it: cron, zone and what its runs get. Lenient: what is
// not understood is said in words, not hidden.
import JSON
import OrchestraAPI
import Time

/// One entry of a pipeline's `schedule`.
package struct PipelineSchedule: Sendable, Hashable {
  package var cron: String
  package var name: String?
  /// IANA name; nil is UTC.
  package var zone: String?
  package var environment: String?
  package var branch: String?
  /// Days without a run, "2025-12-25", in the schedule's zone.
  package var exclude: [String]

  package init(cron: String, zone: String? = nil) {
    self.cron = cron
    self.zone = zone
    exclude = []
  }

  init?(_ entry: JSONValue) {
    guard let cron = entry["cron"]?.string else { return nil }
    self.init(cron: cron, zone: entry["timezone"]?.string)
    name = entry["name"]?.string
    environment = entry["environment"]?.string
    branch = entry["branch"]?.string
    exclude = entry["exclude"]?.array?.compactMap(\.string) ?? []
  }

  /// "daily 03:00", with the zone where it is not UTC: "daily 03:00 Europe/London".
  package var words: String {
    let words = CronWords.words(cron)
    guard let zone, zone != "UTC", zone != "Etc/UTC" else { return words }
    // Where no time of day is said, no zone is needed.
    return words.contains(":") ? "\(words) \(zone)" : words
  }

  /// When it fires.
  /// - Throws: why that cannot be said, in a few words.
  package func timer(_ zones: ZoneBook) throws(ScheduleProblem) -> CronTimer {
    guard let zone = zones[zone] else {
      throw ScheduleProblem("time zone \(zone ?? "") is not known on this machine")
    }
    do throws(CronError) {
      return CronTimer(cron: try Cron(cron), zone: zone, exclude: exclude)
    } catch {
      throw ScheduleProblem("\(cron): \(error.description)")
    }
  }
}

/// Why the times of a schedule are not known.
package struct ScheduleProblem: Error, Sendable, Equatable {
  package let message: String

  init(_ message: String) { self.message = message }
}

extension Pipeline {
  /// Its schedules; at most `schedulesMax`.
  package var schedules: [PipelineSchedule] {
    (schedule?.array ?? []).prefix(Self.schedulesMax).compactMap { PipelineSchedule($0) }
  }

  /// Schedules of one pipeline that are looked at.
  static let schedulesMax = 50
}
