// Draws what is in view. Pure: draws the same for the same value.

extension TextPager {
  /// Draws the text from its first row in view on; rows whose bytes are not there yet stay empty.
  package func draw(on canvas: Canvas) {
    let gutter = gutterColumns
    let text = canvas.sub(
      Rect(row: 0, column: gutter, rows: canvas.rows, columns: canvas.columns - gutter))
    let rows = rows
    var (line, skip, number) = (0, place.row, place.line)
    var next: TextDocument.Piece? = try? document.piece(from: place.offset)
    while line < canvas.rows, let piece = next, document.end != 0 {
      guard let bytes = try? document.bytes(piece.start..<piece.end) else { break }
      if skip == 0, gutter > 0 {
        drawNumber(piece.isLineStart ? number : nil, piece, at: line, gutter, on: canvas)
      }
      line += draw(bytes, piece, at: line, skip: skip, on: text)
      skip = 0
      if piece.isLineEnd { number = number.map { $0 + 1 } }
      next = (try? rows.piece(after: piece)) ?? nil
    }
    if line == 0, work.missing != nil || document.end == nil {
      text.text("loading\(canvas.glyphs.ellipsis)", at: .zero, style: styles.note)
    }
  }

  /// Returns the rows it took.
  private func draw(
    _ bytes: [UInt8], _ piece: TextDocument.Piece, at line: Int, skip: Int, on canvas: Canvas
  ) -> Int {
    let painter = painter
    return bytes.withUnsafeBufferPointer { shown in
      var paint = TextPainter.Paint(base: baseStyle(of: shown, piece))
      paint.matches = search.pattern?.matches(in: shown, limit: Self.marksMax) ?? []
      paint.matchStyle = styles.match
      if let current = search.current, piece.start <= current.lowerBound,
        current.lowerBound < piece.next
      {
        paint.current = (current.lowerBound - piece.start)..<(current.upperBound - piece.start)
        paint.currentStyle = styles.currentMatch
      }
      let isCut = painter.paint(
        shown, on: canvas, line: line, skip: skip, left: options.left, paint)
      if isCut, !options.wraps, canvas.columns > 0 {
        canvas.text(
          canvas.glyphs.crumb, at: Point(row: line, column: canvas.columns - 1),
          style: styles.note)
      }
      return max(1, painter.rows(shown) - skip)
    }
  }

  private func baseStyle(of line: UnsafeBufferPointer<UInt8>, _ piece: TextDocument.Piece)
    -> StyleID
  {
    switch levels?.level(of: line) ?? .normal {
    case .error where piece.isLineStart: styles.error
    case .warning where piece.isLineStart: styles.warning
    default: styles.text
    }
  }

  private func drawNumber(
    _ number: Int?, _ piece: TextDocument.Piece, at line: Int, _ gutter: Int, on canvas: Canvas
  ) {
    let text = piece.isLineStart ? number.map { String($0 + 1) } ?? "" : canvas.glyphs.crumb
    canvas.textRight(
      text, at: Point(row: line, column: 0), width: gutter - 1, style: styles.lineNumber)
  }
}
