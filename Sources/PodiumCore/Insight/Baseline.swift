// How long something usually takes. A claim needs enough runs, and is shown with their number.
import Time

/// The usual duration, of what succeeded.
package struct Baseline: Sendable, Equatable {
  package let median: Duration
  /// Nine of ten took no longer.
  package let p90: Duration
  /// How many it is made from.
  package let n: Int

  /// Nothing is claimed from fewer.
  package static let nMin = 5
  /// Only so many of the newest are looked at: what was usual months ago is not.
  package static let nMax = 200

  /// - Parameter milliseconds: durations of those that succeeded, in any order; nil when they are
  ///   fewer than `nMin`.
  package init?(milliseconds: some Collection<Int64>) {
    guard milliseconds.count >= Self.nMin else { return nil }
    let sorted = milliseconds.sorted()
    n = sorted.count
    let upper = sorted[n / 2]
    let lower = sorted[(n - 1) / 2]
    median = .milliseconds(lower + (upper - lower) / 2)
    // The nearest rank: a duration that was really seen.
    p90 = .milliseconds(sorted[(n * 9 + 9) / 10 - 1])
  }

  /// How many times the median a duration is; nil where the median is nothing.
  package func factor(of duration: Duration) -> Double? {
    median > .zero ? duration.inSeconds / median.inSeconds : nil
  }
}
