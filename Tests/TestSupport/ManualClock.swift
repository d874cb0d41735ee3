// Time that tests own. Nothing really waits: a sleep either moves the time at once, or lasts until
// the test moves it.
import OrchestraClient
import Synchronization
import Time

/// A monotonic and a wall clock that only tests move.
package final class ManualClock: Sendable {
  /// What a sleep does.
  package enum Sleeping: Sendable {
    /// Moves the time to its end and returns: for retry loops and simulations of one caller.
    case movesTime
    /// Lasts until `advance` reaches its end.
    case waits
  }

  private struct State {
    var now: Duration = .zero
    var lastID = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    var slept: [Duration] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private struct Sleeper {
    var end: Duration
    var continuation: CheckedContinuation<Bool, Never>
  }

  /// Wall time at the monotonic time zero.
  package let start: Timestamp
  private let sleeping: Sleeping
  private let state = Mutex(State())

  package init(
    start: Timestamp = Timestamp(seconds: 1_760_573_750), sleeping: Sleeping = .movesTime
  ) {
    self.start = start
    self.sleeping = sleeping
  }

  /// Monotonic time.
  package var now: Duration { state.withLock { $0.now } }
  /// Every sleep that was asked for, in order.
  package var slept: [Duration] { state.withLock { $0.slept } }
  /// For parameters of type `MonotonicClock`.
  package var monotonic: MonotonicClock { { self.now } }
  /// For parameters that want the time of day.
  package var wall: @Sendable () -> Timestamp { { self.start + self.now } }

  /// The client's world on this clock.
  package func world(random: @escaping @Sendable () -> Double = { 0.5 }) -> ClientWorld {
    ClientWorld(
      clock: monotonic, wall: wall,
      sleep: { (duration) async throws(CancellationError) in try await self.sleep(duration) },
      random: random)
  }

  /// Moves the time and wakes whoever sleeps until then.
  package func advance(by duration: Duration) {
    let woken = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.value.end <= state.now }
      for id in due.keys { state.sleepers[id] = nil }
      return due.sorted { ($0.value.end, $0.key) < ($1.value.end, $1.key) }
    }
    for (_, sleeper) in woken { sleeper.continuation.resume(returning: true) }
  }

  /// Sleeps on this clock; throws when the task is cancelled.
  package func sleep(_ duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { $0.slept.append(duration) }
    if sleeping == .movesTime {
      advance(by: duration)
      await Task.yield()
      return
    }
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let isOver = await withTaskCancellationHandler {
      await withCheckedContinuation { add(id, duration, $0) }
    } onCancel: {
      cancel(id)
    }
    if !isOver { throw CancellationError() }
  }

  /// Returns as soon as so many tasks sleep on this clock.
  package func sleepers(_ count: Int) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isReached = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if isReached { continuation.resume() }
    }
  }

  private func add(
    _ id: Int, _ duration: Duration, _ continuation: CheckedContinuation<Bool, Never>
  ) {
    let (answer, reached) = state.withLock { state -> (Bool?, [CheckedContinuation<Void, Never>]) in
      if state.cancelled.remove(id) != nil { return (false, []) }
      if duration <= .zero { return (true, []) }
      state.sleepers[id] = Sleeper(end: state.now + duration, continuation: continuation)
      let count = state.sleepers.count
      let reached = state.watchers.filter { $0.count <= count }.map(\.continuation)
      state.watchers.removeAll { $0.count <= count }
      return (nil, reached)
    }
    if let answer { continuation.resume(returning: answer) }
    for watcher in reached { watcher.resume() }
  }

  private func cancel(_ id: Int) {
    let sleeper = state.withLock { state in
      let found = state.sleepers.removeValue(forKey: id)
      if found == nil { state.cancelled.insert(id) }
      return found
    }
    sleeper?.continuation.resume(returning: false)
  }
}
