// Searching, levels, wrapping and colours in the pager.
import Matching
import Testing

@testable import TerminalUI

@Suite struct TextSearchTests {
  private static func log(_ count: Int, _ marked: [Int: String]) -> String {
    (1...count).map { (marked[$0] ?? "line \($0)") + "\n" }.joined()
  }

  @Test func findsForwardAndBackAcrossWindows() async {
    let source = MemoryText(
      Self.log(300_000, [5: "needle A", 150_000: "needle B", 299_999: "Needle C"]))
    var reading = await Reading(source, columns: 30)
    await reading.does(.search("needle", isBackward: false))
    #expect(reading.pager.search.current.map(\.count) == 6)
    #expect(reading.lines.contains { $0.hasSuffix("needle A") })
    await reading.does(.next)
    #expect(reading.lines.contains { $0.hasSuffix("150000 needle B") })
    await reading.does(.next)
    #expect(reading.lines.contains { $0.hasSuffix("299999 Needle C") })
    #expect(reading.pager.status.matches?.number == 3)
    await reading.does(.next)
    #expect(reading.pager.status.message == "past the end: on from the top")
    #expect(reading.pager.status.matches?.number == 1)
    #expect(reading.lines.contains { $0.hasSuffix("5 needle A") })
    await reading.does(.previous)
    #expect(reading.pager.status.message == "past the top: on from the end")
    #expect(reading.pager.status.matches?.number == 3)
    await reading.does(.end, .search("Needle", isBackward: true))
    #expect(reading.lines.contains { $0.hasSuffix("299999 Needle C") })
    await reading.does(.next)
    #expect(reading.pager.status.message == "there is no other one")
    await reading.does(.search("no such", isBackward: true))
    #expect(reading.pager.status.message == "'no such' is not in this text")
    #expect(reading.pager.status.matches?.count == 0)
  }

  @Test func matchesStayWithinLines() async {
    let text = "a start\nmiddle\nend z\nfoo bar\n"
    for (expression, offset) in [
      (#"start\s+middle"#, nil), (#"[^x]*z"#, 15), ("^foo", 21), ("bar$", 25), (#"^"#, nil),
      ("middle$", 8), (#"x*"#, nil),
    ] {
      var reading = await Reading(MemoryText(text))
      await reading.does(.search(expression, isBackward: false))
      #expect(reading.pager.search.current?.lowerBound == offset, "\(expression)")
    }
  }

  @Test func matchesAcrossWindowBordersAreFound() async {
    for shift in 0..<12 {
      let filler = String(repeating: "0123456789abcde\n", count: 1023)
      let text = filler + String(repeating: "y", count: shift) + "xxxxxneedlexxxxx\n" + filler
      var reading = await Reading(MemoryText(text, chunkBytes: 16 * 1024))
      await reading.does(.search("needle", isBackward: false))
      #expect(reading.pager.search.current?.lowerBound == 1023 * 16 + shift + 5)
      await reading.does(.end, .search("needle", isBackward: true))
      #expect(reading.pager.search.current?.lowerBound == 1023 * 16 + shift + 5)
    }
  }

  @Test func badExpressionsAreExplained() async {
    var reading = await Reading(MemoryText("x\n"))
    await reading.does(.search("a(b", isBackward: false))
    #expect(reading.pager.status.message?.hasPrefix("bad expression 'a(b': ") == true)
    await reading.does(.next)
    #expect(reading.pager.status.message?.hasPrefix("nothing was searched for") == true)
  }

  @Test func costlyExpressionsStop() async {
    let text = String(repeating: "a", count: 40) + "!\n"
    var reading = await Reading(MemoryText(text))
    await reading.does(.search(#"(a+)+(?:b|c)$"#, isBackward: false))
    let message = reading.pager.status.message ?? ""
    #expect(message.contains("takes too long") || message.contains("not found"))
  }

  @Test func caseMattersOnlyIfWritten() throws {
    func hit(_ expression: String, _ text: String) throws -> Bool {
      let bytes = Array(text.utf8)
      let outcome = bytes.withUnsafeBufferPointer { buffer -> Pattern.Outcome in
        (try? Pattern(expression))?.firstMatch(in: buffer) ?? .none
      }
      if case .found = outcome { return true }
      return false
    }
    #expect(try hit("error", "an ERROR"))
    #expect(try !hit("Error", "an ERROR"))
    #expect(try hit(#"\Surror"#, "ERURROR"))
    #expect(try hit("größe", "GRÖSSE GRÖßE"))
    #expect(try hit("é", "bad \u{E9} é"))
  }

  @Test(
    arguments: [
      ("2026-11-21 ERROR boom", .error), ("level=warn msg=x", .warning), ("INFO all well", .normal),
      (#"{"level":"error","msg":"x"}"#, .error), ("Traceback (most recent call last):", .error),
      ("ValueError: no such column", .error), ("java.lang.IllegalStateException: x", .error),
      ("[WARNING] slow", .warning), ("DeprecationWarning: old", .warning), ("no errors", .normal),
      ("0 errors, 0 failed", .normal), ("ORA-01555: snapshot too old", .error),
      ("INFO  terror in TERRORS", .normal), ("error: cannot find x", .error),
    ] as [(String, LogLevel)])
  func levelsAreTold(line: String, level: LogLevel) throws {
    let levels = try LogLevels()
    #expect(Array(line.utf8).withUnsafeBufferPointer { levels.level(of: $0) } == level)
  }

  @Test func jumpsFromErrorToError() async {
    let source = MemoryText(
      Self.log(5000, [100: "ERROR one ERROR", 2000: "WARN slow", 4000: "FATAL two"]))
    var reading = await Reading(source, columns: 30)
    await reading.does(.nextError)
    #expect(reading.pager.search.current?.count == 5)
    #expect(reading.lines.contains { $0.hasSuffix("100 ERROR one ERROR") })
    await reading.does(.nextError)
    #expect(reading.lines.contains { $0.hasSuffix("4000 FATAL two") })
    await reading.does(.nextError)
    #expect(reading.pager.status.message == "past the end: on from the top")
    #expect(reading.lines.contains { $0.hasSuffix("100 ERROR one ERROR") })
    await reading.does(.previousError)
    #expect(reading.lines.contains { $0.hasSuffix("4000 FATAL two") })
    await reading.does(.previousWarning)
    #expect(reading.lines.contains { $0.hasSuffix("2000 WARN slow") })
    await reading.does(.previousError)
    #expect(reading.lines.contains { $0.hasSuffix("100 ERROR one ERROR") })
  }

  @Test func wrapsAtColumnsAndScrollsByRows() async {
    let source = MemoryText("0123456789abcdef\nshort\n日本語日本語\n\tx\n")
    var reading = await Reading(source, rows: 6, columns: 13)
    await reading.does(.toggleWrap)
    #expect(
      reading.lines == [
        "   1 01234567", "     89abcdef", "   2 short", "   3 日本語日",
        "     本語", "   4",
      ])
    reading.size = Size(rows: 3, columns: 13)
    await reading.does(.rows(1))
    #expect(reading.lines == ["     89abcdef", "   2 short", "   3 日本語日"])
    await reading.does(.end)
    #expect(reading.lines == ["     本語", "   4", "     x"])
  }

  @Test func scrollsSideways() async {
    let source = MemoryText("0123456789abcdefghij\nshort\n日本語日本語\n")
    var reading = await Reading(source, rows: 3, columns: 13)
    #expect(reading.lines == ["   1 0123456›", "   2 short", "   3 日本語 ›"])
    await reading.does(.columns(5))
    #expect(reading.lines == ["   1 56789ab›", "   2", "   3  日本語"])
    await reading.does(.columns(-99))
    #expect(reading.lines[1] == "   2 short")
    await reading.does(.search("ij", isBackward: false))
    #expect(reading.lines[0].contains("ij"))
  }

  @Test func coloursMatchesAndLevelsAreDrawn() async {
    let source = MemoryText("\u{1B}[32mgreen\u{1B}[0m ok\nERROR bad ok\nWARN\u{1B}[2J\u{9B}5m\r\n")
    var reading = await Reading(source, rows: 3, columns: 20)
    await reading.does(.search("ok", isBackward: false))
    #expect(
      reading.golden == """
        |   1 green ok       |
        |   2 ERROR bad ok   |
        |   3 WARN           |
        0 3-3 s201
        0 5-9 s210
        0 11-12 s243
        1 3-3 s201
        1 5-14 s209
        1 15-16 s202
        2 3-3 s201
        2 5-8 s211

        """)
  }

  @Test func asteriskOfTabsAndBrokenBytes() async {
    let source = MemoryText("")
    source.change { $0.bytes = [0x61, 0x09, 0x62, 0xFF, 0x00, 0x0A, 0x09, 0x09, 0x63, 0x0D, 0x0A] }
    let reading = await Reading(source, rows: 2, columns: 30)
    #expect(reading.lines == ["   1 a       b\u{FFFD}\u{FFFD}", "   2                 c"])
  }
}
