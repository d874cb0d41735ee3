// The seven-day window of the run list, with a little lead for clocks that differ.
import OrchestraClient
import Time

extension TimeWindow {
  /// How far the end lies ahead: this machine's clock may be slow, and new runs must not be missed.
  package static let lead: Duration = .seconds(60)

  /// The last seven days.
  /// - Parameter serverAhead: by how much the server's clock is known to be ahead of ours.
  package static func week(at now: Timestamp, serverAhead: Duration = .zero) -> TimeWindow {
    TimeWindow(endingAt: now + lead + max(serverAhead, .zero))
  }
}
