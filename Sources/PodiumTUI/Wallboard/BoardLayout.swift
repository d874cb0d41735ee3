// Where the parts of a wallboard go on a screen of some size, and how many lines a page holds. Pure.
import TerminalUI

/// The places of a wallboard's parts.
struct BoardLayout: Equatable {
  let size: Size
  /// How the counts are drawn; nil is one line of usual words.
  let scale: BigText.Scale?
  /// Whether the clock is drawn as large as the counts.
  let hasBigClock: Bool
  /// The lines of the list.
  let list: Rect
  /// Rows that one line of the list takes, the empty one after it included.
  let itemRows: Int
  /// Whether an empty row stands between the lines.
  let isAiry: Bool
  /// Whether the detail has a row of its own: where the screen is narrow, or has room enough.
  let hasDetailRow: Bool
  /// Whether the columns of a wide screen are used.
  let isWide: Bool

  /// From this width on names, places and ages have columns of their own.
  static let wideFrom = 100
  /// Large counts take at most this share of the rows.
  static let rowsShare = 2.0 / 9
  /// Columns between two large counts.
  static let tallyGap = 4

  init(_ size: Size, tallies: [Board.Tally], clock: String, items: Int, _ glyphs: GlyphSet) {
    self.size = size
    let widths = { (scale: BigText.Scale) in
      tallies.map { max(TextWidth.columns($0.label), BigText.columns(Self.text($0), scale)) }
    }
    func width(_ scale: BigText.Scale) -> Int {
      widths(scale).reduce(-Self.tallyGap) { $0 + $1 + Self.tallyGap }
    }
    scale = BigText.Scale.allCases.first { scale in
      BigText.isPossible(scale, glyphs) && width(scale) <= size.columns - 4
        && Double(scale.rows) <= Double(size.rows) * Self.rowsShare
    }
    let clockColumns = scale.map { width($0) + 3 * Self.tallyGap + BigText.columns(clock, $0) }
    hasBigClock = clockColumns.map { $0 <= size.columns - 4 } ?? false
    isWide = size.columns >= Self.wideFrom
    let top = scale.map { 2 + $0.rows + 2 } ?? (size.rows < 8 ? 2 : 3)
    var list = Rect(origin: .zero, size: size).splitTop(min(top, max(0, size.rows - 1))).rest
    if size.rows > 4 { list = list.splitBottom(size.rows > 10 ? 2 : 1).rest }
    self.list = list
    func fits(_ rows: Int) -> Bool { items > 0 && items * rows <= list.rows + 1 }
    hasDetailRow = fits(3) || !isWide && size.rows > 10
    let rows = hasDetailRow ? 2 : 1
    isAiry = fits(rows + 1)
    itemRows = isAiry ? rows + 1 : rows
  }

  /// Lines of the list that fit.
  var itemsPerPage: Int { max(1, (list.rows + (isAiry ? 1 : 0)) / itemRows) }

  /// Pages that so many lines take, 1 at least.
  func pages(_ items: Int) -> Int { max(1, (items + itemsPerPage - 1) / itemsPerPage) }

  static func text(_ tally: Board.Tally) -> String { Wording.count(tally.number) }
}
