// Makes equal strings once while one text is read. Lives as long as its reader, never longer.
import Glibc

/// Strings and small decoded values by their raw bytes.
final class StringPool {
  /// Longer strings are rarely repeated and cost more to compare than to make.
  static let bytesMax = 96
  private static let slotsCount = 256

  private var slots = [String?](repeating: nil, count: slotsCount)
  private var values: [Known] = []
  private static let valuesMax = 64

  private struct Known {
    var bytes: [UInt8]
    var value: AnyObject
  }

  /// A class of its own for each type: asking for it is one comparison.
  private final class Kept<Value> {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  /// A string with these bytes; invalid UTF-8 is repaired.
  func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Up to 15 bytes live inside String itself: nothing to share.
    guard bytes.count > 15, bytes.count <= Self.bytesMax else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (Self.slotsCount - 1)
    if let known = slots[slot], Self.equal(known, bytes) { return known }
    let made = String(decoding: bytes, as: UTF8.self)
    slots[slot] = made
    return made
  }

  /// The value that the text begins with, and how many bytes it takes. What was found last is looked
  /// at first: neighbouring rows are alike.
  func value<Value>(_ text: UnsafeBufferPointer<UInt8>) -> (Value, count: Int)? {
    for index in values.indices.reversed() {
      let count = values[index].bytes.count
      guard count <= text.count,
        Self.equal(values[index].bytes, UnsafeBufferPointer(rebasing: text[..<count])),
        let kept = values[index].value as? Kept<Value>
      else { continue }
      values.swapAt(index, values.count - 1)
      return (kept.value, count)
    }
    return nil
  }

  /// Only what says where it ends: no text can go on after a list, an object or a string.
  func remember(_ bytes: UnsafeBufferPointer<UInt8>, _ value: some Any) {
    guard values.count < Self.valuesMax, bytes.count <= 1024, let first = bytes.first,
      first == 91 || first == 123 || first == 34
    else { return }
    values.append(Known(bytes: Array(bytes), value: Kept(value)))
  }

  private static func equal(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var copy = text
    return copy.withUTF8 { Self.equal($0, bytes) }
  }

  private static func equal(_ a: [UInt8], _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    a.withUnsafeBufferPointer { equal($0, b) }
  }

  private static func equal(
    _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard a.count == b.count, let first = a.baseAddress, let second = b.baseAddress else {
      return a.isEmpty && b.isEmpty
    }
    return memcmp(first, second, a.count) == 0
  }
}
