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
  /// The first line at or after a time.
  case time(TimeGoal)
  /// To the right by columns; to the left if negative. Without effect while lines are wrapped.
  case columns(Int)
  case toggleWrap
  case toggleNumbers
  /// Stay at the end while the text grows.
  case toggleFollow
  /// As written, since the first line, local.
  case nextTimeDisplay
  case search(String, isBackward: Bool)
  /// The next match in the direction of the search, or against it.
  case next
  case previous
  case nextError
  /// The first error of a text that was just opened; without one, the end.
  case firstError
  case previousError
  case nextWarning
  case previousWarning
  /// All lines, warnings and errors, errors.
  case nextLevel
  /// Only lines that match the search; all again.
  case toggleMatching
  /// All lines again.
  case showAll
  /// Begins to select lines, holds what is selected, begins anew.
  case select
  /// Reads the selected lines, else the line the person was brought to, for copying.
  case copy
  /// Stops a search or a jump that is under way, or ends the selection.
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
  /// How much of the text the search under way has looked through, 0...100.
  package var searched: Int?
  /// The search under way is the one a text opens with: nobody asked for it.
  package var isOpening = false
  /// Bytes for the screen are on their way.
  package var isLoading = false
  package var matches: Matches?
  package var sieve: Sieve?
  package var times = TimeDisplay.written
  package var selection: Selection?
  /// One line for a person: not found, a failed read, a bad expression.
  package var message: String?

  /// The hits of the search.
  package struct Matches: Sendable, Hashable {
    /// Which one the person is at, from 1, if it is known.
    package var number: Int?
    package var count: Int
    /// False: more may follow.
    package var isWhole: Bool
  }

  /// Which lines are shown.
  package struct Sieve: Sendable, Hashable {
    package var rule: LineRuleName
    package var count: Int
    package var isWhole: Bool
  }

  /// Selected lines.
  package struct Selection: Sendable, Hashable {
    /// From 1, where known.
    package var firstLine: Int?
    package var lastLine: Int?
    package var bytes: Int
    /// It stays as it is while the person moves.
    package var isHeld: Bool
  }
}

/// Which lines a text is reduced to, for words.
package enum LineRuleName: Sendable, Hashable {
  case warnings, errors
  case matching(String)
}
