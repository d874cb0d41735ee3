// How the last 24 hours went, hour by hour. Counts are made once a chunk, so that a new page costs
// one chunk; only chunks of the last day are looked at.
import OrchestraAPI
import Time

/// Runs and failures per hour of the last day.
package struct DayTrend: Sendable {
  /// What happened in one hour of the clock.
  package struct Hour: Sendable, Equatable {
    package var runs = 0
    package var failed = 0
  }

  package static let hoursMax = 24

  /// The oldest hour first; the last one is still going on.
  package private(set) var hours = [Hour](repeating: Hour(), count: hoursMax)
  private var known: [ObjectIdentifier: Counted] = [:]

  /// Holds its chunk, so that the identifier cannot be given to another one.
  private struct Counted: Sendable {
    let chunk: RunChunk
    var hours: [Int64: Hour] = [:]
  }

  package init() {}

  /// Counts the runs of a table by the hours in which they were created.
  package mutating func count(_ table: RunTable, now: Timestamp) {
    let last = Self.hour(of: now)
    let first = last - Int64(Self.hoursMax) + 1
    var next: [ObjectIdentifier: Counted] = [:]
    var sums = [Hour](repeating: Hour(), count: Self.hoursMax)
    for chunk in table.chunks {
      guard Self.hour(of: chunk.first.createdAt) >= first else { break }
      let id = ObjectIdentifier(chunk)
      let counted = known[id] ?? Self.count(chunk)
      next[id] = counted
      for (hour, counts) in counted.hours where (first...last).contains(hour) {
        sums[Int(hour - first)].runs += counts.runs
        sums[Int(hour - first)].failed += counts.failed
      }
    }
    (known, hours) = (next, sums)
  }

  private static func count(_ chunk: RunChunk) -> Counted {
    var counted = Counted(chunk: chunk)
    for run in chunk.runs {
      let hour = hour(of: run.createdAt)
      counted.hours[hour, default: Hour()].runs += 1
      if run.status == .failed { counted.hours[hour, default: Hour()].failed += 1 }
    }
    return counted
  }

  private static func hour(of time: Timestamp) -> Int64 {
    (time.seconds >= 0 ? time.seconds : time.seconds - 3599) / 3600
  }
}
