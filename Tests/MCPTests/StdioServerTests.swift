// One message a line, whatever comes: the server answers what it can and never dies of what it cannot.
import CSystem
import Glibc
import JSON
import MCP
import Synchronization
import TestSupport
import Testing

struct StdioServerTests {
  /// Runs a server on pipes and gives the lines that came out.
  private func run(
    _ input: [UInt8], patience: Duration = .seconds(300)
  ) async throws -> [JSONValue] {
    let (toServer, fromServer) = (try Pipe(), try Pipe())
    let server = StdioServer(
      Harness.server(), input: toServer.reader, output: fromServer.writer, patience: patience)
    async let ended: Void = onThread {
      server.run()
      fromServer.closeWriter()
    }
    async let written: Void = onThread {
      toServer.write(input)
      toServer.closeWriter()
    }
    let output = await onThread { fromServer.readAll() }
    _ = await (ended, written)
    return try output.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
  }

  private func ping(_ id: Int) -> [UInt8] {
    Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"ping\"}\n".utf8)
  }

  @Test func junkIsAnsweredAndTheNextRequestToo() async throws {
    let junk = Array("junk\n\n   \n[]\r\n\u{0}\n".utf8) + [0xFF, 0xFE, 0x0A]
    let deep = Array(String(repeating: "[", count: 50_000).utf8) + [0x0A]
    let answers = try await run(junk + deep + ping(1))
    #expect(answers.count == 6)
    #expect(answers.dropLast().allSatisfy { $0["error"] != nil && $0["id"] == nil })
    #expect(answers.last?["id"] == 1)
  }

  @Test func fiveHundredRequestsInOneGoAreAllAnswered() async throws {
    let answers = try await run((1...500).flatMap(ping))
    #expect(Set(answers.compactMap { $0["id"]?.int }) == Set(1...500))
  }

  @Test func linesOfManyMegabytes() async throws {
    let filler = String(repeating: "x", count: 10 << 20)
    let large = Array(
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"f\":\"\(filler)\"}}\n".utf8)
    let tooLarge = [UInt8](repeating: 0x78, count: StdioServer.lineBytesMax + 1) + [0x0A]
    let answers = try await run(large + tooLarge + ping(2))
    #expect(answers.count == 3)
    #expect(answers.contains { $0["error"]?["message"]?.string?.contains("16 MiB") == true })
    #expect(Set(answers.compactMap { $0["id"]?.int }) == [1, 2])
  }

  @Test func theLastLineNeedsNoEnd() async throws {
    #expect(try await run(ping(1).dropLast()).count == 1)
  }

  @Test func anEndWhileSomethingRunsEndsSoon() async throws {
    let meta =
      #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
    let call =
      #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait",\#(meta)}}"# + "\n"
    #expect(try await run(Array(call.utf8), patience: StdioServer.patience).isEmpty)
  }
}

/// A pipe of this process.
private final class Pipe: Sendable {
  let reader: Int32
  let writer: Int32

  struct Failure: Error {}

  init() throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      throw Failure()
    }
    (reader, writer) = (ends[0], ends[1])
  }

  deinit { close(reader) }

  func closeWriter() { close(writer) }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(writer, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(reader, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
