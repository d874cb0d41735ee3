// Which lines are shown: levels and matches, with real numbers, however long the text is.
import Testing

@testable import TerminalUI

@Suite struct TextSieveTests {
  private static func log(_ count: Int, every step: Int = 50) -> String {
    (1...count).map { number in
      if number % (step * 10) == 0 { return "03:01:02 ERROR number \(number)\n" }
      return number % step == 0 ? "03:01:02 WARN number \(number)\n" : "line \(number)\n"
    }.joined()
  }

  @Test func levelsCycleAndLinesKeepTheirNumbers() async {
    var reading = await Reading(MemoryText(Self.log(2000)), rows: 5, columns: 40)
    await reading.does(.nextLevel)
    #expect(reading.lines[0] == "  50 03:01:02 WARN number 50")
    #expect(reading.lines[1] == " 100 03:01:02 WARN number 100")
    #expect(
      reading.pager.status.sieve
        == TextStatus.Sieve(rule: .warnings, count: 40, isWhole: true))
    await reading.does(.nextLevel)
    #expect(reading.lines.map { $0.suffix(4) } == [" 500", "1000", "1500", "2000", ""])
    #expect(reading.pager.status.sieve?.rule == .errors)
    await reading.does(.nextLevel)
    #expect(reading.pager.status.sieve == nil)
    #expect(reading.lines[0] == " 500 03:01:02 ERROR number 500")
  }

  @Test func movesThroughPassingLinesOnly() async {
    var reading = await Reading(MemoryText(Self.log(100_000)), rows: 4, columns: 40)
    await reading.does(.nextLevel, .end)
    #expect(reading.lines.map { $0.suffix(6) } == [" 99850", " 99900", " 99950", "100000"])
    #expect(reading.lines[3].hasPrefix("100000 03"))
    await reading.does(.rows(-3))
    #expect(reading.lines[0].hasPrefix(" 99700 "))
    await reading.does(.pages(-1), .top, .rows(1))
    #expect(reading.lines[0].hasPrefix("   100 "))
    for _ in 0..<60 { await reading.does(.pages(10)) }
    #expect(reading.lines[0].hasPrefix(" 90100 "))
    #expect(reading.pager.sieve.lines?.lines.count ?? 0 <= TextSieve.linesMax)
    for _ in 0..<60 { await reading.does(.pages(-10)) }
    #expect(reading.lines[0].hasPrefix("   100 "))
    await reading.does(.percent(50))
    #expect(reading.pager.status.line.map { $0 > 49_000 && $0 < 51_000 } == true)
    await reading.does(.line(70_001))
    #expect(reading.lines[0].hasPrefix(" 70050 "))
  }

  @Test func aServiceIsReadOnlyAsFarAsTheScreenNeeds() async {
    let source = MemoryText(Self.log(300_000), isCheap: false)
    var reading = await Reading(source, rows: 10, columns: 40)
    await reading.does(.nextLevel)
    #expect(reading.lines[9].hasSuffix("number 500"))
    #expect(source.reads.map(\.count).reduce(0, +) < 3_000_000)
    let status = reading.pager.status.sieve
    #expect(status?.isWhole == false && (status?.count ?? 0) > 100)
  }

  @Test func noPassingLineIsSaidAndTheWayBackIsOpen() async {
    var reading = await Reading(MemoryText("a\nb\nc\n"), rows: 3)
    await reading.does(.nextLevel)
    #expect(reading.lines == ["", "", ""])
    #expect(
      reading.pager.status.sieve == TextStatus.Sieve(rule: .warnings, count: 0, isWhole: true))
    await reading.does(.end, .rows(3), .rows(-3), .percent(50), .select, .copy, .nextError)
    #expect(reading.pager.status.message == "no error in the lines shown")
    await reading.does(.showAll)
    #expect(reading.lines[0] == "   1 a")
  }

  @Test func onlyMatchingLinesAreShownAndSearched() async {
    let text = (1...5000).map { "part \($0)\($0 % 7 == 0 ? " x" : "")\n" }.joined()
    var reading = await Reading(MemoryText(text), rows: 3, columns: 40)
    await reading.does(.toggleMatching)
    #expect(reading.pager.status.message?.hasPrefix("search first") == true)
    await reading.does(.search("part .*7$", isBackward: false), .toggleMatching)
    #expect(
      reading.lines == ["   7 part 7 x", "  17 part 17", "  27 part 27"].map { $0 }
        || reading.lines[0] == "  17 part 17")
    let shown = reading.pager.status.sieve?.count ?? 0
    #expect(reading.pager.status.matches?.count == shown)
    await reading.does(.search("x", isBackward: false))
    #expect(reading.pager.status.message == "'x' is not in the lines shown")
  }

  @Test func aGrowingTextIsFollowedThroughTheSieve() async {
    let source = MemoryText("ok\nERROR one\nhalf an ERR", isCheap: true)
    var reading = await Reading(source, rows: 3, columns: 30, follows: true)
    await reading.does(.nextLevel)
    #expect(reading.lines == ["   2 ERROR one", "", ""])
    for addition in ["OR\n", "fine\n", "WARN two", " and on\n"] {
      source.change { $0.bytes += Array(addition.utf8) }
      reading.pager.poll()
      await reading.work()
    }
    #expect(reading.lines == ["   2 ERROR one", "   3 half an ERROR", "   5 WARN two and on"])
    #expect(reading.pager.status.sieve?.count == 3)
  }

  @Test func giantLinesAndWindowsDoNotDoubleLines() async {
    let giant = String(repeating: "0123456789", count: 60_000)
    let text = "ERROR \(giant)\nplain \(giant) ERROR\nWARN \(giant) tail\nend\n"
    var reading = await Reading(
      MemoryText(text, chunkBytes: 16 * 1024), rows: 4, columns: 30)
    await reading.does(.nextLevel)
    #expect(reading.lines[0].hasPrefix("   1 ERROR 0123"))
    #expect(reading.lines[1].hasPrefix("   3 WARN 0123"))
    #expect(reading.lines[2] == "")
    await reading.does(.showAll, .end, .search("ERROR", isBackward: true), .toggleMatching)
    #expect(reading.pager.status.sieve?.count == 2)
    await reading.does(.end)
    #expect(reading.lines.filter { !$0.isEmpty }.count == 2)
    #expect(reading.pager.document.cache.byteCount <= TextCache.bytesMax)
  }

  /// The quick look before the expressions never hides a line from them.
  @Test(arguments: [
    "2026 ERROR x", "FATAL", "a CRITICAL b", "SEVERE", "PANIC", "EMERG", "FAILED", "FAILURE",
    "[error] x", "[fatal]", "[critical]", "level=error", #""level": "panic""#, "error x: y",
    "panic: boom", "Error in", "Traceback (most recent call last):", "a.b.FooException:",
    "Caused by: x", "Exception in thread x", "ORA-00001", "WARN", "[warning]", "level=warn",
    "warning: x", "FutureWarning: y",
  ])
  func quickLooksMissNothing(line: String) throws {
    let levels = try LogLevels()
    for text in [line, String(repeating: "-", count: 40) + "\n" + line] {
      let bytes = Array(text.utf8)
      #expect(bytes.withUnsafeBufferPointer { levels.candidate(in: $0, from: 0) } != nil)
    }
  }
}
