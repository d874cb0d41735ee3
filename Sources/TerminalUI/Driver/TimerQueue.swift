// Timers of the event loop, ordered by when they are due. Does not know what time it is.

/// Names a timer, to cancel it.
package struct TimerID: Sendable, Hashable {
  fileprivate let number: Int
}

/// What shall run when.
struct TimerQueue {
  /// More than this at once is a leak.
  static let timersMax = 64

  private struct Entry {
    let id: TimerID
    let due: Duration
    let body: @UIActor () -> Void
  }

  private var entries: [Entry] = []
  private var count = 0

  var nextDue: Duration? { entries.first?.due }

  mutating func add(due: Duration, _ body: @escaping @UIActor () -> Void) -> TimerID {
    precondition(entries.count < Self.timersMax, "too many timers")
    count += 1
    let id = TimerID(number: count)
    let place = entries.firstIndex { $0.due > due } ?? entries.count
    entries.insert(Entry(id: id, due: due, body: body), at: place)
    return id
  }

  mutating func remove(_ id: TimerID) { entries.removeAll { $0.id == id } }

  /// Removes and returns what is due, earliest first.
  mutating func takeDue(at now: Duration) -> [@UIActor () -> Void] {
    let due = entries.prefix { $0.due <= now }.map(\.body)
    entries.removeFirst(due.count)
    return due
  }
}
