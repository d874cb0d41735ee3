// Text that can be read across a room: digits and a few letters made of blocks. What has no picture
// here is left blank; the caller says the same in usual words beside it.

/// Large letters.
package enum BigText {
  /// How large a dot of the picture is drawn, the largest first.
  package enum Scale: Sendable, Hashable, CaseIterable {
    /// 2 rows by 4 columns: letters of 10 rows.
    case double
    /// 1 row by 2 columns: letters of 5 rows.
    case usual
    /// 1 row by 1 column: 5 rows, slim.
    case slim
    /// Half a row by 1 column: 3 rows; needs half blocks.
    case half

    /// Rows of a letter.
    package var rows: Int {
      switch self {
      case .double: 10
      case .usual, .slim: 5
      case .half: 3
      }
    }

    fileprivate var dotColumns: Int {
      switch self {
      case .double: 4
      case .usual: 2
      case .slim, .half: 1
      }
    }
  }

  /// Columns that a text takes.
  package static func columns(_ text: String, _ scale: Scale) -> Int {
    let dots = text.reduce(-1) { $0 + picture($1)[0].utf8.count + 1 }
    return max(0, dots) * scale.dotColumns
  }

  /// Whether the signs for a scale are there.
  package static func isPossible(_ scale: Scale, _ glyphs: GlyphSet) -> Bool {
    scale != .half || glyphs.bars.count > 1
  }

  /// Draws a text with its upper left corner at a place.
  package static func draw(
    _ text: String, on canvas: Canvas, at point: Point, scale: Scale, style: StyleID
  ) {
    var column = point.column
    for character in text {
      let dots = picture(character).map { line in line.utf8.map { $0 == UInt8(ascii: "#") } }
      let letter = Point(row: point.row, column: column)
      if scale == .half {
        drawHalves(dots, on: canvas, at: letter, style)
      } else {
        drawBlocks(dots, on: canvas, at: letter, scale, style)
      }
      column += (dots[0].count + 1) * scale.dotColumns
    }
  }

  private static func drawBlocks(
    _ dots: [[Bool]], on canvas: Canvas, at point: Point, _ scale: Scale, _ style: StyleID
  ) {
    let block = canvas.glyphs.bars[canvas.glyphs.bars.count - 1]
    let height = scale.rows / dots.count
    for (row, line) in dots.enumerated() {
      for (column, isSet) in line.enumerated() where isSet {
        canvas.fill(
          Rect(
            row: point.row + row * height, column: point.column + column * scale.dotColumns,
            rows: height, columns: scale.dotColumns), with: block, style: style)
      }
    }
  }

  private static func drawHalves(
    _ dots: [[Bool]], on canvas: Canvas, at point: Point, _ style: StyleID
  ) {
    for row in stride(from: 0, to: dots.count, by: 2) {
      for column in dots[row].indices {
        let lower = row + 1 < dots.count && dots[row + 1][column]
        guard dots[row][column] || lower else { continue }
        let sign = dots[row][column] ? (lower ? "█" : "▀") : "▄"
        canvas.text(
          sign, at: Point(row: point.row + row / 2, column: point.column + column), style: style)
      }
    }
  }

  private static func picture(_ character: Character) -> [String] {
    pictures[character] ?? ["  ", "  ", "  ", "  ", "  "]
  }

  private static let pictures: [Character: [String]] = [
    "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
    "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
    "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
    "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
    "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
    "A": ["###", "# #", "###", "# #", "# #"], "D": ["## ", "# #", "# #", "# #", "## "],
    "E": ["###", "#  ", "###", "#  ", "###"], "H": ["# #", "# #", "###", "# #", "# #"],
    "I": ["#", "#", "#", "#", "#"], "L": ["#  ", "#  ", "#  ", "#  ", "###"],
    "M": ["#   #", "## ##", "# # #", "#   #", "#   #"],
    "N": ["#  #", "## #", "# ##", "#  #", "#  #"], "O": ["###", "# #", "# #", "# #", "###"],
    "S": ["###", "#  ", "###", "  #", "###"], "T": ["###", " # ", " # ", " # ", " # "],
    ",": [" ", " ", " ", "#", "#"], ":": [" ", "#", " ", "#", " "],
  ]
}
