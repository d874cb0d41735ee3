// What a theme looks like without data: a sample of the screens, then every role with its contrast.
import TerminalUI

/// A picture of a theme.
package struct ThemePreview {
  package static let columns = 78

  private let theme: Theme
  private let canvas: Canvas

  package init(_ theme: Theme, glyphs: GlyphSet) {
    self.theme = theme
    let rows = Self.sampleRows + 2 + Role.allCases.count + 2
    canvas = Canvas(size: Size(rows: rows, columns: Self.columns), glyphs: glyphs)
  }

  /// The picture; its styles are the theme's.
  package var screen: Screen {
    drawHeader()
    drawRuns()
    drawLog()
    drawAnswers()
    drawRoles(from: Self.sampleRows + 1)
    return canvas.screen
  }

  private static let sampleRows = 21

  private func line(_ row: Int, _ pieces: (String, Role)...) {
    canvas.spans(
      pieces.map { StyledSpan($0.0, $0.1.style) }, at: Point(row: row, column: 0))
  }

  private func drawHeader() {
    let marks = canvas.glyphs.marks
    var strip = Strip()
    strip.add("podium", role: .strong, priority: 2)
    strip.add(theme.name, role: .profile, priority: 9)
    strip.add("\(marks.live) live", role: .live, priority: 8)
    strip.add("\(marks.late) stale", role: .stale, priority: 7)
    strip.add(" \(marks.failed) no data ", role: .failing, priority: 7)
    strip.add(" acme PRODUCTION ", role: .production, priority: 7)
    strip.add("Sat 03:12", role: .text, priority: 3, isRight: true)
    strip.draw(on: canvas, row: 0)
    canvas.rule(
      row: 1, title: "Runs", note: "3 of 7", style: Role.border.style,
      titleStyle: Role.title.style)
  }

  private func drawRuns() {
    let glyphs = canvas.glyphs
    let lines: [(status: StatusLook, pipeline: String, took: String, words: String)] = [
      (StatusLook(.running), "Nightly ELT", "12m04s", ""),
      (StatusLook(.queued), "Inventory snapshot", "", "waiting for a free slot"),
      (StatusLook(.failed), "JDE balances", "3m23s", "load_gl: ORA-01555: snapshot too old"),
      (StatusLook(.warning), "Freshness checks", "12s", "2 checks over their threshold"),
      (StatusLook(.succeeded), "Salesforce sync", "5s", ""),
      (StatusLook(.cancelled), "Ad hoc export", "1m35s", "cancelled by ana"),
      (StatusLook(.skipped), "Salesforce sync", "", "replaced by a newer run"),
    ]
    let table = Table(
      columns: [
        TableColumn("STATUS", width: 12), TableColumn("PIPELINE", width: 19),
        TableColumn("TOOK", width: 6, alignment: .right),
        TableColumn("CAUSE OR PROGRESS", widths: 10...Int.max),
      ], styles: .podium)
    let place = canvas.sub(Rect(row: 2, column: 0, rows: lines.count + 1, columns: Self.columns))
    table.draw(on: place, rows: 0..<lines.count, selected: 2) { row in
      let line = lines[row]
      return [
        TableCell("\(line.status.sign(glyphs)) \(line.status.word)", line.status.role.style),
        TableCell(line.pipeline, Role.table.style), TableCell(line.took, Role.text.style),
        TableCell(line.words, (row == 2 ? Role.text : .dim).style),
      ]
    }
    Bar.draw(
      on: canvas, at: Point(row: 3, column: 45), width: 20, fraction: 0.44,
      style: Role.bar.style, restStyle: Role.barRest.style)
    line(10, ("   ", .text), ("tasks of a run, ", .text), ("the one that matters", .accent))
  }

  private func drawLog() {
    canvas.rule(
      row: 11, title: "load_gl", note: "main.log", style: Role.borderFocused.style,
      titleStyle: Role.title.style)
    line(12, ("  185  ", .logNumber), ("INFO   fetched 1,204,118 rows", .log))
    line(13, ("  186  ", .logNumber), ("WARN   slow statement", .logWarning))
    line(14, ("  187  ", .logNumber), ("ERROR  ORA-01555: snapshot too old", .logError))
    line(
      15, ("  188  ", .logNumber), ("a ", .log), ("match", .logMatch), (" and the ", .log),
      ("present one", .logCurrent))
  }

  private func drawAnswers() {
    line(17, (" ", .text), ("an answer   ", .message), ("a warning   ", .messageWarning))
    canvas.text("an error", at: Point(row: 17, column: 26), style: Role.messageError.style)
    line(18, (" /", .key), (" what you type", .input), ("   what you could type", .inputHint))
    line(
      20, (" \(canvas.glyphs.marks.enter)", .key), (" open   ", .keyLabel), ("l", .key),
      (" log   ", .keyLabel), ("r rerun", .keyDisabled), ("   ?", .key), (" help", .keyLabel))
  }

  private func drawRoles(from top: Int) {
    canvas.rule(
      row: top, title: "Roles", note: "contrast of ink on ground", style: Role.border.style,
      titleStyle: Role.title.style)
    for (index, role) in Role.allCases.enumerated() {
      let row = top + 1 + index
      canvas.text(role.rawValue, at: Point(row: row, column: 2), style: Role.text.style)
      canvas.text(
        " pipelines that failed ", at: Point(row: row, column: 22), style: role.style)
      canvas.text(note(role), at: Point(row: row, column: 48), style: Role.dim.style)
    }
  }

  /// "12.3 to 1", and where that is little.
  private func note(_ role: Role) -> String {
    guard let ratio = Contrast.ratio(of: theme[role]) else { return "as your terminal is" }
    let tenths = Int(ratio * 10)
    let words = "\(tenths < 100 ? " " : "")\(tenths / 10).\(tenths % 10) to 1"
    if role.isOrnament { return "\(words)   a line, no text" }
    return ratio < Contrast.readable ? "\(words)   hard to read" : words
  }
}
