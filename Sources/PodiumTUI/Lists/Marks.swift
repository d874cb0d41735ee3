// Which rows are marked for an action on several. Marks are ids: they survive refreshes, sorting and
// filters that hide their rows. A range grows with the cursor until it is ended.

/// Marked rows of a list.
package struct Marks<ID: Hashable & Sendable>: Sendable {
  /// Most rows that are marked at a time: an action sends a request for each.
  package static var countMax: Int { 250 }

  /// The marked ids, in no order.
  package private(set) var ids: Set<ID> = []
  /// Where a range began, and what was marked before it.
  private var range: (anchor: ID, before: Set<ID>)?
  /// Whether the last change would have marked more than `countMax`.
  package private(set) var isFull = false

  package init() {}

  package var isEmpty: Bool { ids.isEmpty }
  package var count: Int { ids.count }
  /// Whether a range grows with the cursor.
  package var isRanging: Bool { range != nil }

  /// Whether a row is marked.
  package func contains(_ id: ID) -> Bool { !ids.isEmpty && ids.contains(id) }

  /// Marks a row, or takes its mark away; ends a range instead where there is one.
  package mutating func toggle(_ id: ID) {
    isFull = false
    if range != nil { return endRange() }
    if ids.remove(id) != nil { return }
    isFull = ids.count >= Self.countMax
    if !isFull { ids.insert(id) }
  }

  /// Begins a range at a row, or ends the present one.
  package mutating func toggleRange(at id: ID) {
    if range != nil { return endRange() }
    range = (id, ids)
    if ids.count < Self.countMax { ids.insert(id) }
  }

  /// Keeps what the range has marked.
  package mutating func endRange() { range = nil }

  /// After each movement: the range reaches from where it began to the cursor.
  package mutating func extend(to cursor: Int, indexOf: (ID) -> Int?, idAt: (Int) -> ID) {
    guard let range, let from = indexOf(range.anchor) else { return }
    ids = range.before
    isFull = false
    for row in stride(from: from, through: cursor, by: from <= cursor ? 1 : -1) {
      guard ids.count < Self.countMax else {
        isFull = true
        return
      }
      ids.insert(idAt(row))
    }
  }

  /// Drops marks of rows that are gone.
  package mutating func keep(_ isThere: (ID) -> Bool) {
    if !ids.isEmpty { ids = ids.filter(isThere) }
  }

  /// Takes all marks away.
  package mutating func clear() { self = Marks() }

  /// "3 marked", "3 marked, range": for the note of a list; empty without marks.
  package var words: String {
    guard !ids.isEmpty else { return "" }
    return "\(Wording.count(ids.count)) marked\(isFull ? " (at most)" : isRanging ? ", range" : "")"
  }
}
