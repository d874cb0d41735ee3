// Follows a selection that moves fast: what costs something follows only when the selection has
// rested. Time is passed in; whoever keeps it says when it wants to be asked again.
import Time

/// A value that follows another one with a delay.
package struct Resting<Value: Hashable & Sendable>: Sendable {
  /// Where the other one rested last.
  package private(set) var value: Value?
  private var next: (value: Value?, since: Timestamp)?
  private let delay: Duration
  private let isEager: Bool

  /// - Parameter isEager: the first value is followed at once.
  package init(delay: Duration, isEager: Bool) {
    self.delay = delay
    self.isEager = isEager
  }

  /// Tells what is selected now.
  package mutating func follow(_ selected: Value?, now: Timestamp) {
    if selected == value {
      next = nil
    } else if isEager, value == nil {
      (value, next) = (selected, nil)
    } else if let next, next.value == selected, now >= next.since {
      if now - next.since >= delay { (value, self.next) = (selected, nil) }
    } else {
      next = (selected, now)
    }
  }

  /// When it will follow if nothing moves; nil when it has.
  package var dueAt: Timestamp? { next.map { $0.since + delay } }
}
