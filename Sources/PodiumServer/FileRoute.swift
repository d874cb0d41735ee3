// Downloads: pieces as the endpoint encodes them, whole files streamed piece by piece, so that a log
// of any size costs one piece of memory.
import HTTPServer
import OrchestraAPI

/// An operation that answers with a file.
package protocol FileDownload: Endpoint where Output == FileChunk {
  var range: ByteRange? { get set }
}

extension DownloadLog: FileDownload {}
extension DownloadArtifact: FileDownload {}

/// Bytes of one piece of a streamed file.
private let pieceBytes = 256 * 1024

/// The entry of a download.
package func routeFile<E: FileDownload>(
  _ endpoint: E.Type, _ perform: @escaping @Sendable (E) async throws -> FileChunk
) -> [RouteEntry] {
  [
    RouteEntry(endpoint.route) { call in
      let endpoint = try E(call)
      guard endpoint.range == nil else {
        var piece = try await perform(endpoint)
        // An empty file has no piece that could be asked for, and "from 0" is all of it.
        if piece.totalBytes == 0, endpoint.range == .from(0) { piece.isRanged = false }
        return Reply(E.encode(piece))
      }
      var first = endpoint
      first.range = .closed(0, pieceBytes - 1)
      var chunk = try await perform(first)
      chunk.isRanged = false
      var reply = Reply(E.encode(chunk))
      if let total = chunk.totalBytes, total > chunk.bytes.count {
        reply.body = .stream(
          length: total,
          next: FileStream(endpoint, first: chunk.bytes, total: total, perform).next)
      }
      return reply
    }
  ]
}

/// The rest of a file, asked for as it is sent. A file that grows meanwhile is sent as long as it was.
private actor FileStream<E: FileDownload> {
  private let endpoint: E
  private let total: Int
  private let perform: @Sendable (E) async throws -> FileChunk
  private var ready: [UInt8]
  private var sent = 0

  init(
    _ endpoint: E, first: [UInt8], total: Int,
    _ perform: @escaping @Sendable (E) async throws -> FileChunk
  ) {
    self.endpoint = endpoint
    self.total = total
    self.perform = perform
    ready = first
  }

  @Sendable func next() async -> Reply.Chunk {
    if ready.isEmpty {
      guard sent < total else { return .end }
      var piece = endpoint
      piece.range = .closed(sent, min(sent + pieceBytes, total) - 1)
      guard let chunk = try? await perform(piece), !chunk.bytes.isEmpty else { return .cut }
      ready = chunk.bytes
    }
    defer { ready = [] }
    sent += ready.count
    return .bytes(ready)
  }
}
