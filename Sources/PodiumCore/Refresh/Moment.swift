// One reading of both clocks: intervals count on the monotonic one, people and the API on the wall's.
import Time

/// Now, on both clocks.
package struct Moment: Sendable, Equatable {
  package var monotonic: Duration
  package var wall: Timestamp

  package init(monotonic: Duration, wall: Timestamp) {
    self.monotonic = monotonic
    self.wall = wall
  }

  /// The wall time of a monotonic time near this moment.
  package func wall(at time: Duration) -> Timestamp { wall + (time - monotonic) }
}
