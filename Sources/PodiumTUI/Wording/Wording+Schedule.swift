// Countdowns and rates in words.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension Wording {
  /// How long until then: "58s", "12m", "3h05", "2d03h". Whole minutes of the wall clock from two
  /// minutes on, so that all on a screen change together.
  package static func countdown(to time: Timestamp, now: Timestamp) -> String {
    if countsSeconds(to: time, now: now) { return "\(max(0, time.seconds - now.seconds))s" }
    let minutes = time.seconds / 60 - now.seconds / 60
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 24 * 60 { return "\(minutes / 60)h\(two(minutes % 60))" }
    return "\(minutes / (24 * 60))d\(two(minutes / 60 % 24))h"
  }

  /// Whether a countdown changes with each second.
  package static func countsSeconds(to time: Timestamp?, now: Timestamp) -> Bool {
    time.map { $0.seconds - now.seconds < 120 } ?? false
  }

  /// When a run is planned: "03:15", "Sun 08:00", and with its date from six days on: "1 Dec 08:00",
  /// or the date alone.
  package static func plannedTime(_ time: Timestamp, now: Timestamp, isShort: Bool = false)
    -> String
  {
    guard time - now >= .seconds(6 * 86_400) else { return moment(time, now: now) }
    let date = time.local
    let day = "\(date.day) \(months[date.month - 1])"
    return isShort ? day : "\(day) \(clock(time).prefix(5))"
  }

  /// "96 % of 212"; nil where too few ended by themselves.
  package static func successRate(_ facts: PipelineFacts) -> String? {
    facts.successPercent.map { "\($0) % of \(count(facts.ended))" }
  }
}
