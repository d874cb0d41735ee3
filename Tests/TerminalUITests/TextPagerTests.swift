// The pager over scripted sources: what it reads, where it goes, what it draws.
import Synchronization
import Testing

@testable import TerminalUI

/// A text in memory that may grow, shrink or fail; remembers what was read.
final class MemoryText: TextSource {
  struct State {
    var bytes: [UInt8]
    var reads: [Range<Int>] = []
    var isComplete = false
    var failure: String?
    var revision = 0
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  let chunkBytes: Int
  let isCheap: Bool
  let givesTotal: Bool
  let state: Mutex<State>

  init(_ text: String, chunkBytes: Int = 256 * 1024, isCheap: Bool = true, total: Bool = true) {
    state = Mutex(State(bytes: Array(text.utf8)))
    self.chunkBytes = chunkBytes
    self.isCheap = isCheap
    givesTotal = total
  }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
  var reads: [Range<Int>] { state.withLock { $0.reads } }

  func read(offset: Int, length: Int) async throws -> TextChunk {
    try state.withLock { state in
      if let failure = state.failure { throw Failure(description: failure) }
      let end = min(state.bytes.count, offset + min(length, chunkBytes))
      state.reads.append(offset..<max(offset, end))
      return TextChunk(
        bytes: offset < end ? Array(state.bytes[offset..<end]) : [],
        total: givesTotal ? state.bytes.count : nil, isComplete: state.isComplete,
        revision: state.revision)
    }
  }
}

/// A pager with its source and a window.
struct Reading {
  var pager: TextPager
  let source: MemoryText
  var size: Size

  init(_ source: MemoryText, rows: Int = 4, columns: Int = 20, follows: Bool = false) async {
    self.source = source
    size = Size(rows: rows, columns: columns)
    pager = TextPager(for: source, follows: follows)
    await work()
  }

  /// Performs requests until there are none.
  mutating func work(requestsMax: Int = 2000) async {
    for _ in 0..<requestsMax {
      pager.settle(in: size)
      let requests = pager.takeRequests()
      if requests.isEmpty { return }
      for request in requests { pager.receive(await request.perform(on: source)) }
    }
    let next = pager.takeRequests().map { "\($0.purpose)" }
    Issue.record("the pager never stops asking: \(next)")
  }

  mutating func does(_ commands: TextCommand...) async {
    for command in commands {
      pager.handle(command)
      await work()
    }
  }

  var lines: [String] {
    let canvas = Canvas(size: size)
    pager.draw(on: canvas)
    return (0..<size.rows).map { row in
      var text = canvas.screen.text(row: row)
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  var golden: String {
    let canvas = Canvas(size: size)
    pager.draw(on: canvas)
    return ScreenText.write(canvas.screen) { "s\($0.rawValue)" }
  }
}

@Suite struct TextPagerTests {
  private static func numbered(_ count: Int) -> String {
    (1...count).map { "line \($0)\n" }.joined()
  }

  @Test func theFirstScreenNeedsOneSmallRead() async {
    let source = MemoryText(Self.numbered(200_000), isCheap: false)
    let reading = await Reading(source)
    #expect(reading.lines == ["   1 line 1", "   2 line 2", "   3 line 3", "   4 line 4"])
    #expect(source.reads == [0..<65536])
    #expect(reading.pager.status.percent == 0)
  }

  /// Told of a change while bytes are on their way that were read before it.
  @Test func whatIsAppendedDuringAReadIsNotMissed() async {
    var reading = await Reading(MemoryText("one\n"), follows: true)
    reading.pager.poll()
    for request in reading.pager.takeRequests() {
      let answer = await request.perform(on: reading.source)
      reading.source.change { $0.bytes += Array("two\n".utf8) }
      reading.pager.poll()
      reading.pager.receive(answer)
    }
    await reading.work()
    #expect(reading.lines.contains("   2 two"))
  }

  @Test func movesByRowsAndStopsAtTheEnds() async {
    var reading = await Reading(MemoryText(Self.numbered(10)), columns: 12)
    #expect(reading.lines == ["   1 line 1", "   2 line 2", "   3 line 3", "   4 line 4"])
    await reading.does(.rows(3))
    #expect(reading.lines.first == "   4 line 4")
    await reading.does(.pages(5))
    #expect(reading.lines == ["   7 line 7", "   8 line 8", "   9 line 9", "  10 line 10"])
    #expect(reading.pager.status.percent == 100)
    await reading.does(.rows(-1), .rows(-100))
    #expect(reading.lines.first == "   1 line 1")
    await reading.does(.line(6), .toggleNumbers)
    #expect(reading.lines == ["line 6", "line 7", "line 8", "line 9"])
    await reading.does(.line(99))
    #expect(reading.lines.last == "line 10")
  }

  @Test func theEndOfABigTextIsOneReadAway() async {
    let source = MemoryText(Self.numbered(300_000), isCheap: false)
    var reading = await Reading(source)
    await reading.does(.end)
    #expect(reading.lines.last?.hasSuffix("line 300000") == true)
    #expect(source.reads.count <= 3)
    await reading.does(.percent(50))
    #expect(reading.lines[0].contains("line 15"))
  }

  @Test func filesAreIndexedInTheBackground() async {
    var reading = await Reading(MemoryText(Self.numbered(300_000)), columns: 24)
    #expect(reading.pager.status.lines == 300_000)
    await reading.does(.line(234_567))
    #expect(reading.lines[0] == "234567 line 234567")
    await reading.does(.end)
    #expect(reading.lines[3] == "300000 line 300000")
    await reading.does(.percent(10))
    let line = reading.pager.status.line ?? 0
    #expect(reading.lines[0].hasSuffix("line \(line)"))
  }

  @Test func aServiceIsReadOnlyAsFarAsAJumpNeeds() async {
    let source = MemoryText(Self.numbered(300_000), isCheap: false)
    var reading = await Reading(source)
    await reading.does(.line(50_000))
    #expect(reading.lines[0].hasSuffix("line 50000"))
    #expect(source.reads.map(\.upperBound).max() ?? 0 < 1_500_000)
  }

  @Test func unknownLengthsAreFoundOut() async {
    var reading = await Reading(MemoryText(Self.numbered(60_000), isCheap: false, total: false))
    await reading.does(.end)
    #expect(reading.lines.last?.hasSuffix("line 60000") == true)
    #expect(reading.pager.status.lines == 60_000)
  }

  @Test func oneGiantLineIsShownInPieces() async {
    let text = String(repeating: "0123456789", count: 300_000)
    let source = MemoryText(text, isCheap: false)
    var reading = await Reading(source, rows: 3, columns: 30)
    #expect(reading.lines[0].hasPrefix("   1 0123456789"))
    #expect(source.reads == [0..<65536])
    await reading.does(.end)
    #expect(reading.lines.allSatisfy { $0.hasPrefix("   ›") })
    #expect(source.reads.count <= 4)
    await reading.does(.rows(-1), .rows(1), .toggleWrap, .rows(-5), .rows(5), .top)
    #expect(reading.lines[0].hasPrefix("   1 0123456789"))
    #expect(reading.pager.document.cache.byteCount <= TextCache.bytesMax)
  }

  @Test func memoryStaysBounded() async {
    let source = MemoryText(String(repeating: "x\n", count: 6_000_000), isCheap: false)
    var reading = await Reading(source)
    for percent in 0...100 { await reading.does(.percent(percent)) }
    #expect(reading.pager.document.cache.byteCount <= TextCache.bytesMax)
    #expect(reading.lines[0].hasSuffix("x"))
  }

  @Test func followsAGrowingText() async {
    let source = MemoryText(Self.numbered(5), isCheap: false)
    var reading = await Reading(source, follows: true)
    #expect(reading.lines.last == "   5 line 5")
    source.change { $0.bytes += Array("line 6\nline 7 …".utf8) }
    #expect(reading.pager.isPolling)
    reading.pager.poll()
    await reading.work()
    #expect(reading.lines.suffix(2) == ["   6 line 6", "   7 line 7 …"])
    source.change {
      $0.bytes += Array("done\n".utf8)
      $0.isComplete = true
    }
    reading.pager.poll()
    await reading.work()
    #expect(reading.lines.last == "   7 line 7 …done")
    #expect(!reading.pager.isPolling && reading.pager.status.isComplete)
    await reading.does(.rows(-1))
    #expect(!reading.pager.isFollowing)
  }

  @Test func aReplacedTextIsShownFromItsStart() async {
    let source = MemoryText(Self.numbered(50))
    var reading = await Reading(source)
    await reading.does(.end)
    source.change { $0.bytes = Array("new\n".utf8) }
    reading.pager.poll()
    await reading.work()
    #expect(reading.lines[0] == "   1 new")
    #expect(reading.pager.status.message?.contains("replaced") == true)
  }

  @Test func failedReadsAreToldAndRetriedOnlyWhenAsked() async {
    let source = MemoryText("hello\n")
    source.change { $0.failure = "cannot read x: gone" }
    var reading = await Reading(source)
    #expect(reading.pager.status.message == "cannot read x: gone")
    #expect(reading.lines[0].contains("loading…"))
    source.change { $0.failure = nil }
    reading.pager.poll()
    await reading.work()
    #expect(reading.lines[0] == "   1 hello")
  }

  @Test func anEmptyTextIsQuiet() async {
    var reading = await Reading(MemoryText(""))
    #expect(reading.lines == ["", "", "", ""])
    await reading.does(.end, .rows(-3), .percent(50), .line(7), .search("x", isBackward: false))
    #expect(reading.pager.status.percent == 100)
  }

  @Test func aSourceThatLiesAboutItsLengthDoesNotSpin() async {
    struct Liar: TextSource {
      let chunkBytes = 4096
      let isCheap = false
      func read(offset: Int, length: Int) async throws -> TextChunk {
        TextChunk(bytes: offset == 0 ? Array("a\nb".utf8) : [], total: 100)
      }
    }
    var pager = TextPager(for: Liar())
    var count = 0
    while count < 50 {
      pager.settle(in: Size(rows: 5, columns: 20))
      let requests = pager.takeRequests()
      if requests.isEmpty { break }
      for request in requests { pager.receive(await request.perform(on: Liar())) }
      count += 1
    }
    #expect(count < 10)
    #expect(pager.status.message?.contains("stated length") == true)
  }
}
