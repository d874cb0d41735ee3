// A text on the screen: a value that moves, searches and draws, and says what it needs to be read.
// It never reads: take its requests, perform them off the UI actor, give it the answers.
import Matching

/// Shows a `TextSource`. After each command, answer or change of size call `settle`, then perform
/// what `takeRequests` gives.
package struct TextPager: Sendable {
  package internal(set) var document = TextDocument()
  package internal(set) var place = TextPlace(line: 0)
  package var styles = TextPagerStyles()
  var options = Options()
  var search = SearchState()
  var sieve = SieveState()
  var selection: Selection?
  var work = Work()
  /// The window's size at the last `settle`.
  var size = Size(rows: 24, columns: 80)
  /// Movements whose bytes are not there yet, in order.
  var motions: [Motion] = []
  package internal(set) var message: String?
  let levels: LogLevels?

  /// How the text is shown.
  struct Options: Sendable, Hashable {
    var wraps = false
    var showsNumbers = true
    var isFollowing = false
    /// Columns scrolled away at the left.
    var left = 0
    var times = TimeDisplay.written
  }

  /// What is searched for.
  struct SearchState: Sendable {
    var pattern: Pattern?
    var isBackward = false
    /// The match or the line the person was brought to.
    var current: Range<Int>?
    /// It is a match of the pattern, not a line of a level.
    var isAtMatch = false
    /// Its number among the matches; nil if it is not one of them or not counted yet.
    var ordinal: Int?
    var tally: TextTally?
    var running: TextSearch?
    /// Nobody asked for it: without a hit the end is shown.
    var isOpening = false
  }

  /// Which lines are shown.
  struct SieveState: Sendable {
    var rule: LineRule?
    var lines: TextSieve?
    var tally: TextTally?

    /// How far the passing lines are known.
    var progress: Int { lines?.covered.upperBound ?? 0 }
  }

  /// Lines that are selected, by the pieces at both ends.
  struct Selection: Sendable, Hashable {
    var anchor: Int
    var head: Int
    /// Movements extend it no more.
    var isHeld = false

    var first: Int { min(anchor, head) }
    var last: Int { max(anchor, head) }
  }

  /// A movement that may have to wait for bytes.
  enum Motion: Sendable, Hashable {
    case rows(Int)
    case end
    case line(Int)
    case percent(Int)
    case offset(Int)
    case reveal(Range<Int>)
    /// Moves the end of the selection by pieces.
    case head(Int)
    case time(TimeGoal)
  }

  /// What is under way.
  struct Work: Sendable {
    /// From the source.
    var chunkBytes = 256 * 1024
    var readsAhead = false
    /// Requests that were given out and not answered.
    var running: Set<TextRequest.Purpose> = []
    /// What the screen or a motion waits for.
    var missing: MissingBytes?
    var wantsTail = false
    /// The tail was wanted while bytes were on their way, which may be older.
    var wantsTailAgain = false
    /// The person went to the end: to the one that the answer tells of, too.
    var wantsEnd = false
    var copyRange: Range<Int>?
    /// What was read for copying, until it is taken.
    var copied: Copied?
    /// The last read failed; nothing is read until the person or the clock asks again.
    var isStalled = false
    /// Answers to older requests of a purpose are dropped.
    var tickets: [TextRequest.Purpose: Int] = [:]
  }

  /// Text for the clipboard.
  package enum Copied: Sendable, Hashable {
    case text([UInt8])
    /// More than a clipboard takes.
    case tooMuch(bytes: Int)
  }

  /// Motions that may wait; more are dropped.
  static let motionsMax = 16
  /// Matches marked in one line.
  static let marksMax = 200

  /// A pager for a source, whose first bytes it will ask for.
  package init(for source: some TextSource, follows: Bool = false) {
    work.chunkBytes = source.chunkBytes
    work.readsAhead = source.isCheap
    options.isFollowing = follows
    levels = try? LogLevels()
    if follows { motions = [.end] }
  }

  package var isFollowing: Bool { options.isFollowing }
  package var wraps: Bool { options.wraps }

  /// Whether `poll` is worth a timer: the text may grow and the person waits for it.
  package var isPolling: Bool { options.isFollowing && !document.isComplete }

  /// Asks for what was added since; call it from time to time while `isPolling`, or when a source
  /// tells of changes.
  package mutating func poll() {
    work.isStalled = false
    guard !document.isComplete else { return }
    (work.wantsTail, work.wantsTailAgain) = (true, work.running.contains(.screen))
  }

  /// What was read for copying; once.
  package mutating func takeCopied() -> Copied? {
    defer { work.copied = nil }
    return work.copied
  }

  var painter: TextPainter {
    TextPainter(width: max(1, size.columns - gutterColumns), wraps: options.wraps)
  }

  var pieces: TextPieces {
    var pieces = TextPieces(document: document, sieve: sieve.lines)
    if options.times != .written {
      pieces.times = TimeView(display: options.times, base: document.firstTime)
    }
    return pieces
  }

  var rows: TextRows { TextRows(pieces: pieces, painter: painter) }

  /// Columns of the line numbers with the space after them.
  var gutterColumns: Int {
    guard options.showsNumbers else { return selection == nil ? 0 : 1 }
    let known = max(document.index.newlines, (place.line ?? 0) + size.rows)
    let lines = document.lineCount ?? known
    return min(size.columns / 2, max(4, String(lines).utf8.count) + 1)
  }

  /// A finder of what is wanted, in the lines that are shown.
  func finder(_ goal: TextFinder.Goal) -> TextFinder? {
    levels.map { TextFinder(goal: goal, within: sieve.rule, levels: $0) }
  }
}
