// The server on a real socket: what the contract over values cannot show.
import HTTP
import HTTPServer
import JSON
import OrchestraAPI
import OrchestraClient
import PodiumServer
import TestSupport
import Testing

/// What only shows on a socket: browsers, faults, big files.
struct WireTests {
  private func serving(
    _ faults: Faults = .none, _ body: (Caller) async throws -> Void
  ) async throws {
    var options = ServingOptions()
    options.faults = faults
    let server = try await LocalServer.start(options)
    do { try await body(try await server.caller(.http)) } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  @Test(arguments: [
    ("Host: evil.example", ""), ("Host: 127.0.0.1", "Origin: https://evil.example"),
    ("Host: 127.0.0.1", "Origin: null"), ("Host: 127.0.0.1", "Sec-Fetch-Site: cross-site"),
  ])
  func `web pages of others are refused, even with the key`(
    host: String, extra: String
  ) async throws {
    try await serving { caller in
      let key = "Authorization: Bearer \(caller.server.key)"
      let lines = [
        "GET /api/engine/public/pipelines HTTP/1.1", host, extra, key, "Connection: close",
      ]
      let head = lines.filter { !$0.isEmpty }.joined(separator: "\r\n") + "\r\n\r\n"
      let answer = await RawClient(port: caller.server.serving.port).exchange([head])
      #expect(answer.hasPrefix("HTTP/1.1 403 "))
      #expect(answer.contains("not allowed"))
    }
  }

  @Test func `discovery of a login is 404 in JSON, so that clients give up cleanly`() async throws {
    try await serving { caller in
      let port = caller.server.serving.port
      let answer = await RawClient(port: port).get("/.well-known/oauth-authorization-server")
      #expect(answer.hasPrefix("HTTP/1.1 404 "))
      #expect(answer.hasSuffix(#"{"detail":"Not Found"}"#))
    }
  }

  @Test func `faults look on the wire like a bad day of the platform`() async throws {
    let list: [Faults.Fault?] = [
      .rateLimited(retryAfterSeconds: 3), .html(status: 502), .portal, .truncated(afterBytes: 20),
      nil,
    ]
    try await serving(Faults { _, number in list[number % list.count] }) { caller in
      let limited = try await caller.send(ListPipelines().request)
      #expect(limited.status == 429)
      #expect(limited.headers["Retry-After"] == "3")
      #expect(try await caller.send(ListPipelines().request).status == 502)
      let portal = try await caller.send(ListPipelines().request)
      #expect(portal.status == 200)
      #expect(throws: DecodingProblem.self) { try ListPipelines.decode(portal) }
      await #expect(throws: TransportError.self) { try await caller.send(ListPipelines().request) }
      #expect(try await caller.send(ListPipelines().request).status == 200)
    }
  }

  @Test func `a late answer runs into the caller's limit`() async throws {
    let late = Faults { _, number in number == 0 ? .delay(.seconds(30)) : nil }
    try await serving(late) { caller in
      let limits = TransferLimits(total: .milliseconds(50))
      await #expect(throws: TransportError.self) {
        try await caller.send(ListPipelines().request, limits: limits)
      }
    }
  }

  @Test func `a log of many megabytes comes whole and in pieces`() async throws {
    try await serving { caller in
      let run = try await caller.finishedRun("talkative")
      #expect(run.status == .succeeded)
      let task = try await caller.task("talk", in: run.id)
      let path = TaskRunPath(runID: run.id, taskRunID: task.id)
      let name = try #require(try await caller.call(ListLogFiles(task: path)).files.first?.name)
      let whole = try await caller.send(DownloadLog(task: path, filename: name).request)
      #expect(whole.status == 200)
      #expect(whole.body.count > 10_000_000)
      let tail = try await caller.call(
        DownloadLog(task: path, filename: name, range: .last(1000)))
      #expect(tail.totalBytes == whole.body.count)
      #expect(tail.bytes == Array(whole.body.suffix(1000)))
    }
  }

  @Test func `many callers at once get their own answers`() async throws {
    try await serving { caller in
      let run = try await caller.finishedRun("nightly")
      let good = GetPipelineRunStatus(runID: run.id)
      let bad = GetPipelineRunStatus(runID: "x")
      let statuses = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for number in 0..<200 {
          group.addTask { (number, try await caller.status(number % 2 == 0 ? good : bad)) }
        }
        return try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
      }
      #expect(statuses.count == 200)
      #expect(statuses.allSatisfy { $0.value == ($0.key % 2 == 0 ? 200 : 404) })
    }
  }
}
