// Bars on an axis: nothing that happened is invisible, ends are exact to an eighth of a column.
import Testing

@testable import TerminalUI

@Suite struct GanttTests {
  private func row(
    _ segments: [Gantt.Segment], columns: Int = 12, scale: ChartScale? = nil,
    glyphs: GlyphSet = .unicode
  ) -> String {
    let canvas = Canvas(size: Size(rows: 1, columns: columns), glyphs: glyphs)
    Gantt.bar(segments, scale ?? ChartScale(start: 0, perColumn: 10), on: canvas, row: 0)
    return trimmed(canvas.screen.text(row: 0))
  }

  private func segment(_ from: Double, _ to: Double, _ fill: Gantt.Fill = .solid) -> Gantt.Segment {
    Gantt.Segment(from: from, to: to, fill: fill, style: .plain)
  }

  @Test func partsStandWhereTheirTimesAre() {
    #expect(row([segment(20, 40, .wait), segment(40, 75)]) == "  ╌╌███▌")
    #expect(row([segment(20, 40, .wait), segment(40, 75)], glyphs: .ascii) == "  ..###")
    #expect(row([segment(0, 30, .again)]) == "▓▓▓")
  }

  @Test func theShortestRunIsVisible() {
    #expect(row([segment(50, 50)]) == "     ▏")
    #expect(row([segment(50, 50)], glyphs: .ascii) == "     #")
    #expect(row([segment(120, 120)]).isEmpty, "right of the window")
    #expect(row([segment(119.9, 119.9)]) == "           ▉")
  }

  @Test func whatReachesOutsideIsClipped() {
    let scale = ChartScale(start: 100, perColumn: 10)
    #expect(row([segment(0, 130)], scale: scale) == "███")
    #expect(row([segment(200, 900)], scale: scale) == "          ██")
    #expect(row([segment(0, 50)], scale: scale).isEmpty)
  }

  @Test func wordsOfTheAxisDoNotRunIntoEachOther() {
    let canvas = Canvas(size: Size(rows: 1, columns: 24))
    let ticks = [0.0, 60, 120, 180, 235].map { Gantt.Tick($0, "03:0\(Int($0) / 60)") }
    Gantt.axis(
      ticks, ChartScale(start: 0, perColumn: 10), on: canvas, row: 0, style: .plain)
    #expect(trimmed(canvas.screen.text(row: 0)) == "03:00 03:01 03:02 03:03")
  }
}

/// Without the blanks at the end of a row.
func trimmed(_ row: String) -> String {
  String(row.reversed().drop { $0 == " " }.reversed())
}
