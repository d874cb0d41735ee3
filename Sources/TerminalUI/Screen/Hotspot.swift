// What places on the screen are to the mouse. Said while a frame is drawn, so that no second account
// of the layout is kept; what a meaning does is decided by who asks.

/// A place of a frame and what it is to the mouse.
package struct Hotspot: Sendable {
  /// In cells of the whole frame.
  package let rect: Rect
  package let meaning: any Sendable
}

/// What a table says about its own places.
package enum TableSpot: Sendable, Hashable {
  /// A row of the list, and the one that is selected now.
  case row(Int, selected: Int)
  /// The heading of the column with this title.
  case heading(String)
}
