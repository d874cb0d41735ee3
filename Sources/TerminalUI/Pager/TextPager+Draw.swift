// Draws what is in view. Pure: draws the same for the same value.

extension TextPager {
  /// Draws the text from its first row in view on; rows whose bytes are not there yet stay empty.
  package func draw(on canvas: Canvas) {
    let gutter = gutterColumns
    let text = canvas.sub(
      Rect(row: 0, column: gutter, rows: canvas.rows, columns: canvas.columns - gutter))
    let pieces = pieces
    var (line, skip, number) = (0, place.row, place.line)
    var next = (try? pieces.piece(at: place.offset)) ?? nil
    while line < canvas.rows, let piece = next, document.end != 0 {
      guard let bytes = try? pieces.bytes(piece) else { break }
      let isSelected = selection.map { $0.first <= piece.start && piece.start <= $0.last } ?? false
      if let sieve = pieces.sieve { number = sieve.line(at: piece.start)?.number }
      if skip == 0, gutter > 0 {
        drawNumber(piece.isLineStart ? number : nil, piece, at: line, gutter, on: canvas)
      }
      let count = draw(bytes, piece, at: line, skip: skip, isSelected: isSelected, on: text)
      if isSelected, gutter > 0 { mark(line..<(line + count), gutter, on: canvas) }
      line += count
      skip = 0
      if piece.isLineEnd { number = number.map { $0 + 1 } }
      next = (try? pieces.piece(after: piece)) ?? nil
    }
    if line == 0 { drawNothing(on: text) }
  }

  /// Why no line is shown.
  private func drawNothing(on canvas: Canvas) {
    if work.missing?.isDown != nil {
      let percent = document.end.map { sieve.progress * 100 / max(1, $0) } ?? 0
      canvas.text(
        "looking for such lines\(canvas.glyphs.ellipsis) \(percent) %", at: .zero,
        style: styles.note)
    } else if work.missing != nil || document.end == nil {
      canvas.text("loading\(canvas.glyphs.ellipsis)", at: .zero, style: styles.note)
    }
  }

  private func mark(_ lines: Range<Int>, _ gutter: Int, on canvas: Canvas) {
    for line in lines where line < canvas.rows {
      canvas.text(
        canvas.glyphs.marks.selected, at: Point(row: line, column: gutter - 1),
        style: styles.selectionMark)
    }
  }

  /// Returns the rows it took.
  private func draw(
    _ bytes: [UInt8], _ piece: TextDocument.Piece, at line: Int, skip: Int, isSelected: Bool,
    on canvas: Canvas
  ) -> Int {
    let painter = painter
    let current = search.current.flatMap { current in
      piece.start <= current.lowerBound && current.lowerBound < piece.next
        ? shownRange(current, in: piece) : nil
    }
    return bytes.withUnsafeBufferPointer { shown in
      var paint = TextPainter.Paint(base: baseStyle(of: shown, piece))
      if isSelected {
        (paint.base, paint.ignoresColours) = (styles.selected, true)
        canvas.fill(
          Rect(
            row: line, column: 0, rows: max(1, painter.rows(shown) - skip),
            columns: canvas.columns), style: styles.selected)
      }
      paint.matches = search.pattern?.matches(in: shown, limit: Self.marksMax) ?? []
      paint.matchStyle = styles.match
      (paint.current, paint.currentStyle) = (current, styles.currentMatch)
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
