// A clipped window on a screen: the only way widgets and views draw. All text that passes through
// it is sanitised, so nothing from outside can reach the terminal as a control.

/// A rectangle to draw in, with its own coordinates; drawing outside of it does nothing.
/// Windows made by `sub` share one frame. Use it where it was made; it does not cross actors.
package struct Canvas {
  private final class Frame {
    var screen: Screen
    /// nil while nobody wants to know.
    var hotspots: [Hotspot]?

    init(size: Size, hotspots: [Hotspot]?) {
      screen = Screen(size: size)
      self.hotspots = hotspots
    }
  }

  private let frame: Frame
  /// Where (0, 0) of this window is on the screen.
  private let origin: Point
  private let clip: Rect
  package let size: Size
  package let glyphs: GlyphSet
  /// Whether texts are drawn without typographic signs.
  private let isPlain: Bool

  /// A blank frame.
  ///
  /// - Parameter keepsHotspots: whether to keep what is said with `hotspot`: only who wants to know
  ///   what is under the mouse pays for it.
  package init(size: Size, glyphs: GlyphSet = .unicode, keepsHotspots: Bool = false) {
    frame = Frame(size: size, hotspots: keepsHotspots ? [] : nil)
    origin = .zero
    clip = Rect(origin: .zero, size: size)
    self.size = size
    self.glyphs = glyphs
    isPlain = glyphs == .ascii
  }

  private init(parent: Canvas, rect: Rect) {
    frame = parent.frame
    origin = Point(row: parent.origin.row + rect.row, column: parent.origin.column + rect.column)
    size = rect.size
    clip = parent.clip.intersection(Rect(origin: origin, size: size))
    glyphs = parent.glyphs
    isPlain = parent.isPlain
  }

  package var rows: Int { size.rows }
  package var columns: Int { size.columns }
  /// The whole window in its own coordinates.
  package var bounds: Rect { Rect(origin: .zero, size: size) }
  /// What was drawn so far, on the whole frame.
  package var screen: Screen { frame.screen }

  /// A window in this one; what reaches outside is clipped.
  package func sub(_ rect: Rect) -> Canvas { Canvas(parent: self, rect: rect) }

  /// Draws one line of text and returns the columns it took. It is cut at `maxWidth` columns and at
  /// the window's edge, with an ellipsis unless `truncation` is `.none`.
  @discardableResult
  package func text(
    _ text: String, at point: Point, style: StyleID = .plain, maxWidth: Int? = nil,
    truncation: Truncation = .tail
  ) -> Int {
    let limit = min(maxWidth ?? (columns - point.column), columns - point.column)
    let row = origin.row + point.row
    guard limit > 0, row >= clip.row, row < clip.endRow else { return 0 }
    var text = text
    if truncation == .head {
      text = TextWidth.truncated(text, to: limit, from: .head, ellipsis: glyphs.ellipsis)
    }
    var line = LineWriter(
      row: row, column: origin.column + point.column, limit: limit, clip: clip, style: style,
      isPlain: isPlain)
    let isCut = text.withUTF8 { bytes in
      var scanner = CleanScanner(bytes)
      return line.write(&scanner, to: &frame.screen)
    }
    if isCut, truncation == .tail { line.endWithEllipsis(glyphs.ellipsis, on: &frame.screen) }
    return line.used
  }

  /// Draws pieces one after the other; returns the columns they took.
  @discardableResult
  package func spans(_ spans: [StyledSpan], at point: Point, maxWidth: Int? = nil) -> Int {
    let limit = min(maxWidth ?? columns, columns - point.column)
    var used = 0
    for span in spans where used < limit {
      used += text(
        span.text, at: Point(row: point.row, column: point.column + used), style: span.style,
        maxWidth: limit - used)
    }
    return used
  }

  /// Text at the right edge of the `width` columns from `point`; cut at its end if it does not fit.
  package func textRight(_ text: String, at point: Point, width: Int, style: StyleID = .plain) {
    let used = min(width, TextWidth.columns(text))
    self.text(
      text, at: Point(row: point.row, column: point.column + width - used), style: style,
      maxWidth: used)
  }

  /// Fills with a character of one column.
  package func fill(_ rect: Rect? = nil, with character: String = " ", style: StyleID = .plain) {
    let cell = Cell(character, style: style)
    precondition(cell.width == 1, "fill with a character of one column")
    each(rect ?? bounds) { screen, row, columns in
      screen.mendEdges(row: row, from: columns.lowerBound, to: columns.upperBound)
      let start = row * screen.size.columns
      for column in columns { screen.cells[start + column] = cell }
    }
  }

  /// Changes styles and leaves the text: for selections and dimmed parts.
  package func restyle(_ rect: Rect? = nil, _ style: (StyleID) -> StyleID) {
    each(rect ?? bounds) { screen, row, columns in
      let start = row * screen.size.columns
      for column in columns {
        screen.cells[start + column].style = style(screen.cells[start + column].style)
      }
    }
  }

  /// A rule of `length` columns.
  package func horizontalLine(at point: Point, length: Int, style: StyleID = .plain) {
    fill(
      Rect(origin: point, size: Size(rows: 1, columns: length)), with: glyphs.lines.horizontal,
      style: style)
  }

  /// A rule of `length` rows.
  package func verticalLine(at point: Point, length: Int, style: StyleID = .plain) {
    fill(
      Rect(origin: point, size: Size(rows: length, columns: 1)), with: glyphs.lines.vertical,
      style: style)
  }

  /// Shows the text cursor, if the place is in the window.
  package func cursor(at point: Point) {
    let place = Point(row: origin.row + point.row, column: origin.column + point.column)
    if clip.contains(place) { frame.screen.cursor = place }
  }

  /// Says what a part of the window is to the mouse; what is said later lies above.
  package func hotspot(_ rect: Rect? = nil, _ meaning: @autoclosure () -> any Sendable) {
    guard frame.hotspots != nil else { return }
    let rect = rect ?? bounds
    let place = Rect(
      origin: Point(row: origin.row + rect.row, column: origin.column + rect.column),
      size: rect.size
    ).intersection(clip)
    frame.hotspots?.append(Hotspot(rect: place, meaning: meaning()))
  }

  /// Takes back what was said so far: something lies over the whole frame.
  package func coverHotspots() { frame.hotspots?.removeAll() }

  /// What was said about the frame, the lowest first.
  package var hotspots: [Hotspot] { frame.hotspots ?? [] }

  /// Puts one scalar that a `CleanScanner` gave out; one without width joins the cell before. A
  /// wide one that would be cut becomes spaces.
  func put(_ scalar: UInt32, width: Int, at point: Point, style: StyleID) {
    let row = origin.row + point.row
    let column = origin.column + point.column
    guard row >= clip.row, row < clip.endRow else { return }
    if width == 0 {
      let before = column - 1
      guard before >= clip.column, before < clip.endColumn else { return }
      let index = row * frame.screen.size.columns + before
      let isHalf = frame.screen.cells[index].isContinuation && before > clip.column
      frame.screen.cells[isHalf ? index - 1 : index].combine(scalar)
    } else if column >= clip.column, column + width <= clip.endColumn {
      frame.screen[row, column] = Cell(scalar: scalar, width: width, style: style)
    } else {
      for place in column..<(column + width) where place >= clip.column && place < clip.endColumn {
        frame.screen[row, place] = Cell.blank.styled(style)
      }
    }
  }

  private func each(_ rect: Rect, _ body: (inout Screen, Int, Range<Int>) -> Void) {
    let place = Rect(
      origin: Point(row: origin.row + rect.row, column: origin.column + rect.column),
      size: rect.size
    ).intersection(clip)
    guard !place.isEmpty else { return }
    for row in place.row..<place.endRow {
      body(&frame.screen, row, place.column..<place.endColumn)
    }
  }
}
