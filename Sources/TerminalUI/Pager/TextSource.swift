// Where text comes from: ranged reads, whatever is behind them.
import Synchronization

/// What a read gave.
package struct TextChunk: Sendable, Hashable {
  /// Fewer than asked for only at the end, or if the source gives less at a time.
  package var bytes: [UInt8]
  /// The length of the whole text, if known.
  package var total: Int?
  /// Nothing will be added any more.
  package var isComplete: Bool
  /// Another number than before means another text: a file that was replaced.
  package var revision: Int

  package init(
    bytes: [UInt8], total: Int? = nil, isComplete: Bool = false, revision: Int = 0
  ) {
    self.bytes = bytes
    self.total = total
    self.isComplete = isComplete
    self.revision = revision
  }
}

/// A text that can be read in pieces. Reading beyond the end gives no bytes.
package protocol TextSource: Sendable {
  /// Bytes to ask for at once.
  var chunkBytes: Int { get }
  /// Bytes to ask for at once by whoever wants all of it.
  var bulkBytes: Int { get }
  /// Whether reading all of it in the background does no harm: a file, not a service.
  var isCheap: Bool { get }
  /// Throws an error whose `description` is one line for a person.
  func read(offset: Int, length: Int) async throws -> TextChunk
}

extension TextSource {
  package var bulkBytes: Int { chunkBytes }

  /// Up to `count` bytes from an offset, as many as there are.
  package func bytes(from offset: Int, count: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let chunk = try await read(
        offset: offset + bytes.count, length: min(bulkBytes, count - bytes.count))
      if chunk.bytes.isEmpty { break }
      bytes = bytes.isEmpty ? chunk.bytes : bytes + chunk.bytes
      if let total = chunk.total, offset + bytes.count >= total { break }
    }
    return bytes
  }
}

/// A text behind a function: the platform's logs and artifacts. Keeps what was read lately, so that
/// searching and counting do not fetch it again.
package final class RemoteTextSource: TextSource {
  package let chunkBytes: Int
  package let bulkBytes: Int
  package let isCheap = false
  private let reader: @Sendable (_ offset: Int, _ length: Int) async throws -> TextChunk
  private let known = Mutex(Known())

  private struct Known {
    var cache = TextCache()
    var total: Int?
    var isComplete = false

    /// Nothing if a part is missing, or where more may have been added.
    func chunk(_ range: Range<Int>) -> TextChunk? {
      guard let total, range.lowerBound < total else { return nil }
      let inside = range.clamped(to: 0..<total)
      return (try? cache.copy(inside)).map {
        TextChunk(bytes: $0, total: total, isComplete: isComplete)
      }
    }

    mutating func take(_ chunk: TextChunk, at offset: Int) {
      if let total, let now = chunk.total, now < total { cache.removeAll() }
      cache.store(chunk.bytes, at: offset)
      (total, isComplete) = (chunk.total, chunk.isComplete)
    }
  }

  /// - Parameter bulkBytes: more than `chunkBytes` where a text is wanted whole.
  package init(
    chunkBytes: Int = 256 * 1024, bulkBytes: Int? = nil,
    read: @escaping @Sendable (_ offset: Int, _ length: Int) async throws -> TextChunk
  ) {
    self.chunkBytes = chunkBytes
    self.bulkBytes = bulkBytes ?? chunkBytes
    reader = read
  }

  package func read(offset: Int, length: Int) async throws -> TextChunk {
    let length = min(length, bulkBytes)
    if let chunk = known.withLock({ $0.chunk(offset..<(offset + length)) }) { return chunk }
    let chunk = try await reader(offset, length)
    known.withLock { $0.take(chunk, at: offset) }
    return chunk
  }
}
