// Drawing: clipping, wide cells, truncation, golden text.
import Testing

@testable import TerminalUI

@Suite struct CanvasTests {
  private func rows(_ canvas: Canvas) -> [String] {
    (0..<canvas.rows).map { canvas.screen.text(row: $0) }
  }

  @Test func cutsAtTheGivenWidthWithASign() {
    let canvas = Canvas(size: Size(rows: 3, columns: 8))
    #expect(canvas.text("pipeline", at: .zero, maxWidth: 6) == 6)
    canvas.text("日本語", at: Point(row: 1, column: 1), maxWidth: 4)
    canvas.text("/var/log/x", at: Point(row: 2, column: 0), maxWidth: 6, truncation: .head)
    #expect(rows(canvas) == ["pipel…  ", " 日…    ", "…log/x  "])
  }

  @Test func withoutUnicodeTypographicSignsArePlain() {
    let text = "“a” – b… 2× ‘c’ → d·e"
    let canvas = Canvas(size: Size(rows: 1, columns: 24), glyphs: .ascii)
    canvas.sub(canvas.bounds).text(text, at: .zero)
    #expect(rows(canvas) == ["\"a\" - b~ 2x 'c' > d.e   "])
    let usual = Canvas(size: Size(rows: 1, columns: 24))
    usual.text(text, at: .zero)
    #expect(rows(usual) == [text + "   "])
  }

  @Test func textFromOutsideCannotEscape() {
    let canvas = Canvas(size: Size(rows: 1, columns: 8))
    canvas.text("\u{1B}[2Ja\u{7}\u{202E}b\n", at: .zero)
    #expect(rows(canvas) == ["a\u{FFFD}b     "])
  }

  @Test func windowsClip() {
    let canvas = Canvas(size: Size(rows: 3, columns: 6))
    let window = canvas.sub(Rect(row: 1, column: 2, rows: 1, columns: 3))
    window.text("abcdef", at: .zero)
    window.text("xx", at: Point(row: 1, column: 0))
    window.text("zz", at: Point(row: -1, column: 0))
    #expect(rows(canvas) == ["      ", "  ab… ", "      "])
    canvas.sub(Rect(row: -1, column: -2, rows: 9, columns: 9)).text(
      "0日4", at: Point(row: 1, column: 1))
    #expect(rows(canvas)[0] == "日4   ")
    canvas.sub(Rect(row: 0, column: -1, rows: 1, columns: 4)).text("日日", at: .zero)
    #expect(rows(canvas)[0] == " 日   ")
  }

  @Test func halvesOfWideCellsAreNeverLeftOver() {
    let canvas = Canvas(size: Size(rows: 1, columns: 6))
    canvas.text("日本語", at: .zero)
    canvas.text("x", at: Point(row: 0, column: 1))
    #expect(rows(canvas) == [" x本語"])
    canvas.fill(Rect(row: 0, column: 3, rows: 1, columns: 2), with: "-")
    #expect(rows(canvas) == [" x -- "])
    let clipped = canvas.sub(Rect(row: 0, column: 0, rows: 1, columns: 3))
    clipped.text("a日本", at: .zero, truncation: .none)
    #expect(rows(canvas)[0].hasPrefix("a日"))
    clipped.text("ab日", at: .zero)
    #expect(rows(canvas)[0].hasPrefix("ab…"))
    #expect(TextWidth.columns(rows(canvas)[0]) == 6)
  }

  @Test func marksJoinTheirBaseAndAreLimited() {
    let canvas = Canvas(size: Size(rows: 1, columns: 3))
    canvas.text("e\u{301}" + String(repeating: "\u{336}", count: 50) + "x", at: .zero)
    let screen = canvas.screen
    #expect(screen[0, 0].text.unicodeScalars.first == "e")
    #expect(screen[0, 0].text.utf8.count <= 12)
    #expect(screen[0, 1].text == "x")
  }

  @Test func goldenTextGoesBothWays() {
    let canvas = Canvas(size: Size(rows: 3, columns: 12))
    let inside = canvas.box(title: "日", style: StyleID(1))
    inside.text("ok", at: Point(row: 0, column: 1), style: StyleID(2))
    inside.cursor(at: Point(row: 0, column: 3))
    let names = [StyleID(1): "border", StyleID(2): "status.ok"]
    let golden = """
      |┌ 日 ──────┐|
      |│ ok       │|
      |└──────────┘|
      cursor 1 4
      0 0-11 border
      1 0-0 border
      1 2-3 status.ok
      1 11-11 border
      2 0-11 border

      """
    #expect(ScreenText.write(canvas.screen) { names[$0] } == golden)
    let back = ScreenText.read(golden) { name in names.first { $0.value == name }?.key }
    #expect(back == canvas.screen)
    #expect(ScreenText.read("|x|\n0 0-0 nobody\n") { _ in nil } == nil)
  }

  @Test func changesAreOnlyWhatDiffers() {
    let canvas = Canvas(size: Size(rows: 3, columns: 10))
    canvas.text("日本 abc", at: .zero)
    let before = canvas.screen
    #expect(canvas.screen.changes(from: before).isEmpty)
    canvas.text("x", at: Point(row: 0, column: 6))
    canvas.text("語", at: Point(row: 0, column: 2))
    canvas.restyle(Rect(row: 2, column: 8, rows: 1, columns: 2)) { _ in .bold }
    #expect(
      canvas.screen.changes(from: before) == [
        CellRun(row: 0, columns: 2..<4), CellRun(row: 0, columns: 6..<7),
        CellRun(row: 2, columns: 8..<10),
      ])
    #expect(canvas.screen.changes(from: Screen(size: Size(rows: 1, columns: 1))).count == 3)
  }

  @Test func nothingBreaksAtTinySizes() {
    for rows in 0...2 {
      for columns in 0...3 {
        let canvas = Canvas(size: Size(rows: rows, columns: columns))
        let inside = canvas.box(title: "title", footer: "footer")
        inside.text("日本語", at: .zero, maxWidth: 2)
        canvas.rule(row: 0, title: "title", note: "note")
        canvas.text("日", at: Point(row: 0, column: 0), maxWidth: 1)
        Table(columns: [TableColumn("A", widths: 3...Int.max)]).draw(
          on: canvas, rows: 0..<5, selected: 0
        ) { _ in [TableCell("日")] }
        TextField("abc").draw(on: canvas, at: .zero, width: columns)
        #expect(canvas.screen.size == Size(rows: rows, columns: columns))
      }
    }
  }
}
