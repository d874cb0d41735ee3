// The seven-day rule of the API: always both ends, never more than 168 hours apart.
import Time

/// A stretch of time to list runs of.
package struct Window: Sendable, Hashable {
  package var from: Timestamp
  package var to: Timestamp

  /// One second short of what the API refuses.
  package static let longest: Duration = .seconds(168 * 3600 - 1)
  /// How far the end lies ahead: this machine's clock may be slow, and new runs must not be missed.
  package static let lead: Duration = .seconds(60)

  /// `from` moves up when the stretch is longer than allowed.
  package init(from: Timestamp, to: Timestamp) {
    self.to = to
    self.from = max(from, to - Self.longest)
  }

  /// The last seven days.
  /// - Parameter serverAhead: by how much the server's clock is known to be ahead of ours.
  package static func week(at now: Timestamp, serverAhead: Duration = .zero) -> Window {
    let to = now + lead + max(serverAhead, .zero)
    return Window(from: to - longest, to: to)
  }

  package func contains(_ time: Timestamp) -> Bool { time >= from && time <= to }
}
