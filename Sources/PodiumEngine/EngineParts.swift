// What the parts of an engine share: clocks, ids, the writer, the file thread, a line for people.
import OrchestraAPI
import Synchronization
import Time

/// Both clocks, so that tests can pass their own.
package struct EngineClocks: Sendable {
  package var now: @Sendable () -> Timestamp
  package var monotonic: MonotonicClock

  package init(
    now: @escaping @Sendable () -> Timestamp = { .now() },
    monotonic: @escaping MonotonicClock = SystemClock.monotonic
  ) {
    self.now = now
    self.monotonic = monotonic
  }
}

/// Shared by the catalog, the starter and the runner.
package struct EngineParts: Sendable {
  package var journal: Journal
  package var folders: FolderThread
  package var clocks: EngineClocks
  package var ids: RunIDs
  /// Whether tasks of integrations that do not run here are pretended.
  package var simulates: Bool
  /// One line about something that people should know.
  package var report: @Sendable (String) -> Void

  /// A new id of anything.
  package func makeID<Noun>() -> Identifier<Noun> { ids.next(at: clocks.now()) }
}

/// Makes ids: version 4 in form, but in the order of time, so that indexes grow at their end.
package final class RunIDs: Sendable {
  private struct State {
    var generator: any RandomNumberGenerator & Sendable
  }

  private let state: Mutex<State>

  package init(_ generator: some RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
    state = Mutex(State(generator: generator))
  }

  /// 48 bits of milliseconds, 74 random bits.
  package func next<Noun>(at time: Timestamp) -> Identifier<Noun> {
    state.withLock { state in
      let milliseconds = UInt64(max(0, time.microseconds / 1000))
      let random: UInt64 = state.generator.next() & 0xffff
      let low: UInt64 = state.generator.next()
      var numbers = FixedNumbers(words: [milliseconds << 16 | random, low])
      return .random(using: &numbers)
    }
  }
}
