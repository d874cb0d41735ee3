// Reads the TZif format, versions 1 to 4. A damaged file gives nil, never a trap.

extension TimeZoneRules {
  /// Reads the bytes of a TZif file.
  package init?(name: String, file bytes: [UInt8]) {
    guard let first = TZifBlock(bytes, at: 0) else { return nil }
    var block = first
    var rule: PosixZoneRule?
    if first.version >= 2 {
      guard let second = TZifBlock(bytes, at: first.end(timeSize: 4)) else { return nil }
      block = second
      let footer = bytes.dropFirst(second.end(timeSize: 8))
      guard footer.first == 10, let close = footer.dropFirst().firstIndex(of: 10) else {
        return nil
      }
      let text = String(decoding: footer[(footer.startIndex + 1)..<close], as: UTF8.self)
      if !text.isEmpty {
        guard let parsed = PosixZoneRule(text) else { return nil }
        rule = parsed
      }
    }
    guard let table = block.table(bytes, timeSize: first.version >= 2 ? 8 : 4) else { return nil }
    self.init(
      name: name, transitions: table.times, offsets: table.offsets, firstOffset: table.first,
      rule: rule)
  }
}

/// The header of one data block.
private struct TZifBlock {
  let start: Int
  let version: Int
  private let counts: [Int]

  private var isUTCount: Int { counts[0] }
  private var isStandardCount: Int { counts[1] }
  private var leapCount: Int { counts[2] }
  private var timeCount: Int { counts[3] }
  private var typeCount: Int { counts[4] }
  private var characterCount: Int { counts[5] }

  init?(_ bytes: [UInt8], at start: Int) {
    guard start >= 0, start + 44 <= bytes.count,
      Array(bytes[start..<start + 4]) == [84, 90, 105, 102]
    else { return nil }
    self.start = start
    version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 48
    counts = (0..<6).map { Int(TZifBlock.number(bytes, start + 20 + 4 * $0, size: 4)) }
    guard counts.allSatisfy({ (0...100_000).contains($0) }), typeCount > 0 else { return nil }
  }

  func end(timeSize: Int) -> Int {
    start + 44 + timeCount * (timeSize + 1) + typeCount * 6 + characterCount
      + leapCount * (timeSize + 4) + isStandardCount + isUTCount
  }

  func table(_ bytes: [UInt8], timeSize: Int) -> (times: [Int64], offsets: [Int], first: Int)? {
    guard end(timeSize: timeSize) <= bytes.count else { return nil }
    let indexes = start + 44 + timeCount * timeSize
    let types = indexes + timeCount
    func offset(_ type: Int) -> Int { Int(TZifBlock.number(bytes, types + 6 * type, size: 4)) }
    var times: [Int64] = []
    var offsets: [Int] = []
    for index in 0..<timeCount {
      let type = Int(bytes[indexes + index])
      guard type < typeCount else { return nil }
      times.append(TZifBlock.number(bytes, start + 44 + index * timeSize, size: timeSize))
      offsets.append(offset(type))
    }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return (times, offsets, offset(0))
  }

  /// A signed big-endian number.
  private static func number(_ bytes: [UInt8], _ at: Int, size: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[at..<at + size] { value = value << 8 | UInt64(byte) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
