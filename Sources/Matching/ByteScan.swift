// Scans over bytes that need no expression: a plain word in any case, rare letters, line ends.
// Offsets are counted from the start of the bytes given.
import CSystem

/// A plain text to look for.
package struct Literal: Sendable {
  private let needle: [UInt8]
  private let isFolded: Bool

  /// nil for empty text. With `ignoresCase`, ASCII letters match in either case.
  package init?(_ text: String, ignoresCase: Bool) {
    guard !text.isEmpty else { return nil }
    needle = text.utf8.map { byte in
      ignoresCase && (65...90).contains(byte) ? byte | 0x20 : byte
    }
    isFolded = ignoresCase
  }

  /// The first place at or after `start`.
  package func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard let base = bytes.baseAddress else { return nil }
    let place = needle.withUnsafeBufferPointer { needle in
      needle.baseAddress.map {
        cs_scan_literal(base, bytes.count, start, $0, needle.count, isFolded ? 1 : 0)
      } ?? -1
    }
    return place < 0 ? nil : place..<(place + needle.count)
  }
}

/// Three letters each of words that are rare in a text: a quick look before an expensive one.
package struct LetterTriples: Sendable {
  private let triples: [UInt8]

  /// Lower-case words of three letters, at most 16; they are found in any case.
  package init(_ words: [String]) {
    precondition(words.count <= 16 && words.allSatisfy { $0.utf8.count == 3 })
    triples = words.flatMap { Array($0.utf8) }
  }

  /// The first place at or after `start` where one of them stands.
  package func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let place = triples.withUnsafeBytes { raw in
      cs_scan_triples(
        base, bytes.count, start,
        raw.assumingMemoryBound(to: (UInt8, UInt8, UInt8).self).baseAddress,
        Int32(triples.count / 3))
    }
    return place < 0 ? nil : place
  }
}

/// Line ends in bytes.
package enum LineEnds {
  /// The first at or after `start`.
  package static func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    ByteSearch.first(0x0A, in: bytes, from: start)
  }

  /// The last one before `end`.
  package static func last(in bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let place = cs_scan_last_line_end(base, min(end, bytes.count))
    return place < 0 ? nil : place
  }

  /// Counts them on from `seen`; gives the place after each one whose number is a multiple of
  /// `stride`.
  package static func count(
    in bytes: UnsafeBufferPointer<UInt8>, seen: inout Int, every stride: Int
  ) -> [Int] {
    guard let base = bytes.baseAddress else { return [] }
    return [Int](unsafeUninitializedCapacity: bytes.count / stride + 1) { places, count in
      count = cs_scan_lines(base, bytes.count, stride, &seen, places.baseAddress)
    }
  }

  /// How many there are.
  package static func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var seen = 0
    _ = count(in: bytes, seen: &seen, every: Int.max / 2)
    return seen
  }
}
