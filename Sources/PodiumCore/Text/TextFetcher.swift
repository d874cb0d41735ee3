// Reads a remote file piece by piece: logs that grow, artifacts of any size. Bounded by the piece; it
// holds a whole file only where a server ignores ranges, and then a small one.
import OrchestraAPI
import OrchestraClient
import Resilience

/// A log file or an artifact.
package enum RemoteFile: Sendable, Hashable {
  case log(TaskRunPath, name: String)
  case artifact(TaskRunPath, name: String)

  /// The name as the server says it.
  package var name: String {
    switch self {
    case .log(_, let name), .artifact(_, let name): name
    }
  }

  /// The task run that the text belongs to.
  package var task: TaskRunPath {
    switch self {
    case .log(let task, _), .artifact(let task, _): task
    }
  }
}

/// Bytes of a remote file.
package struct TextPiece: Sendable, Equatable {
  /// Offset of the first byte; where the file ends when `bytes` is empty.
  package var offset: Int
  package var bytes: [UInt8]
  /// Size of the file now; nil when the server does not say it.
  package var totalBytes: Int?
  /// Whether the file will not grow any more.
  package var isComplete: Bool

  package init(offset: Int, bytes: [UInt8], totalBytes: Int?, isComplete: Bool) {
    self.offset = offset
    self.bytes = bytes
    self.totalBytes = totalBytes
    self.isComplete = isComplete
  }

  /// Offset behind the last byte.
  package var end: Int { offset + bytes.count }

  /// Whether these are the last bytes of a file that does not grow.
  package var isEnd: Bool { isComplete && totalBytes.map { end >= $0 } ?? bytes.isEmpty }
}

/// Reads one file through the client.
package actor TextFetcher {
  /// Most bytes of one piece.
  package static let pieceBytesMax = 256 * 1024
  /// Most bytes of one piece of a file that is wanted whole.
  package static let bulkBytesMax = 4 << 20
  /// A whole file of a server that ignores ranges is kept up to this size.
  package static let keptBytesMax = 8 << 20

  package let file: RemoteFile
  private let client: Client
  private var kept: TextPiece?

  package init(_ file: RemoteFile, client: Client) {
    self.file = file
    self.client = client
  }

  /// Pause between two looks at a growing file, so that following leaves room for the rest.
  /// - Parameter perMinute: the request budget; nil means no limit.
  package static func followPause(perMinute: Int?) -> Duration {
    guard let perMinute else { return .seconds(1) }
    return max(.seconds(1), .seconds(60.0 / (Double(max(1, perMinute)) * 0.25)))
  }

  /// Up to `count` bytes from an offset. Empty at the end, complete or not.
  package func read(
    from offset: Int, count: Int = TextFetcher.pieceBytesMax,
    priority: RateLimiter.Priority = .asked
  ) async throws(FetchFailure) -> TextPiece {
    let count = min(max(1, count), Self.bulkBytesMax)
    if let kept { return Self.cut(kept, from: offset, count: count) }
    let range = ByteRange.closed(offset, offset + count - 1)
    let chunk = try await download(range, priority)
    return piece(chunk, from: offset, count: count)
  }

  /// The last `count` bytes.
  package func tail(
    _ count: Int = TextFetcher.pieceBytesMax, priority: RateLimiter.Priority = .asked
  ) async throws(FetchFailure) -> TextPiece {
    let count = min(max(1, count), Self.pieceBytesMax)
    if let kept { return Self.cut(kept, from: max(0, kept.end - count), count: count) }
    let chunk = try await download(.last(count), priority)
    return piece(chunk, from: max(0, chunk.offset + chunk.bytes.count - count), count: count)
  }

  private func download(
    _ range: ByteRange, _ priority: RateLimiter.Priority
  ) async throws(FetchFailure) -> FileChunk {
    do throws(ClientError) {
      switch file {
      case .log(let task, let name):
        let log = DownloadLog(task: task, filename: name, range: range)
        return try await client.call(log, priority: priority, purpose: "log text")
      case .artifact(let task, let name):
        let artifact = DownloadArtifact(task: task, filename: name, range: range)
        return try await client.call(artifact, priority: priority, purpose: "artifact text")
      }
    } catch {
      throw FetchFailure(error)
    }
  }

  /// What was asked for, also when the server answered with the whole file.
  private func piece(_ chunk: FileChunk, from offset: Int, count: Int) -> TextPiece {
    let all = TextPiece(
      offset: chunk.offset, bytes: chunk.bytes, totalBytes: chunk.totalBytes,
      isComplete: chunk.isComplete)
    guard chunk.offset != offset || chunk.bytes.count > count else { return all }
    let isWhole = chunk.offset == 0 && chunk.totalBytes == chunk.bytes.count
    if isWhole, chunk.isComplete, chunk.bytes.count <= Self.keptBytesMax { kept = all }
    return Self.cut(all, from: offset, count: count)
  }

  private static func cut(_ piece: TextPiece, from offset: Int, count: Int) -> TextPiece {
    let start = min(max(0, offset - piece.offset), piece.bytes.count)
    let end = min(start + count, piece.bytes.count)
    return TextPiece(
      offset: piece.offset + start, bytes: Array(piece.bytes[start..<end]),
      totalBytes: piece.totalBytes, isComplete: piece.isComplete)
  }
}

extension Store {
  /// A reader of one file within this store's budget.
  package nonisolated func text(_ file: RemoteFile) -> TextFetcher {
    TextFetcher(file, client: client)
  }
}
