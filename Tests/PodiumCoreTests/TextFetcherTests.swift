// Ranged reads of files: growing, complete, beyond the end, and servers that ignore ranges.
import HTTP
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct TextFetcherTests {
  private let transport = FakeTransport()
  private let file = RemoteFile.log(
    TaskRunPath(runID: "run", taskRunID: "task"), name: "1/dbt run")

  private func fetcher() throws -> TextFetcher {
    let access = WorkspaceAccess(address: try ServerAddress("http://127.0.0.1:9"))
    let world = ManualClock().world()
    return TextFetcher(file, client: Client(transport: transport, access: access, world: world))
  }

  private func serve(_ text: String, isComplete: Bool, honoursRanges: Bool = true) {
    let bytes = Array(text.utf8)
    let status = isComplete ? "COMPLETE" : "WRITING"
    transport.whenever(DownloadLog.self) { endpoint in
      var response = HTTPResponse(status: 200, headers: ["X-File-Status": status], body: bytes)
      guard honoursRanges, let range = endpoint.range else { return .response(response) }
      let (start, end) =
        switch range {
        case .closed(let a, let b): (a, min(b + 1, bytes.count))
        case .from(let a): (a, bytes.count)
        case .last(let n): (max(0, bytes.count - n), bytes.count)
        }
      guard start < bytes.count else {
        response.status = 416
        response.body = []
        response.headers["Content-Range"] = "bytes */\(bytes.count)"
        return .response(response)
      }
      response.status = 206
      response.body = Array(bytes[start..<end])
      response.headers["Content-Range"] = "bytes \(start)-\(end - 1)/\(bytes.count)"
      return .response(response)
    }
  }

  @Test func piecesComeAsAsked() async throws {
    serve("0123456789", isComplete: false)
    let fetcher = try fetcher()
    let first = try await fetcher.read(from: 0, count: 4)
    #expect(
      first == TextPiece(offset: 0, bytes: Array("0123".utf8), totalBytes: 10, isComplete: false))
    let next = try await fetcher.read(from: first.end, count: 100)
    #expect(String(decoding: next.bytes, as: UTF8.self) == "456789")
    #expect(!next.isEnd)
    #expect(transport.requests.map { $0.headers["Range"] } == ["bytes=0-3", "bytes=4-103"])
    #expect(transport.requests[0].query["filename"] == "1/dbt run")
  }

  @Test func beyondTheEndIsEmptyAndNotAnError() async throws {
    serve("01234", isComplete: false)
    let fetcher = try fetcher()
    let growing = try await fetcher.read(from: 5)
    #expect(growing.bytes.isEmpty && !growing.isEnd && growing.totalBytes == 5)
    serve("01234", isComplete: true)
    let complete = try await fetcher.read(from: 5)
    #expect(complete.bytes.isEmpty && complete.isEnd)
  }

  @Test func theTailIsTheLastBytes() async throws {
    serve("0123456789", isComplete: true)
    let piece = try await fetcher().tail(3)
    #expect(
      piece == TextPiece(offset: 7, bytes: Array("789".utf8), totalBytes: 10, isComplete: true))
    #expect(piece.isEnd)
  }

  @Test func aServerThatIgnoresRangesIsAskedOnce() async throws {
    serve("0123456789", isComplete: true, honoursRanges: false)
    let fetcher = try fetcher()
    let middle = try await fetcher.read(from: 4, count: 3)
    #expect(
      middle == TextPiece(offset: 4, bytes: Array("456".utf8), totalBytes: 10, isComplete: true))
    let tail = try await fetcher.tail(2)
    #expect(tail == TextPiece(offset: 8, bytes: Array("89".utf8), totalBytes: 10, isComplete: true))
    #expect(transport.requests.count == 1)
  }

  @Test func failuresHaveWords() async throws {
    transport.whenever(DownloadLog.self) { _ in .problem(404, "no such file") }
    let fetcher = try fetcher()
    await #expect(throws: FetchFailure.self) { try await fetcher.read(from: 0) }
    do throws(FetchFailure) {
      _ = try await fetcher.read(from: 0)
    } catch {
      #expect(error.kind == .permanent && error.cause == "404 not found")
    }
  }

  @Test func followingLeavesRoomInTheBudget() {
    #expect(TextFetcher.followPause(perMinute: nil) == .seconds(1))
    #expect(TextFetcher.followPause(perMinute: 50) == .seconds(4.8))
  }
}
