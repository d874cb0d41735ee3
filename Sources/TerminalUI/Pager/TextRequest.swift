// What a pager needs from its source, as values: the pager asks, whoever owns the source performs,
// the pager takes the answer. So the pager itself never waits.
import Glibc

/// Work on a text that takes time.
package struct TextRequest: Sendable {
  /// One of each kind is under way at a time.
  enum Kind: Sendable {
    case read(offset: Int, length: Int)
    /// Looks for line ends from the end of the index on.
    case index(TextIndex.Part)
    /// The number of the line that begins at `to`: the line of `from` and the line ends between.
    case countLines(from: Int, line: Int, to: Int)
    /// Where the line `count` lines after `from` begins.
    case skipLines(from: Int, count: Int)
    case search(TextSearch)
  }

  let kind: Kind
  /// Answers to older tickets are dropped.
  let ticket: Int

  /// Does the work; call it off the UI actor. Cancel its task to stop it.
  package func perform(on source: some TextSource) async -> TextAnswer {
    do {
      return TextAnswer(request: self, result: try await result(from: source))
    } catch {
      return TextAnswer(request: self, result: .failed("\(error)"))
    }
  }

  private func result(from source: some TextSource) async throws -> TextAnswer.Result {
    switch kind {
    case .read(let offset, let length):
      return .chunk(try await source.read(offset: offset, length: length))
    case .index(var part):
      let stop = part.scanned + (source.isCheap ? Self.indexBytes : source.chunkBytes)
      while part.scanned < stop {
        try Task.checkCancellation()
        let chunk = try await source.read(offset: part.scanned, length: source.chunkBytes)
        if chunk.bytes.isEmpty { break }
        let place = part.scanned
        chunk.bytes.withUnsafeBufferPointer { part.extend($0, at: place) }
      }
      return .indexed(part)
    case .countLines(let from, let line, let to):
      return .line(try await countLines(source, from: from, line: line, to: to))
    case .skipLines(let from, let count):
      return .offset(try await skipLines(source, from: from, count: count))
    case .search(let search): return .searched(await search.step(in: source, end: nil))
    }
  }

  /// Bytes an index step covers; then it reports.
  private static let indexBytes = 16 * 1024 * 1024

  private func countLines(_ source: some TextSource, from: Int, line: Int, to: Int) async throws
    -> Int
  {
    var (place, lines) = (from, line)
    while place < to {
      try Task.checkCancellation()
      let length = min(source.chunkBytes, to - place)
      let bytes = try await source.read(offset: place, length: length).bytes
      if bytes.isEmpty { break }
      lines += bytes.withUnsafeBufferPointer { Self.lineEnds(in: $0, upTo: Int.max).count }
      place += bytes.count
    }
    return lines
  }

  private func skipLines(_ source: some TextSource, from: Int, count: Int) async throws -> Int {
    var (place, left) = (from, count)
    while left > 0 {
      try Task.checkCancellation()
      let bytes = try await source.read(offset: place, length: source.chunkBytes).bytes
      if bytes.isEmpty { break }
      let found = bytes.withUnsafeBufferPointer { Self.lineEnds(in: $0, upTo: left) }
      left -= found.count
      place += left == 0 ? found.last + 1 : bytes.count
    }
    return place
  }

  /// How many line ends there are, at most `limit`, and where the last of them is.
  private static func lineEnds(
    in bytes: UnsafeBufferPointer<UInt8>, upTo limit: Int
  ) -> (count: Int, last: Int) {
    guard let start = bytes.baseAddress else { return (0, 0) }
    var (count, last, place) = (0, 0, 0)
    while count < limit, place < bytes.count,
      let hit = memchr(start + place, 0x0A, bytes.count - place)
    {
      last = UnsafeRawPointer(hit) - UnsafeRawPointer(start)
      place = last + 1
      count += 1
    }
    return (count, last)
  }
}

/// What came of a request.
package struct TextAnswer: Sendable {
  enum Result: Sendable {
    case chunk(TextChunk)
    case indexed(TextIndex.Part)
    case line(Int)
    case offset(Int)
    case searched(TextSearch.Outcome)
    case failed(String)
  }

  let request: TextRequest
  let result: Result
}
