// Puts a frame together: first line, trouble, way, the view, and what can be pressed. Pure.
import PodiumCore
import TerminalUI

/// The parts around a view.
package struct Frame {
  /// Hints of one command: its key, its word, whether it can be done now.
  package struct Hint {
    var command: Command
    var key: String
    var word: String
    var isEnabled: Bool

    var width: Int { TextWidth.columns(key) + 1 + TextWidth.columns(word) }
  }

  /// Where the view is drawn in a screen of this size.
  package static func body(
    of size: Size, hasTrouble: Bool, hasWorkspace: Bool = true
  ) -> Rect {
    var rect = Rect(origin: .zero, size: size)
    let header = hasWorkspace ? 1 + (hasTrouble ? 1 : 0) : 0
    if size.rows >= 5 { rect = rect.splitTop(header + 1).rest }
    if size.rows >= 3 { rect = rect.splitBottom(1).rest }
    return rect
  }

  private let header: Header
  private let context: ViewContext

  package init(_ context: ViewContext) {
    header = Header(context)
    self.context = context
  }

  /// Draws everything but the view.
  package func draw(
    on canvas: Canvas, crumbs: [String], note: String, hints: [Hint]
  ) {
    let body = Self.body(
      of: canvas.size, hasTrouble: header.hasTrouble, hasWorkspace: context.hasWorkspace)
    if body.row > 0 {
      if context.hasWorkspace {
        header.draw(on: canvas, row: 0)
        header.drawTrouble(on: canvas, row: 1)
      }
      drawTitle(on: canvas, row: body.row - 1, crumbs: crumbs, note: note)
    }
    guard body.endRow < canvas.rows else { return }
    drawHints(hints, on: canvas, row: canvas.rows - 1)
  }

  /// Rows that a message may take from the bottom up.
  static let messageRowsMax = 3

  /// Draws a message over the bottom line, and over the lines above it where it is long.
  package static func draw(_ message: Message, on canvas: Canvas) {
    guard canvas.rows > 2, canvas.columns > 2 else { return }
    let lines = Wrapping.lines(
      message.text, width: canvas.columns - 2, max: min(messageRowsMax, canvas.rows - 2))
    for (index, line) in lines.enumerated() {
      let row = canvas.rows - lines.count + index
      canvas.fill(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
      canvas.text(line, at: Point(row: row, column: 1), style: message.role.style)
    }
  }

  private func drawTitle(on canvas: Canvas, row: Int, crumbs: [String], note: String) {
    // Corners, and a space on both sides of both texts.
    let room = canvas.columns - 7
    let noteWidth = min(TextWidth.columns(note), room)
    let title = Self.way(
      crumbs, joint: " \(canvas.glyphs.crumb) ", room: room - noteWidth, canvas.glyphs)
    let rest = room - TextWidth.columns(title)
    canvas.rule(
      row: row, title: title,
      note: TextWidth.truncated(note, to: max(0, rest), ellipsis: canvas.glyphs.ellipsis),
      style: Role.border.style, titleStyle: Role.title.style)
  }

  /// The crumbs joined; the middle ones give way first, then the first, then the last is cut.
  static func way(_ crumbs: [String], joint: String, room: Int, _ glyphs: GlyphSet) -> String {
    var crumbs = crumbs
    while crumbs.count > 1, TextWidth.columns(crumbs.joined(separator: joint)) > room {
      if crumbs.count > 2,
        let middle = crumbs.indices.dropFirst().dropLast().first(where: {
          crumbs[$0] != glyphs.ellipsis
        })
      {
        crumbs[middle] = glyphs.ellipsis
      } else {
        crumbs.removeFirst()
      }
    }
    return TextWidth.truncated(
      crumbs.joined(separator: joint), to: max(8, room), ellipsis: glyphs.ellipsis)
  }

  private func drawHints(_ hints: [Hint], on canvas: Canvas, row: Int) {
    var column = 1
    for hint in Self.fitting(hints, columns: canvas.columns - 2) {
      let width = hint.width
      let place = Point(row: row, column: column)
      canvas.hotspot(
        Rect(origin: place, size: Size(rows: 1, columns: width)), MouseSpot.command(hint.command))
      canvas.text(
        hint.key, at: place, style: (hint.isEnabled ? Role.key : Role.keyDisabled).style)
      canvas.text(
        hint.word, at: Point(row: row, column: column + TextWidth.columns(hint.key) + 1),
        style: (hint.isEnabled ? Role.keyLabel : Role.keyDisabled).style)
      column += width + Self.hintGap
    }
  }

  private static let hintGap = 3

  /// The hints that fit: the last two (help and the way out) always, then from the likeliest on.
  private static func fitting(_ hints: [Hint], columns: Int) -> [Hint] {
    let last = hints.suffix(2)
    var room = columns - last.reduce(-hintGap) { $0 + $1.width + hintGap }
    let first = hints.dropLast(2).prefix { hint in
      room -= hint.width + hintGap
      return room >= 0
    }
    return Array(first + last)
  }
}
