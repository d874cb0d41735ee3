// Times at the heads of lines: read, shown otherwise, gone to.
import Testing
import Time

@testable import TerminalUI

@Suite struct LineTimeTests {
  private static func time(_ line: String) -> LineTime? {
    Array(line.utf8).withUnsafeBufferPointer { LineTime(in: $0) }
  }

  @Test(
    arguments: [
      ("2026-11-21 03:01:40 INFO", "2026-11-21 03:01:40", nil, 0),
      ("2026-11-21T03:01:40.123456Z x", "2026-11-21T03:01:40.123456Z", 0, 6),
      ("[2026-11-21 03:01:40,123] x", "2026-11-21 03:01:40,123", nil, 3),
      ("2026-11-21T03:01:40+05:30 x", "2026-11-21T03:01:40+05:30", 330, 0),
      ("2026-11-21T03:01:40-0200 x", "2026-11-21T03:01:40-0200", -120, 0),
      ("2026/11/21 03:01:40 go", "2026/11/21 03:01:40", nil, 0),
      ("2026-11-21 03:01:40 UTC x", "2026-11-21 03:01:40 UTC", 0, 0),
      (#"{"ts":"2026-11-21T03:01:40Z","#, "2026-11-21T03:01:40Z", 0, 0),
      ("Nov 21 03:01:40 host x", "Nov 21 03:01:40", nil, 0),
      ("Nov  1 03:01:40 host x", "Nov  1 03:01:40", nil, 0),
      ("\u{1B}[0m03:01:40  dbt", "03:01:40", nil, 0), ("INFO 03:01:40.5 x", "03:01:40.5", nil, 1),
    ] as [(String, String, Int?, Int)])
  func readsWhatLogsWrite(line: String, written: String, zone: Int?, fraction: Int) throws {
    let time = try #require(Self.time(line))
    let bytes = Array(line.utf8)[time.range]
    #expect(String(decoding: bytes, as: UTF8.self) == written)
    #expect(time.zone == zone && time.fraction == fraction)
  }

  @Test(arguments: [
    "", "no time", "12:34", "2026-13-21 03:01:40x", "25:00:00", "03:60:00", "a03:01:40",
    "03:01:400", "1234567890123456", "99:99:99", "2026-11-21", "Nov 21", "\u{0}\u{0}\u{0}\u{0}",
  ])
  func leavesOtherTextAlone(line: String) {
    #expect(Self.time(line) == nil)
  }

  @Test func differencesCountZonesAndMidnight() throws {
    func since(_ a: String, _ b: String) throws -> Int64 {
      let (a, b) = (try #require(Self.time(a)), try #require(Self.time(b)))
      return TimeView.since(a, b) / 1_000_000
    }
    #expect(try since("2026-11-21T03:00:00Z", "2026-11-21T04:00:30+01:00") == 30)
    #expect(try since("23:59:50 x", "00:00:10 y") == 20)
    #expect(try since("2026-11-21 23:00:00", "2026-11-22 01:00:00") == 7200)
    #expect(try since("Nov 30 23:59:00 h", "Dec  1 00:00:00 h") == 60)
  }

  @Test func timesAreShownSinceTheFirstLine() async {
    let text = """
      starting
      2026-11-21T03:00:00.250Z INFO one
      2026-11-21T03:01:02.750Z INFO two
        at no.time(here)
      2026-11-21T02:59:59.000Z early

      """
    var reading = await Reading(MemoryText(text), rows: 5, columns: 60)
    await reading.does(.nextTimeDisplay)
    #expect(
      reading.lines == [
        "   1 starting", "   2 +00:00:00.000 INFO one", "   3 +00:01:02.500 INFO two",
        "   4   at no.time(here)", "   5 -00:00:01.250 early",
      ])
    #expect(reading.pager.status.times == .relative)
    await reading.does(.search("two", isBackward: false))
    let canvas = Canvas(size: reading.size)
    reading.pager.draw(on: canvas)
    let row = Array(canvas.screen.cells[(2 * 60)..<(3 * 60)])
    let marked = row.indices.filter { row[$0].style == reading.pager.styles.currentMatch }
    #expect(marked == Array(24..<27), "the match is marked where it is shown")
    await reading.does(.nextTimeDisplay, .nextTimeDisplay)
    #expect(reading.lines[1] == "   2 2026-11-21T03:00:00.250Z INFO one")
  }

  @Test func localTimesAreShownWhereAZoneIsWritten() throws {
    let time = try #require(Self.time("2026-11-21T03:00:00.250Z INFO"))
    let view = TimeView(display: .local, base: time)
    let local = Timestamp(microseconds: time.instant).local
    let shown = view.shown(Array("2026-11-21T03:00:00.250Z INFO".utf8)).bytes
    #expect(
      String(decoding: shown, as: UTF8.self) == "\(local.dayText) \(local.timeText).250 INFO")
    let plain = Array("2026-11-21 03:00:00 INFO".utf8)
    #expect(view.shown(plain).bytes == plain, "without a zone nothing is claimed")
  }

  private static func log(_ count: Int) -> String {
    (0..<count).map { number in
      let (minute, second) = (number / 60 % 60, number % 60)
      let hour = 3 + number / 3600
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      let line = "2026-11-21 \(two(hour)):\(two(minute)):\(two(second)) part \(number)\n"
      return number % 10 == 0 ? line + "  a line without a time\n" : line
    }.joined()
  }

  @Test(arguments: [
    ("03:00:00", "part 0"), ("03:00:30", "part 30"), ("04:30", "part 5400"),
    ("2026-11-21 05:46:39", "part 9999"), ("05:13:20", "part 8000"),
  ])
  func theFirstLineAtOrAfterATimeIsFound(typed: String, line: String) async throws {
    let source = MemoryText(Self.log(10_000), chunkBytes: 16 * 1024)
    var reading = await Reading(source, rows: 1, columns: 60)
    let goal = TimeGoal.time(try #require(LineTime(typed: typed)))
    await reading.does(.toggleNumbers, .time(goal))
    #expect(reading.lines[0].hasSuffix(line))
    await reading.does(.top, .time(.after(61_000_000)))
    #expect(reading.lines[0].hasSuffix("part 61"))
    await reading.does(.time(.after(100_000_000_000)))
    #expect(reading.pager.status.message?.contains("all lines are before") == true)
  }

  @Test func aTimeIsFoundWithFewReads() async throws {
    let source = MemoryText(Self.log(60_000), isCheap: false)
    var reading = await Reading(source, rows: 2, columns: 60)
    let before = source.reads.count
    await reading.does(.time(.time(try #require(LineTime(typed: "12:00")))))
    #expect(reading.lines[0].hasSuffix("part 32400"))
    #expect(source.reads.count - before < 16)
  }

  @Test func textsWithoutTimesSaySo() async {
    var reading = await Reading(MemoryText("a\nb\n"))
    await reading.does(.time(.after(1)))
    #expect(reading.pager.status.message?.contains("no time") == true)
    await reading.does(.nextTimeDisplay)
    #expect(reading.pager.status.message?.contains("no time") == true)
  }

  @Test func hostileHeadsAreHarmless() async {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var random = Seeded(state: seed)
    let alphabet = Array("0123456789:-/T.,+Z UTCNov[]\u{1B}\u{0}".utf8)
    for _ in 0..<5000 {
      let count = Int.random(in: 0..<70, using: &random)
      let line = (0..<count).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      guard let time = line.withUnsafeBufferPointer({ LineTime(in: $0) }) else { continue }
      #expect(time.range.upperBound <= line.count, "seed \(seed)")
      _ = TimeView(display: .relative, base: time).shown(line)
      _ = TimeView(display: .local, base: time).shown(line)
    }
  }
}

/// A generator that a printed seed repeats.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
