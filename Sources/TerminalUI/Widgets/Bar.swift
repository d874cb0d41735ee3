// Progress bars and sparklines: numbers as lengths and heights.

/// A horizontal bar.
package enum Bar {
  /// Draws `fraction` (0...1, clamped) of `width` columns, in eighths where the signs allow it.
  package static func draw(
    on canvas: Canvas, at point: Point, width: Int, fraction: Double, style: StyleID = .plain,
    restStyle: StyleID? = nil
  ) {
    guard width > 0 else { return }
    let steps = canvas.glyphs.bars.count
    let clamped = fraction.isNaN ? 0 : min(1, max(0, fraction))
    let filled = Int((clamped * Double(width * steps)).rounded())
    var column = 0
    while column < width {
      let part = min(steps, max(0, filled - column * steps))
      canvas.text(
        part == 0 ? canvas.glyphs.barRest : canvas.glyphs.bars[part - 1],
        at: Point(row: point.row, column: point.column + column),
        style: part == 0 ? restStyle ?? style : style)
      column += 1
    }
  }
}

/// Small bars side by side, one a value.
package enum Sparkline {
  /// The signs of the last `width` values, scaled to the largest; zero stands on the lowest sign.
  package static func text(_ values: [Double], width: Int, glyphs: GlyphSet) -> String {
    let shown = values.suffix(max(0, width))
    let top = shown.max() ?? 0
    return shown.map { value in
      guard top > 0, value > 0 else { return glyphs.sparks[0] }
      let level = Int((value / top * Double(glyphs.sparks.count - 1)).rounded())
      return glyphs.sparks[min(glyphs.sparks.count - 1, max(1, level))]
    }.joined()
  }
}
