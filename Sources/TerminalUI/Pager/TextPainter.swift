// One piece of text as rows of cells: tabs, wrapping, horizontal scroll, colours, marked matches.
// Counting rows and painting them share one walk, so they cannot disagree.

/// The looks of a text; set what the theme says.
package struct TextPagerStyles: Sendable, Hashable {
  package var text = StyleID.plain
  package var error = StyleID.ansi(1)
  package var warning = StyleID.ansi(3)
  package var lineNumber = StyleID.dim
  package var match = StyleID.reverse
  package var currentMatch = StyleID.ansiReverse(3)
  package var selected = StyleID.reverse
  package var selectionMark = StyleID.plain
  /// Signs that are not part of the text.
  package var note = StyleID.dim

  package init() {}
}

/// Lays out one piece of a text in rows of a width.
struct TextPainter {
  static let tabColumns = 8

  let width: Int
  let wraps: Bool

  /// Rows that a piece takes; at least one.
  func rows(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard wraps, width > 0, bytes.count > width || bytes.contains(0x09) else { return 1 }
    var last = 0
    walk(bytes) { _, row, _, _, _ in
      last = row
      return true
    }
    return last + 1
  }

  /// The column of the scalar at a byte, counted without wrapping, and its row with it.
  func place(of byte: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (row: Int, column: Int) {
    var found = (row: 0, column: 0)
    walk(bytes) { _, row, column, _, scanner in
      if scanner.scalarStart <= byte { found = (row, column) }
      return scanner.scalarStart < byte
    }
    return found
  }

  /// Calls `body` with each scalar, its row, its column and its width, until it returns false; tabs
  /// come as spaces.
  private func walk(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ body: (_ scalar: UInt32, _ row: Int, _ column: Int, _ width: Int, CleanScanner) -> Bool
  ) {
    var scanner = CleanScanner(bytes, layout: .tabs)
    var (row, column) = (0, 0)
    while let scalar = scanner.next() {
      let isTab = scalar == 0x09
      let columns =
        isTab ? Self.tabColumns - column % Self.tabColumns : TextWidth.columns(of: scalar)
      if wraps, columns > 0, column > 0, column + (isTab ? 1 : columns) > width {
        (row, column) = (row + 1, 0)
      }
      if isTab {
        for step in 0..<columns where !wraps || column + step < width {
          if !body(0x20, row, column + step, 1, scanner) { return }
        }
      } else if !body(scalar, row, column, columns, scanner) {
        return
      }
      column += columns
    }
  }

  /// What a piece is painted with.
  struct Paint {
    var base: StyleID
    var matches: [Range<Int>] = []
    var matchStyle: StyleID = .plain
    /// The match the person is at, and its style.
    var current: Range<Int>?
    var currentStyle: StyleID = .plain
    /// The colours that the text brings are left out.
    var ignoresColours = false

    func style(at byte: Int, _ sgr: SGRState) -> StyleID {
      if let current, current.contains(byte) { return currentStyle }
      if matches.contains(where: { $0.contains(byte) }) { return matchStyle }
      let style = ignoresColours ? .plain : sgr.style
      return style == .plain ? base : style
    }
  }

  /// Paints the rows from `skip` on at `line` of a window that is `width` wide, without the first
  /// `left` columns. Returns whether something is left over at the right.
  @discardableResult
  func paint(
    _ bytes: UnsafeBufferPointer<UInt8>, on canvas: Canvas, line: Int, skip: Int, left: Int,
    _ paint: Paint
  ) -> Bool {
    var isCut = false
    walk(bytes) { scalar, row, column, columns, scanner in
      let place = Point(row: line + row - skip, column: column - left)
      if place.column + columns > width { isCut = true }
      if place.row >= canvas.rows || (isCut && !wraps) { return false }
      if row >= skip, place.column < width {
        canvas.put(
          scalar, width: columns, at: place,
          style: paint.style(at: scanner.scalarStart, scanner.sgr))
      }
      return true
    }
    return isCut
  }
}
