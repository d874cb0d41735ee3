// Columns of text: wide, combining, cut and padded.
import Testing

@testable import TerminalUI

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("✗ ok", 4), ("😀", 2),
    ("👨‍👩‍👧", 6), ("❤️", 1), ("\u{202E}abc", 3), ("a\u{200B}b", 2), ("\u{1B}[31mred\u{1B}[0m", 3),
    ("नमस्ते", 4), ("ไทย", 3),
  ])
  func columnsOfText(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test func cutsAtColumnsNotAtCharacters() {
    #expect(TextWidth.truncated("日本語", to: 6) == "日本語")
    #expect(TextWidth.truncated("日本語", to: 5) == "日本…")
    #expect(TextWidth.truncated("日本語", to: 4) == "日…")
    #expect(TextWidth.truncated("日本語", to: 1) == "…")
    #expect(TextWidth.truncated("日本語", to: 0) == "")
    #expect(TextWidth.truncated("/a/long/path", to: 6, from: .head) == "…/path")
    #expect(TextWidth.truncated("日本語", to: 4, from: .head) == "…語")
    #expect(TextWidth.truncated("abcdef", to: 3, from: .none) == "abc")
    #expect(TextWidth.truncated("abcdef", to: 4, ellipsis: "~") == "abc~")
  }

  @Test func keepsMarksWithTheirBaseWhenCut() {
    #expect(TextWidth.truncated("e\u{301}fgh", to: 2) == "e\u{301}…")
    #expect(TextWidth.truncated("xe\u{301}f", to: 2, from: .head) == "…f")
  }

  @Test func padsToAnExactWidth() {
    #expect(TextWidth.padded("日", to: 4) == "日  ")
    #expect(TextWidth.padded("7", to: 3, alignment: .right) == "  7")
    #expect(TextWidth.padded("ab", to: 5, alignment: .center) == " ab  ")
    #expect(TextWidth.columns(TextWidth.padded("日本語", to: 4)) == 4)
  }

  @Test func tablesAreAscendingPairs() {
    for table in [WidthTables.zero, WidthTables.wide] {
      #expect(table.count % 2 == 0)
      #expect(zip(table, table.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }
}
