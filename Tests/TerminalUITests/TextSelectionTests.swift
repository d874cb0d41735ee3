// Selecting and copying lines, counting matches, and texts that mean harm.
import Matching
import Testing

@testable import TerminalUI

@Suite struct TextSelectionTests {
  private static func numbered(_ count: Int) -> String {
    (1...count).map { "line \($0)\n" }.joined()
  }

  private func copied(_ reading: inout Reading) -> String? {
    guard case .text(let bytes) = reading.pager.takeCopied() else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func linesAreSelectedAndCopied() async {
    var reading = await Reading(MemoryText(Self.numbered(100)), rows: 4, columns: 20)
    await reading.does(.rows(2), .select, .rows(2))
    #expect(
      reading.lines == ["   3▌line 3", "   4▌line 4", "   5▌line 5", "   6 line 6"])
    #expect(
      reading.pager.status.selection
        == TextStatus.Selection(firstLine: 3, lastLine: 5, bytes: 21, isHeld: false))
    await reading.does(.rows(5))
    #expect(reading.lines[3] == "  10▌line 10", "the end stays in view")
    await reading.does(.rows(-12))
    #expect(reading.lines[0] == "   1▌line 1" && reading.lines[3] == "   4 line 4")
    await reading.does(.copy)
    #expect(copied(&reading) == "line 1\nline 2\nline 3\n")
    #expect(reading.pager.status.selection == nil, "copying ends it")
  }

  @Test func aHeldSelectionStaysWhileOneMoves() async {
    var reading = await Reading(MemoryText(Self.numbered(100)), rows: 4, columns: 20)
    await reading.does(.select, .end, .select, .top, .rows(50))
    #expect(reading.pager.status.selection?.lastLine == 100)
    #expect(reading.pager.status.selection?.isHeld == true)
    await reading.does(.select)
    #expect(reading.pager.status.selection?.firstLine == 51)
    await reading.does(.cancel)
    #expect(reading.pager.status.selection == nil)
  }

  @Test func searchingExtendsTheSelection() async {
    var reading = await Reading(MemoryText(Self.numbered(1000)), rows: 4, columns: 20)
    await reading.does(.select, .search("line 500$", isBackward: false))
    #expect(reading.pager.status.selection?.lastLine == 500)
  }

  @Test func withoutASelectionTheLineOfTheMatchIsCopied() async {
    var reading = await Reading(MemoryText(Self.numbered(1000)), rows: 4, columns: 20)
    await reading.does(.search("500", isBackward: false), .copy)
    #expect(copied(&reading) == "line 500\n")
    await reading.does(.top, .copy)
    #expect(copied(&reading) == "line 1\n")
  }

  @Test func tooMuchIsRefusedWithItsSize() async {
    let source = MemoryText(String(repeating: "0123456789abcde\n", count: 100_000))
    var reading = await Reading(source)
    await reading.does(.select, .end, .copy)
    #expect(reading.pager.takeCopied() == .tooMuch(bytes: 1_600_000))
    #expect(reading.pager.status.selection != nil, "it can be made smaller")
    #expect(source.reads.allSatisfy { $0.count <= 256 * 1024 })
  }

  @Test func onlyShownLinesAreCopied() async {
    let text = (1...300).map { $0 % 3 == 0 ? "ERROR \($0)\n" : "fine \($0)\n" }.joined()
    var reading = await Reading(MemoryText(text), rows: 4, columns: 20)
    await reading.does(.nextLevel, .select, .rows(2), .copy)
    #expect(copied(&reading) == "ERROR 3\nERROR 6\nERROR 9\n")
  }

  @Test func matchesAreCountedAndNumbered() async {
    let text = (1...30_000).map { "part \($0)\($0 % 100 == 0 ? " hit hit" : "")\n" }.joined()
    for chunk in [16 * 1024, 256 * 1024] {
      var reading = await Reading(MemoryText(text, chunkBytes: chunk), columns: 40)
      await reading.does(.search("hit", isBackward: false))
      #expect(
        reading.pager.status.matches
          == TextStatus.Matches(number: 1, count: 600, isWhole: true))
      await reading.does(.next, .next)
      #expect(reading.pager.status.matches?.number == 3)
      await reading.does(.previous, .previous, .previous)
      #expect(reading.pager.status.matches?.number == 600)
      await reading.does(.percent(50), .nextError, .search("HIT", isBackward: false))
      #expect(reading.pager.status.matches?.count == 0)
    }
  }

  @Test func aServiceIsCountedOnlySoFarAndSaysSo() async {
    let source = MemoryText(String(repeating: "hit and miss\n", count: 400_000), isCheap: false)
    var reading = await Reading(source)
    await reading.does(.search("hit", isBackward: false))
    let matches = reading.pager.status.matches
    #expect(matches?.number == 1 && matches?.isWhole == false)
    #expect((matches?.count ?? 0) > 70_000)
    #expect((source.reads.map(\.upperBound).max() ?? 0) < 2 * TextTally.remoteBytesMax)
  }

  @Test func countsFollowAGrowingText() async {
    let source = MemoryText("hit\nhi")
    var reading = await Reading(source, follows: true)
    await reading.does(.search("hit", isBackward: false))
    for (addition, count) in [("t", 2), (" hit\n", 3), ("miss\n", 3), ("hit", 4)] {
      source.change { $0.bytes += Array(addition.utf8) }
      reading.pager.poll()
      await reading.work()
      #expect(
        reading.pager.status.matches == .init(number: 1, count: count, isWhole: true))
    }
  }

  /// Every way of reading gives the same hits, whatever the text is.
  @Test func windowsDoNotChangeWhatIsFound() async throws {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var random = Seeded(state: seed)
    for _ in 0..<12 {
      var bytes: [UInt8] = []
      while bytes.count < 90_000 {
        let count = Int.random(in: 0..<3000, using: &random)
        bytes += (0..<count).map { _ in [97, 98, 0, 0xFF, 32].randomElement(using: &random) ?? 97 }
        bytes += Array(
          ["ab", "needle", "\n", "\r\n", "\n\n"].randomElement(using: &random)?.utf8
            ?? "\n".utf8)
      }
      let expected = bytes.split(separator: 0x0A).map { line in
        line.indices.filter { line[$0...].starts(with: Array("needle".utf8)) }.count
      }.reduce(0, +)
      let source = MemoryText("", chunkBytes: 16 * 1024)
      source.change { $0.bytes = bytes }
      var reading = await Reading(source)
      await reading.does(.search("needle", isBackward: false))
      #expect(reading.pager.status.matches?.count == expected, "seed \(seed)")
      for number in 1...max(1, min(expected, 40)) where expected > 0 {
        #expect(reading.pager.status.matches?.number == number, "seed \(seed)")
        await reading.does(.next)
      }
      await reading.does(.search("needle", isBackward: true))
      for _ in 0..<min(expected, 10) { await reading.does(.next) }
      #expect(reading.pager.status.message?.contains("not in") != true)
    }
  }

  @Test func plainWordsAreFoundAsExpressionsWouldBe() throws {
    var random = Seeded(state: 7)
    let letters = Array("aAbB\n.".utf8)
    for _ in 0..<400 {
      let count = Int.random(in: 1..<4, using: &random)
      let word = String(
        (0..<count).map { _ in ["a", "b", "B"].randomElement(using: &random) ?? "a" }.joined())
      let hay = (0..<200).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
      let plain = try Pattern(word)
      let general = try Pattern("(?:\(word))")
      let a = hay.withUnsafeBufferPointer { plain.matches(in: $0, limit: 500) }
      let b = hay.withUnsafeBufferPointer { general.matches(in: $0, limit: 500) }
      #expect(a == b, "\(word)")
    }
  }
}
