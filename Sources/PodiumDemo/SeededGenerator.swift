// Random numbers that are the same for the same seed, on every machine.

/// SplitMix64.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// A generator for one thing of many: independent of how many were made before it.
  package init(seed: UInt64, part: UInt64) {
    state = seed
    state = next() ^ (part &* 0x9e37_79b9_7f4a_7c15)
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// Between 0 and 1, 1 excluded.
  package mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// One of `items`, which must not be empty.
  package mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int(truncatingIfNeeded: next() % UInt64(items.count))]
  }
}

/// The two words of an id in the order of time, so that indexes grow at one end: 48 bits of
/// milliseconds, then random ones.
struct TimedWords: RandomNumberGenerator {
  private var words: [UInt64]

  init(milliseconds: Int64, using generator: inout SeededGenerator) {
    words = [generator.next(), UInt64(max(0, milliseconds)) << 16 | (generator.next() & 0xffff)]
  }

  mutating func next() -> UInt64 { words.popLast() ?? 0 }
}
