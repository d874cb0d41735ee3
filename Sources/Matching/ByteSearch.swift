// Finding bytes in bytes with the C library's own search. No case folding: callers fold first.
import CSystem
import Glibc

/// Plain search.
package enum ByteSearch {
  /// Offset of the first occurrence; an empty needle is found at the start.
  package static func first(
    _ needle: UnsafeBufferPointer<UInt8>, in hay: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let n = needle.baseAddress, !needle.isEmpty else { return 0 }
    guard let h = hay.baseAddress, hay.count >= needle.count else { return nil }
    let offset = cs_find(h, hay.count, n, needle.count)
    return offset < 0 ? nil : offset
  }

  /// Offset of the first such byte at or after `start`.
  package static func first(
    _ byte: UInt8, in hay: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) -> Int? {
    guard let h = hay.baseAddress, start < hay.count,
      let hit = memchr(h + start, Int32(byte), hay.count - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(h)
  }
}
