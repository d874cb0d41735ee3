// Sessions of HTTP clients by their ids. An id is random and never says who somebody is.
import Synchronization

/// The sessions that are open.
final class SessionTable: Sendable {
  /// Sessions at most; the longest unused goes first.
  static let sessionsMax = 1_000

  private struct Entry {
    var session: Session
    var stream: EventStream?
    var used: Int
  }
  private struct State {
    var entries: [String: Entry] = [:]
    var uses = 0
  }
  private let state = Mutex(State())
  private let random: @Sendable () -> String

  init(random: @escaping @Sendable () -> String) { self.random = random }

  /// Keeps a new session and gives its id.
  func add(_ session: Session, stream: EventStream? = nil) -> String {
    let id = random()
    let victim = state.withLock { state -> Session? in
      state.uses += 1
      state.entries[id] = Entry(session: session, stream: stream, used: state.uses)
      guard state.entries.count > Self.sessionsMax,
        let oldest = state.entries.min(by: { $0.value.used < $1.value.used })?.key
      else { return nil }
      return state.entries.removeValue(forKey: oldest)?.session
    }
    victim?.close()
    return id
  }

  /// A session and its stream; nil when it is not there, or another principal's.
  func find(_ id: String, principal: String) -> (session: Session, stream: EventStream?)? {
    state.withLock { state in
      guard let entry = state.entries[id], entry.session.principal == principal else { return nil }
      state.uses += 1
      state.entries[id]?.used = state.uses
      return (entry.session, entry.stream)
    }
  }

  /// Ends a session; false when it was not there.
  func remove(_ id: String, principal: String) -> Bool {
    let entry = state.withLock { state -> Entry? in
      guard state.entries[id]?.session.principal == principal else { return nil }
      return state.entries.removeValue(forKey: id)
    }
    entry?.session.close()
    entry?.stream?.finish()
    return entry != nil
  }

  /// Ends all.
  func close() {
    let entries = state.withLock { state in
      defer { state.entries = [:] }
      return Array(state.entries.values)
    }
    for entry in entries {
      entry.session.close()
      entry.stream?.finish()
    }
  }
}
