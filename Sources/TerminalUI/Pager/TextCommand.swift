// What a person can do in a text.

/// A command for a `TextPager`.
package enum TextCommand: Sendable, Hashable {
  /// Down by rows; up if negative.
  case rows(Int)
  /// Down by screens; up if negative.
  case pages(Int)
  case halfPages(Int)
  case top
  case end
  /// A line number from 1.
  case line(Int)
  /// 0...100.
  case percent(Int)
  /// To the right by columns; to the left if negative. Without effect while lines are wrapped.
  case columns(Int)
  case toggleWrap
  case toggleNumbers
  /// Stay at the end while the text grows.
  case toggleFollow
  case search(String, isBackward: Bool)
  /// The next match in the direction of the search, or against it.
  case next
  case previous
  case nextError
  case previousError
  case nextWarning
  case previousWarning
  /// Stops a search or a jump that is under way.
  case cancel
}

/// What a header or footer says about a text.
package struct TextStatus: Sendable, Hashable {
  /// The first line on the screen from 1, if known, and the number of lines.
  package var line: Int?
  package var lines: Int?
  /// How far the last row shown is through the text, 0...100.
  package var percent: Int?
  package var bytes: Int?
  /// Nothing will be added.
  package var isComplete = false
  package var isFollowing = false
  package var isSearching = false
  /// Bytes for the screen are on their way.
  package var isLoading = false
  /// One line for a person: not found, a failed read, a bad expression.
  package var message: String?
}
