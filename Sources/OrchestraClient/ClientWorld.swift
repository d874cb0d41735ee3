// Time and chance as the client sees them: parameters, so that tests and simulations own them.
import Time

/// Clocks, waiting and random numbers.
package struct ClientWorld: Sendable {
  /// Monotonic time.
  package var clock: MonotonicClock
  /// The clock on the wall.
  package var wall: @Sendable () -> Timestamp
  /// Waits so long; throws when the task is cancelled.
  package var sleep: @Sendable (Duration) async throws(CancellationError) -> Void
  /// Uniform in 0..<1.
  package var random: @Sendable () -> Double

  package init(
    clock: @escaping MonotonicClock, wall: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void,
    random: @escaping @Sendable () -> Double
  ) {
    self.clock = clock
    self.wall = wall
    self.sleep = sleep
    self.random = random
  }

  /// The real one.
  package static let system = ClientWorld(
    clock: SystemClock.monotonic, wall: { Timestamp.now() },
    sleep: { (duration) async throws(CancellationError) in
      do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
    },
    random: { Double.random(in: 0..<1) })
}
