// How many hits a text has: counted from its start to its end in the background, on while it grows.

/// The count of hits so far.
struct TextTally: TextScan {
  /// More are not counted.
  static let countMax = 9_999_999
  /// Bytes from one mark to the next: a hit's number is found by reading no more than these.
  static let markBytes = 4 * 1024 * 1024
  /// Of a text that has to be fetched, only this much is read for counting.
  static let remoteBytesMax = 1024 * 1024

  /// The count where a window began.
  struct Mark: Sendable {
    let cursor: DownCursor
    let count: Int
  }

  let isLong = true
  let finder: TextFinder
  private let bytesMax: Int
  private var cursor = DownCursor(lineStart: 0)
  /// Hits before the place where counting goes on when the text grows, and after it.
  private var settled = 0
  private var provisional = 0
  private var marks: [Mark] = []
  private var isTooCostly = false
  /// How long the text was said to be when counting went on last.
  private var aim: Int?

  init(_ finder: TextFinder, bytesMax: Int = .max) {
    self.finder = finder
    self.bytesMax = bytesMax
    marks = [Mark(cursor: cursor, count: 0)]
  }

  var count: Int { settled + provisional }
  /// All of the text was counted.
  var isWhole: Bool { cursor.isDone }

  func wanted(_ windowBytes: Int) -> Range<Int>? {
    isCut ? nil : cursor.wanted(windowBytes)
  }

  private var isCut: Bool {
    count >= Self.countMax || isTooCostly || cursor.place >= bytesMax
  }

  mutating func take(_ window: TextWindow) {
    let part = cursor.take(window)
    let resume = cursor.isDone ? cursor.resume : cursor.position
    var (before, after) = (0, 0)
    let ending = finder.each(in: part) { hit in
      if hit.range.lowerBound < resume { before += 1 } else { after += 1 }
      return true
    }
    isTooCostly = ending == .tooCostly
    settled += before
    provisional = after
    if let last = marks.last, cursor.place >= last.cursor.place + Self.markBytes {
      marks.append(Mark(cursor: cursor, count: settled))
    }
  }

  /// Goes on, as the text grew to a length.
  mutating func reopen(for end: Int) {
    guard cursor.isDone else { return }
    aim = end
    cursor.reopen()
    provisional = 0
  }

  /// Whether there is something to count in a text of this length. One that has less than it says is
  /// looked at once.
  func isWanted(in end: Int) -> Bool {
    !isCut && (!cursor.isDone || (cursor.place < end && aim != end))
  }

  /// Where counting can begin to find a hit's number; nil where it was not counted yet.
  func mark(before offset: Int) -> Mark? {
    guard offset < cursor.position, !isTooCostly else { return nil }
    return marks.last { $0.cursor.position <= offset }
  }

  var result: TextAnswer.Result { .tallied(self) }
}
