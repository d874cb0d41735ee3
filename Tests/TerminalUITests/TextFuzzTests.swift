// The pager in a hostile world: random commands over a text that grows, shrinks, is replaced and
// fails. It always comes to rest, stays small, and never shows a line under another one's number.
import Testing

@testable import TerminalUI

@Suite struct TextFuzzTests {
  private struct World {
    var random: Seeded
    var lines = 0
    var text = 0

    /// Lines that say their own number, some with a level, a time or a giant's length.
    mutating func more() -> String {
      let count = Int.random(in: 0...150, using: &random)
      return (0..<count).map { _ in
        lines += 1
        let head = "n\(lines)t\(text)"
        switch Int.random(in: 0..<60, using: &random) {
        case 0: return "\(head) ERROR x\n"
        case 1: return "\(head) WARN x\n"
        case 2: return "\(head) 12:\(10 + lines % 50):00 at\n"
        case 3: return head + String(repeating: " giant", count: 12_000) + " WARN\n"
        default: return "\(head) line\n"
        }
      }.joined()
    }

    mutating func change(_ source: MemoryText) {
      let kind = Int.random(in: 0..<8, using: &random)
      if kind == 0 { (lines, text) = (0, text + 1) }
      let added = kind == 1 || kind == 2 ? [] : Array(more().utf8)
      let keep = Int.random(in: 0...100, using: &random)
      source.change { state in
        switch kind {
        case 0: (state.bytes, state.revision) = (added, state.revision + 1)
        case 1: state.failure = state.failure == nil ? "cannot read x: gone" : nil
        case 2:
          state.bytes.removeLast(state.bytes.count * keep / 200)
          state.revision += 1
        default: state.bytes += added
        }
        // Lines go on where the text ends.
        if kind == 2 {
          while let last = state.bytes.last, last != 0x0A { state.bytes.removeLast() }
        }
      }
      if kind == 2 { lines = source.state.withLock { $0.bytes.count { $0 == 0x0A } } }
    }

    mutating func command() -> TextCommand {
      let count = Int.random(in: -30...30, using: &random)
      let word = ["giant", "n1", "line$", "ERROR", "nothing such", "t[12]"]
      let all: [TextCommand] = [
        .rows(count), .pages(count), .halfPages(count), .top, .end, .line(abs(count) * 20 + 1),
        .percent(abs(count) * 3), .time(.after(Int64(count) * 60_000_000)), .columns(count),
        .toggleWrap, .toggleNumbers, .toggleFollow, .nextTimeDisplay,
        .search(word.randomElement(using: &random) ?? "", isBackward: count < 0), .next, .previous,
        .nextError, .firstError, .previousError, .nextWarning, .previousWarning, .nextLevel,
        .toggleMatching, .showAll, .select, .copy, .cancel,
      ]
      return all.randomElement(using: &random) ?? .top
    }
  }

  @Test(arguments: [true, false], [true, false])
  func itAlwaysComesToRest(isCheap: Bool, total: Bool) async {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    await comesToRest(from: seed, isCheap: isCheap, total: total)
  }

  /// Seeds that found: a place beyond the end of a text of unknown length that shrank, sieved; an
  /// index that had seen lines beyond the known end.
  @Test(arguments: [4_734_886_222_163_464_982, 14_440_785_492_919_602_327] as [UInt64])
  func itComesToRestWhereItDidNot(seed: UInt64) async {
    for isCheap in [true, false] {
      for total in [true, false] { await comesToRest(from: seed, isCheap: isCheap, total: total) }
    }
  }

  /// Requests may be answered late: some answers come after the next command.
  private func comesToRest(from seed: UInt64, isCheap: Bool, total: Bool) async {
    var world = World(random: Seeded(state: seed))
    let source = MemoryText(world.more(), chunkBytes: 16 * 1024, isCheap: isCheap, total: total)
    var reading = await Reading(source, rows: 8, columns: 40)
    var late: [TextRequest] = []
    for step in 0..<80 {
      if Int.random(in: 0..<4, using: &world.random) == 0 { world.change(source) }
      if Int.random(in: 0..<3, using: &world.random) == 0 { reading.pager.poll() }
      let command = world.command()
      reading.pager.handle(command)
      reading.pager.settle(in: reading.size)
      late += reading.pager.takeRequests()
      _ = reading.lines
      if Int.random(in: 0..<3, using: &world.random) == 0 { continue }
      late.shuffle(using: &world.random)
      for request in late { reading.pager.receive(await request.perform(on: source)) }
      late = []
      await reading.rest()
      source.change { $0.failure = nil }
      reading.pager.poll()
      let stillAsked = await reading.rest()
      #expect(stillAsked == [], "seed \(seed), step \(step), after \(command)")
      guard stillAsked.isEmpty else { return }
      expectWholeness(reading, "seed \(seed), step \(step), after \(command)")
    }
  }

  private func expectWholeness(_ reading: Reading, _ place: String) {
    let cached = reading.pager.document.cache.byteCount
    #expect(cached <= TextCache.bytesMax, "\(place)")
    let sieved = reading.pager.sieve.lines?.lines.count ?? 0
    #expect(sieved <= TextSieve.linesMax, "\(place)")
    // A text of unknown length that was replaced is noticed when the person goes on.
    guard reading.pager.options.left == 0, reading.pager.options.times == .written,
      reading.pager.document.end != nil
    else { return }
    for line in reading.lines {
      let words = line.replacing("▌", with: " ").split(separator: " ")
      guard words.count > 1, let number = Int(words[0]), words[1].first == "n" else { continue }
      let isRight = words[1].hasPrefix("n\(number)t")
      #expect(isRight, "\(line) \(place)")
    }
  }
}

extension Reading {
  /// What the pager still asks for after many rounds: nothing.
  @discardableResult
  mutating func rest() async -> [TextRequest.Purpose] {
    var purposes: [TextRequest.Purpose] = []
    for _ in 0..<300 {
      pager.settle(in: size)
      let requests = pager.takeRequests()
      if requests.isEmpty { return [] }
      purposes = requests.map(\.purpose)
      for request in requests { pager.receive(await request.perform(on: source)) }
    }
    return purposes
  }
}
