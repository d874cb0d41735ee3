// Downloads through the routes: whole, in pieces, empty.
import HTTP
import OrchestraAPI
import Testing

@testable import PodiumServer

struct FileRouteTests {
  private static let file = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

  /// Serves pieces of `file`, at most `most` bytes each.
  private func api(_ file: [UInt8] = file, most: Int = 8 << 20) -> PublicAPI {
    let router = Router([
      routeFile(DownloadLog.self) { endpoint in
        let wanted =
          switch endpoint.range {
          case .closed(let start, let end): start..<min(end + 1, file.count)
          case .from(let start): start..<max(start, file.count)
          case .last, nil: 0..<0
          }
        let piece = Array(file[wanted.clamped(to: 0..<file.count)].prefix(most))
        var chunk = FileChunk(
          offset: wanted.lowerBound, bytes: piece, totalBytes: file.count, isComplete: true,
          fileStatus: "COMPLETE")
        chunk.isRanged = true
        return chunk
      }
    ])
    return PublicAPI(router, key: SampleRoutes.key)
  }

  private func get(
    _ api: PublicAPI, range: String? = nil, limits: TransferLimits = .patient
  ) async throws -> HTTPResponse {
    var request = authorized(
      .get, "/api/engine/public/pipeline_runs/a/task_runs/b/logs/download?filename=x")
    request.headers["Range"] = range
    return try await InProcessTransport(api).send(request, limits: limits)
  }

  @Test func `a file without a range comes whole, whatever its size and the size of pieces`()
    async throws
  {
    for most in [8 << 20, 100_000, 65_537] {
      let response = try await get(api(most: most))
      #expect(response.status == 200)
      #expect(response.body == Self.file)
      #expect(response.headers["Content-Range"] == nil)
      #expect(response.headers["X-File-Status"] == "COMPLETE")
    }
  }

  @Test func `a range comes as the endpoint answers it`() async throws {
    let piece = try await get(api(), range: "bytes=5-9")
    #expect(piece.status == 206)
    #expect(piece.body == Array(Self.file[5...9]))
    #expect(piece.headers["Content-Range"] == "bytes 5-9/700000")
  }

  @Test func `an empty file is 200 from its start and 416 beyond`() async throws {
    #expect(try await get(api([])).status == 200)
    let start = try await get(api([]), range: "bytes=0-")
    #expect(start.status == 200)
    #expect(start.headers["X-File-Status"] == "COMPLETE")
    #expect(try await get(api([]), range: "bytes=1-").status == 416)
  }

  @Test func `a file above the caller's limit is refused`() async {
    await #expect(throws: TransportError.tooLarge(limitBytes: 300_000)) {
      try await get(api(), limits: TransferLimits(bodyBytesMax: 300_000))
    }
  }
}
