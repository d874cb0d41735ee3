// The searchable texts of a chunk, each distinct value once with the rows that have it: a few kB for
// 256 runs, so that a million runs are looked through in milliseconds. Immutable.
import Matching
import OrchestraAPI
import Time

/// Distinct texts in lower case, grouped by column.
final class ChunkText: Sendable {
  /// All values, each ended by a line end, which occurs in none of them.
  private let bytes: [UInt8]
  /// Where each value begins, and the end.
  private let starts: [Int32]
  private let rows: [RowSet]
  /// Values of each column: those before this index and not in an earlier column.
  private let ends: [Int]

  static let lineEnd: UInt8 = 10

  fileprivate init(_ bytes: [UInt8], _ starts: [Int32], _ rows: [RowSet], _ ends: [Int]) {
    self.bytes = bytes
    self.starts = starts
    self.rows = rows
    self.ends = ends
  }

  /// Bytes that a search through all of it looks at.
  var byteCount: Int { bytes.count }

  /// The rows that have a value in which one of the needles occurs.
  /// - Parameter column: nil looks in all columns.
  func rows(with needles: [FilterQuery.Needle], column: Int? = nil) -> RowSet {
    let values = column.map { ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0] } ?? 0..<rows.count
    var found = RowSet()
    guard !values.isEmpty else { return found }
    bytes.withUnsafeBufferPointer { bytes in
      for needle in needles { mark(needle, in: values, bytes, &found) }
    }
    return found
  }

  private func mark(
    _ needle: FilterQuery.Needle, in values: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ found: inout RowSet
  ) {
    switch needle {
    case .part(let part):
      scan(values, &found) { from, end in
        let rest = UnsafeBufferPointer(rebasing: bytes[from..<end])
        return part.withUnsafeBufferPointer { ByteSearch.first($0, in: rest) }
          .map { (from + $0)..<(from + $0 + part.count) }
      }
    case .pattern(let pattern):
      scan(values, &found) { from, end in
        let rest = UnsafeBufferPointer(rebasing: bytes[from..<end])
        return pattern.firstMatch(in: rest).map { ($0.lowerBound + from)..<($0.upperBound + from) }
      }
    case .whole, .fuzzy:
      for value in values where needle.occurs(in: text(value, bytes)) {
        found.formUnion(rows[value])
      }
    }
  }

  /// Searches many values at once; a hit that reaches into the next value is looked at again alone.
  private func scan(
    _ values: Range<Int>, _ found: inout RowSet, first: (_ from: Int, _ end: Int) -> Range<Int>?
  ) {
    let end = Int(starts[values.upperBound])
    var value = values.lowerBound
    while value < values.upperBound, let hit = first(Int(starts[value]), end) {
      while value < values.upperBound, starts[value + 1] <= hit.lowerBound { value += 1 }
      guard value < values.upperBound else { return }
      let valueEnd = Int(starts[value + 1]) - 1
      if hit.upperBound <= valueEnd || first(Int(starts[value]), valueEnd) != nil {
        found.formUnion(rows[value])
      }
      value += 1
    }
  }

  private func text(
    _ value: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(starts[value])..<(Int(starts[value + 1]) - 1)])
  }
}

/// Collects the values of one chunk, column by column.
struct ChunkTextBuilder {
  /// What makes two values certainly the same: the bits of one string or two. Equal texts that are
  /// stored twice become two values, which costs a little and changes nothing.
  typealias Key = SIMD4<UInt64>

  private var bytes: [UInt8] = []
  private var starts: [Int32] = []
  private var rows: [RowSet] = []
  private var ends: [Int] = []
  private var keys: [Key] = []
  /// Open addressing over the values of the column under way; 0 is free. Twice as many as a column
  /// can have: `TriggeredBy.causesMax` for each of 256 runs.
  private var slots = [UInt16](repeating: 0, count: slotsCount)
  private static let slotsCount = 2048

  init() {
    bytes.reserveCapacity(2048)
    starts.reserveCapacity(96)
    rows.reserveCapacity(96)
    keys.reserveCapacity(96)
  }

  /// Notes a value of a row in the column under way; the text is asked for once.
  mutating func add(_ row: Int, _ key: Key, _ text: () -> String) {
    let low = key[0] ^ (key[2] &* 0x9e37_79b9_7f4a_7c15)
    let mixed = low &+ (key[1] ^ key[3]) &* 0xff51_afd7_ed55_8ccd
    var slot = Int(truncatingIfNeeded: (mixed &* 0xc4ce_b9fe_1a85_ec53) >> 53)
    while slots[slot] != 0 {
      let value = Int(slots[slot]) - 1
      if keys[value] == key {
        rows[value].insert(row)
        return
      }
      slot = (slot + 1) & (Self.slotsCount - 1)
    }
    slots[slot] = UInt16(rows.count + 1)
    keys.append(key)
    starts.append(Int32(bytes.count))
    var set = RowSet()
    set.insert(row)
    rows.append(set)
    append(text())
  }

  /// Notes a text of a row; nothing for an empty one.
  mutating func add(_ row: Int, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    add(row, Self.key(text)) { text }
  }

  /// The next values are of another column.
  mutating func endColumn() {
    ends.append(rows.count)
    slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  consuming func build() -> ChunkText {
    starts.append(Int32(bytes.count))
    return ChunkText(bytes, starts, rows, ends)
  }

  /// The bits of the value, not of the text: see `Key`. Valid while both strings live.
  static func key(_ text: String?) -> Key {
    let bits = unsafeBitCast(text, to: (UInt64, UInt64).self)
    return Key(bits.0, bits.1, 0, 0)
  }

  static func key(_ first: String?, _ second: String?) -> Key {
    let (a, b) = (key(first), key(second))
    return Key(a[0], a[1], b[0], b[1])
  }

  private mutating func append(_ text: String) {
    let start = bytes.count
    var copy = text
    copy.withUTF8 { bytes.append(contentsOf: $0) }
    let isASCII = bytes.withUnsafeMutableBufferPointer { bytes in
      Self.lower(UnsafeMutableBufferPointer(rebasing: bytes[start...]))
    }
    if !isASCII {
      bytes.removeSubrange(start...)
      bytes.append(contentsOf: text.lowercased().utf8.lazy.map { $0 == 10 ? 32 : $0 })
    }
    bytes.append(ChunkText.lineEnd)
  }

  /// Letters in lower case and spaces for line ends, in place; false, and worthless, where a byte is
  /// not of ASCII. Without branches, so that many bytes are changed at once.
  private static func lower(_ text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in text.indices {
      let byte = text[index]
      all |= byte
      let lowered = byte | (byte &- 65 < 26 ? 32 : 0)
      text[index] = lowered == ChunkText.lineEnd ? 32 : lowered
    }
    return all < 128
  }
}
