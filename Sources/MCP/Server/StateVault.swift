// What a server keeps between a question and the retry that answers it. Only a random handle travels:
// it is bound to the client and the request it belongs to, used once, and forgotten after a while.
import JSON
import Synchronization

/// Keeps states by handles.
final class StateVault: Sendable {
  /// States at most; the oldest go first.
  static let statesMax = 10_000
  static let lifetime: Duration = .seconds(600)

  private struct Entry {
    var state: JSONValue?
    var owner: String
    var expires: Duration
    var number: Int
  }
  private struct State {
    var entries: [String: Entry] = [:]
    var count = 0
  }
  private let state = Mutex(State())
  private let now: @Sendable () -> Duration
  private let random: @Sendable () -> String

  /// - Parameters:
  ///   - now: a monotonic clock.
  ///   - random: at least 128 bits as visible ASCII.
  init(now: @escaping @Sendable () -> Duration, random: @escaping @Sendable () -> String) {
    self.now = now
    self.random = random
  }

  /// Keeps a state for whoever owns the request.
  func keep(_ value: JSONValue?, owner: String) -> String {
    let (handle, time) = (random(), now())
    state.withLock { state in
      state.count += 1
      state.entries[handle] = Entry(
        state: value, owner: owner, expires: time + Self.lifetime, number: state.count)
      if state.entries.count > Self.statesMax {
        state.entries = state.entries.filter { $0.value.expires > time }
        let kept = state.entries.sorted { $0.value.number < $1.value.number }
          .suffix(Self.statesMax / 2)
        if state.entries.count > Self.statesMax {
          state.entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
      }
    }
    return handle
  }

  /// The state of a handle, once; nil when it is not this owner's, unknown or too old.
  func take(_ handle: String, owner: String) -> JSONValue?? {
    let time = now()
    return state.withLock { state -> JSONValue?? in
      guard let entry = state.entries[handle], entry.owner == owner, entry.expires > time else {
        return nil
      }
      state.entries[handle] = nil
      return .some(entry.state)
    }
  }
}
