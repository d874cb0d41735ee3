// Tables, lists, fields, bars.
import Testing

@testable import TerminalUI

@Suite struct WidgetTests {
  private let columns = [
    TableColumn("STATUS", width: 6, priority: 9), TableColumn("NAME", widths: 6...20, priority: 8),
    TableColumn("TOOK", width: 5, alignment: .right, priority: 3),
    TableColumn("CAUSE", widths: 8...Int.max, priority: 5),
  ]

  @Test func columnsGiveWayByPriority() {
    func kept(_ width: Int) -> [Int] { TableLayout(columns, width: width).places.map(\.column) }
    #expect(kept(60) == [0, 1, 2, 3])
    #expect(kept(31) == [0, 1, 2, 3])
    #expect(kept(30) == [0, 1, 3])
    #expect(kept(20) == [0, 1])
    #expect(kept(8) == [0])
    #expect(TableLayout(columns, width: 3).places.map(\.width) == [3])
  }

  @Test func roomIsSharedUpToTheMaximum() {
    let places = TableLayout(columns, width: 60).places
    #expect(places.map(\.width) == [6, 20, 5, 23])
    #expect(places.map(\.start) == [0, 8, 30, 37])
  }

  @Test func onlyRowsInViewAreAsked() {
    let canvas = Canvas(size: Size(rows: 4, columns: 30))
    var asked: [Int] = []
    let table = Table(columns: columns, styles: TableStyles(header: .dim))
    table.draw(on: canvas, rows: 99_990..<99_998, selected: 99_991) { row in
      asked.append(row)
      return [TableCell("ok"), TableCell("row \(row)"), TableCell("5s"), TableCell("-")]
    }
    #expect(asked == [99_990, 99_991, 99_992])
    #expect(
      ScreenText.write(canvas.screen) { $0 == .dim ? "header" : nil } == """
        |  STATUS  NAME      CAUSE     |
        |  ok      row 999…  -         |
        |▌ ok      row 999…  -         |
        |  ok      row 999…  -         |
        0 2-7 header
        0 10-13 header
        0 20-24 header

        """)
  }

  @Test func selectionFollowsItsRow() {
    var list = Array(0..<100)
    var state = ListState<Int>()
    func settle() {
      state.settle(
        count: list.count, visible: 10, indexOf: { list.firstIndex(of: $0) }, idAt: { list[$0] })
    }
    settle()
    #expect(state.selected == 0)
    state.move(by: 25) { list[$0] }
    #expect(state.selected == 25 && state.rows == 16..<26)
    list.insert(contentsOf: [-1, -2, -3], at: 0)
    settle()
    #expect(state.selected == 25 && state.index == 28 && state.rows == 19..<29)
    list.removeAll { $0 == 25 }
    settle()
    #expect(state.selected == 26 && state.index == 28)
    list = []
    settle()
    #expect(state.rows.isEmpty)
  }

  @Test func newRowsAreSeenAtTheTop() {
    var list = Array(0..<50)
    var state = ListState<Int>()
    func settle() {
      state.settle(
        count: list.count, visible: 10, indexOf: { list.firstIndex(of: $0) }, idAt: { list[$0] })
    }
    settle()
    state.move(by: 2) { list[$0] }
    list.insert(-1, at: 0)
    settle()
    #expect(state.top == 0 && state.index == 3 && state.selected == 2)
    list.insert(contentsOf: (100..<110), at: 0)
    settle()
    #expect(state.selected == 2 && state.rows.contains(state.index))
  }

  @Test func pagesAndEnds() {
    let list = Array(0..<25)
    var state = ListState<Int>()
    state.settle(count: 25, visible: 10, indexOf: { $0 }, idAt: { $0 })
    state.page(by: 1) { list[$0] }
    #expect(state.index == 9 && state.top == 9)
    state.last { list[$0] }
    #expect(state.index == 24 && state.top == 15)
    state.move(by: 5) { list[$0] }
    #expect(state.index == 24)
    state.page(by: -9) { list[$0] }
    #expect(state.index == 0 && state.top == 0)
    state.scroll(by: 3) { list[$0] }
    #expect(state.index == 3 && state.top == 3)
  }

  @Test func fieldsAreEdited() {
    var field = TextField("status:failed now")
    func press(_ keys: Key...) -> Bool { keys.map { field.handle($0) }.allSatisfy { $0 } }
    let edited = press(.ctrl("w"), .backspace, .left, .char("X"), .home, .delete)
    #expect(edited && field.text == "tatus:faileXd" && field.cursor == 0)
    let pasted = press(.paste("\u{1B}[31ma\nb"))
    #expect(pasted && field.text == "a btatus:faileXd" && field.cursor == 3)
    let entered = press(.enter)
    #expect(!entered)
    let killed = press(.ctrl("k"))
    #expect(killed && field.text == "a b")
    let flooded = press(.paste(String(repeating: "x", count: 10_000)))
    #expect(flooded && field.text.count == TextField.charactersMax)
  }

  @Test func fieldsScrollWithTheCursor() {
    let canvas = Canvas(size: Size(rows: 1, columns: 8))
    TextField("0123456789日").draw(on: canvas, at: Point(row: 0, column: 1), width: 6)
    #expect(canvas.screen.text(row: 0) == " 789日  ")
    #expect(canvas.screen.cursor == Point(row: 0, column: 6))
  }

  @Test(arguments: [
    (0.0, "░░░░"), (0.5, "██░░"), (0.53125, "██▏░"), (1.0, "████"), (7, "████"),
    (-1, "░░░░"), (Double.nan, "░░░░"),
  ])
  func barsShowEighths(fraction: Double, expected: String) {
    let canvas = Canvas(size: Size(rows: 1, columns: 4))
    Bar.draw(on: canvas, at: .zero, width: 4, fraction: fraction)
    #expect(canvas.screen.text(row: 0) == expected)
  }

  @Test func sparklinesScaleToTheLargest() {
    #expect(Sparkline.text([9, 0, 1, 50, 100], width: 4, glyphs: .unicode) == "▁▂▅█")
    #expect(Sparkline.text([0, 0], width: 4, glyphs: .unicode) == "▁▁")
    #expect(Sparkline.text([], width: 4, glyphs: .ascii) == "")
  }

  @Test func asciiSignsAreASCII() {
    let glyphs = GlyphSet.ascii
    let all =
      glyphs.sparks + glyphs.bars + [
        glyphs.barRest, glyphs.ellipsis, glyphs.dash, glyphs.crumb, glyphs.marks.failed,
        glyphs.marks.running, glyphs.lines.horizontal, glyphs.lines.treeLast,
      ]
    #expect(all.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
  }

  @Test func coloursFindTheirNearest() {
    #expect(Palette.index(of: .rgb(255, 0, 0), depth: .indexed) == 196)
    #expect(Palette.index(of: .rgb(128, 128, 128), depth: .indexed) == 244)
    #expect(Palette.index(of: .rgb(240, 80, 80), depth: .sixteen) == 9)
    #expect(Palette.index(of: .rgb(120, 200, 120), depth: .sixteen) == 2)
    #expect(Palette.index(of: .rgb(30, 30, 40), depth: .sixteen) == 0)
    #expect(Palette.index(of: .ansi(12), depth: .eight) == 4)
    #expect(Palette.index(of: .rgb(1, 2, 3), depth: .none) == nil)
    #expect(Palette.index(of: .default, depth: .indexed) == nil)
    #expect(Color(hex: "#ff8000") == .rgb(255, 128, 0))
    #expect(Color(hex: "#f80") == .rgb(255, 136, 0))
    #expect(Color(hex: "ff8000") == nil && Color(hex: "#ff80") == nil)
    #expect(ColorDepth(colors: 88) == .sixteen && ColorDepth(colors: 8) == .eight)
  }
}
