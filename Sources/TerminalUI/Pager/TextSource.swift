// Where text comes from: ranged reads, whatever is behind them.

/// What a read gave.
package struct TextChunk: Sendable, Hashable {
  /// Fewer than asked for only at the end, or if the source gives less at a time.
  package var bytes: [UInt8]
  /// The length of the whole text, if known.
  package var total: Int?
  /// Nothing will be added any more.
  package var isComplete: Bool

  package init(bytes: [UInt8], total: Int? = nil, isComplete: Bool = false) {
    self.bytes = bytes
    self.total = total
    self.isComplete = isComplete
  }
}

/// A text that can be read in pieces. Reading beyond the end gives no bytes.
package protocol TextSource: Sendable {
  /// Bytes to ask for at once.
  var chunkBytes: Int { get }
  /// Whether reading all of it in the background does no harm: a file, not a service.
  var isCheap: Bool { get }
  /// Throws an error whose `description` is one line for a person.
  func read(offset: Int, length: Int) async throws -> TextChunk
}

/// A text behind a function: the platform's logs and artifacts.
package struct RemoteTextSource: TextSource {
  package let chunkBytes: Int
  package var isCheap: Bool { false }
  private let reader: @Sendable (_ offset: Int, _ length: Int) async throws -> TextChunk

  package init(
    chunkBytes: Int = 256 * 1024,
    read: @escaping @Sendable (_ offset: Int, _ length: Int) async throws -> TextChunk
  ) {
    self.chunkBytes = chunkBytes
    reader = read
  }

  package func read(offset: Int, length: Int) async throws -> TextChunk {
    try await reader(offset, min(length, chunkBytes))
  }
}
