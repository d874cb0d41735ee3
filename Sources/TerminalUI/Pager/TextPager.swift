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
  }

  /// What is searched for.
  struct SearchState: Sendable {
    var pattern: Pattern?
    var isBackward = false
    /// The match or the line the person was brought to.
    var current: Range<Int>?
    var running: TextSearch?
  }

  /// A movement that may have to wait for bytes.
  enum Motion: Sendable, Hashable {
    case rows(Int)
    case end
    case line(Int)
    case percent(Int)
    case offset(Int)
    case reveal(Range<Int>)
  }

  /// What is under way.
  struct Work: Sendable {
    /// From the source.
    var chunkBytes = 256 * 1024
    var readsAhead = false
    /// Kinds of requests that were given out and not answered.
    var isReading = false
    var isIndexing = false
    var isSearching = false
    /// Bytes that the screen or a motion waits for.
    var missing: Int?
    var wantsTail = false
    /// The last read failed; nothing is read until the person or the clock asks again.
    var isStalled = false
    var ticket = 0
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

  /// Asks for what was added since; call it from time to time while `isPolling`.
  package mutating func poll() {
    work.isStalled = false
    if !document.isComplete { work.wantsTail = true }
  }

  var painter: TextPainter {
    TextPainter(width: max(1, size.columns - gutterColumns), wraps: options.wraps)
  }

  var rows: TextRows { TextRows(document: document, painter: painter) }

  /// Columns of the line numbers with the space after them.
  var gutterColumns: Int {
    guard options.showsNumbers else { return 0 }
    let lines = document.lineCount ?? max(document.index.newlines, (place.line ?? 0) + size.rows)
    return min(size.columns / 2, max(4, String(lines).utf8.count) + 1)
  }

  /// For the header or footer.
  package var status: TextStatus {
    var status = TextStatus()
    status.line = place.line.map { $0 + 1 }
    status.lines = document.lineCount
    status.bytes = document.end
    status.percent = percent
    status.isComplete = document.isComplete
    status.isFollowing = options.isFollowing
    status.isSearching = search.running != nil
    status.isLoading = work.missing != nil
    status.message = message
    return status
  }

  private var percent: Int? {
    guard let end = document.end else { return nil }
    var last = place
    guard end > 0, (try? rows.moveDown(&last, by: size.rows - 1)) != nil,
      let piece = try? document.piece(from: last.offset)
    else { return end == 0 ? 100 : nil }
    return min(100, piece.next * 100 / end)
  }
}
