// Words of schedules, made once each: a few schedules start thousands of runs, and reading a cron
// expression takes far longer than finding its words again. Knows no runs and no screen.
import Synchronization

/// Remembers the words of cron expressions; equal ones give equal words, from whichever thread.
package final class ScheduleWords: Sendable {
  /// Most expressions that are remembered; beyond, all are made anew.
  package static let schedulesMax = 4096

  private struct Known {
    var words: [String: String] = [:]
    var made = 0
  }

  private let known = Mutex(Known())

  package init() {}

  /// How often words had to be made.
  package var made: Int { known.withLock { $0.made } }

  /// What `CronWords` says of an expression.
  package func words(_ cron: String) -> String {
    known.withLock { known in
      if let words = known.words[cron] { return words }
      if known.words.count >= Self.schedulesMax { known.words = [:] }
      let words = CronWords.words(cron)
      known.words[cron] = words
      known.made += 1
      return words
    }
  }
}
