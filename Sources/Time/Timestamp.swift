// Instants of the wire: microseconds since 1970 in UTC, and the ISO 8601 forms they come in.
// No Foundation: its zones are silently GMT in a static build and its parser is 100 times slower.
import CSystem

/// A moment in UTC with microseconds.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }
  package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

  /// The clock on the wall. Pass it in where tests need another one.
  package static func now() -> Timestamp { Timestamp(microseconds: cs_now_us()) }

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

  package static func + (a: Timestamp, d: Duration) -> Timestamp {
    Timestamp(microseconds: a.microseconds + d.microseconds)
  }

  package static func - (a: Timestamp, d: Duration) -> Timestamp {
    Timestamp(microseconds: a.microseconds - d.microseconds)
  }

  package static func - (a: Timestamp, b: Timestamp) -> Duration {
    .microseconds(a.microseconds - b.microseconds)
  }
}

extension Duration {
  /// Rounded towards zero.
  package var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }

  package var milliseconds: Int64 { microseconds / 1000 }

  /// Seconds with their fraction.
  package var inSeconds: Double { Double(microseconds) / 1_000_000 }
}

/// A source of the monotonic time: duration since an arbitrary start. Tests pass their own.
package typealias MonotonicClock = @Sendable () -> Duration

/// The machine's clocks.
package enum SystemClock {
  package static let monotonic: MonotonicClock = { .nanoseconds(cs_monotonic_ns()) }
}
