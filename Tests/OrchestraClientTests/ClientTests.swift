// The attempt loop on a scripted server and a manual clock: what is repeated, what never is.
import HTTP
import OrchestraAPI
import OrchestraClient
import Resilience
import TestSupport
import Testing
import Time

/// A client, its scripted server and its clock.
struct Stage {
  let transport = FakeTransport()
  let clock: ManualClock
  let client: Client

  init(
    sleeping: ManualClock.Sleeping = .movesTime, perMinute: Int? = 50, key: String? = "test-key",
    address: String = "https://engine.example", limits: ClientLimits = ClientLimits(),
    allowsPlainHTTP: Bool = false
  ) throws {
    clock = ManualClock(sleeping: sleeping)
    let access = WorkspaceAccess(
      address: try ServerAddress(address),
      credentials: try key.map { try Credentials(key: $0, source: "ORCHESTRA_API_KEY") },
      accountID: "acc-1", allowsPlainHTTP: allowsPlainHTTP)
    client = Client(
      transport: transport, access: access, requestsPerMinute: perMinute, limits: limits,
      world: clock.world())
  }

  /// The error of a call; a value is an issue.
  func failure<E: Endpoint>(
    _ endpoint: E, priority: RateLimiter.Priority = .asked, deadline: Duration? = nil
  ) async throws -> ClientError {
    do throws(ClientError) {
      _ = try await client.call(endpoint, priority: priority, purpose: "test", deadline: deadline)
    } catch {
      return error
    }
    throw NoFailure()
  }

  struct NoFailure: Error {}
}

@Suite struct ClientTests {
  let status = GetPipelineRunStatus(runID: Sample.runID)
  let start = StartPipeline(pipeline: "nightly_elt")

  @Test func `a call carries key and account, and gives the value`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, output: Sample.run)
    stage.transport.plan(ListAccounts(), output: [])
    let run = try await stage.client.call(status, purpose: "open run")
    #expect(run == Sample.run)
    _ = try await stage.client.call(ListAccounts())
    let requests = stage.transport.requests
    #expect(requests[0].headers["Authorization"] == "Bearer test-key")
    #expect(requests[0].headers["X-Orchestra-Account-Id"] == "acc-1")
    #expect(requests[1].headers["Authorization"] == "Bearer test-key")
    #expect(requests[1].headers["X-Orchestra-Account-Id"] == nil)
  }

  @Test func `a failing read is repeated after growing delays`() async throws {
    let stage = try Stage()
    stage.transport.plan(
      status, .problem(503, "busy"), .failure(.timedOut(after: .seconds(30), sentRequest: true)),
      .response(GetPipelineRunStatus.encode(Sample.run)))
    let run = try await stage.client.call(status, priority: .asked, purpose: "open run")
    #expect(run.id == Sample.runID)
    #expect(stage.clock.slept == [.milliseconds(200), .milliseconds(400)])
    let calls = stage.client.calls
    #expect(calls.map(\.attempt) == [1, 2, 3])
    #expect(calls.map(\.ended?.status) == [503, nil, 200])
    #expect(calls.map(\.ended?.problem) == ["503 server error", "timed out", nil])
    #expect(calls.allSatisfy { $0.purpose == "open run" && $0.priority == .asked })
    stage.transport.expectFinished()
  }

  @Test func `after the last attempt the error tells how many there were`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, .problem(500, "a"), .problem(500, "b"), .problem(500, "c"))
    let error = try await stage.failure(status)
    #expect(error.status == 500)
    #expect(error.context.attempts == 3)
    stage.transport.expectFinished()
  }

  @Test(arguments: [
    TransportError.timedOut(after: .seconds(30), sentRequest: true),
    .other(reason: "closed without an answer", sentRequest: true), .truncated(reason: "3 of 9"),
    .tooLarge(limitBytes: 9),
  ])
  func `a start that may have arrived is sent exactly once`(error: TransportError) async throws {
    let stage = try Stage()
    stage.transport.plan(start, .failure(error))
    let failure = try await stage.failure(start)
    #expect(failure.outcomeIsUnknown)
    #expect(failure.retry == .never)
    #expect(
      failure.message.contains(
        "it is unknown whether the run was started and nothing was repeated: before you start it "
          + "again, look in the runs for one of pipeline nightly_elt created since "))
    #expect(stage.transport.requests.count == 1)
  }

  @Test(arguments: [500, 502, 503, 504, 408])
  func `a start answered with a server error is sent exactly once`(code: Int) async throws {
    let stage = try Stage()
    stage.transport.plan(start, .problem(code, "oops"))
    let failure = try await stage.failure(start)
    #expect(failure.outcomeIsUnknown == (code >= 500))
    #expect(stage.transport.requests.count == 1)
  }

  @Test func `a start whose success cannot be read is unknown, not repeated`() async throws {
    let stage = try Stage()
    stage.transport.plan(start, .response(HTTPResponse(status: 200, body: Array("<html>".utf8))))
    let failure = try await stage.failure(start)
    #expect(failure.outcomeIsUnknown)
    #expect(stage.transport.requests.count == 1)
  }

  @Test(arguments: [
    TransportError.refused(host: "h", port: 1), .dns(host: "h"), .connectTimedOut(host: "h"),
    .other(reason: "no route", sentRequest: false),
  ])
  func `a start that never left is tried again`(error: TransportError) async throws {
    let stage = try Stage()
    let answer = StartedRun(id: "x", runID: Sample.runID)
    stage.transport.plan(start, .failure(error), .response(StartPipeline.encode(answer)))
    #expect(try await stage.client.call(start).runID == Sample.runID)
    #expect(stage.transport.requests.count == 2)
  }

  @Test func `a cancel is idempotent and repeated`() async throws {
    let stage = try Stage()
    let cancel = CancelPipelineRun(runID: Sample.runID)
    stage.transport.plan(
      cancel, .failure(.timedOut(after: .seconds(1), sentRequest: true)),
      .response(HTTPResponse(status: 204)))
    _ = try await stage.client.call(cancel)
    #expect(stage.transport.requests.count == 2)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 501, 505, 302])
  func `refusals are not repeated and do not count against the host`(code: Int) async throws {
    let stage = try Stage(limits: ClientLimits(breaker: .init(consecutiveFailuresMax: 1)))
    stage.transport.plan(status, .problem(code, "no"))
    let failure = try await stage.failure(status)
    #expect(failure.status == code)
    #expect(failure.retry == .never)
    #expect(stage.transport.requests.count == 1)
    #expect(stage.client.breakerState == (code == 505 ? .open(until: .seconds(5)) : .closed))
  }

  @Test func `no key is sent where others could read it`() async throws {
    let stage = try Stage(address: "http://engine.example")
    let failure = try await stage.failure(status)
    #expect(failure.kind == .keyWithheld)
    #expect(stage.transport.requests.isEmpty)
    let allowed = try Stage(address: "http://engine.example", allowsPlainHTTP: true)
    allowed.transport.plan(status, output: Sample.run)
    _ = try await allowed.client.call(status)
    let keyless = try Stage(key: nil, address: "http://engine.example")
    keyless.transport.plan(status, output: Sample.run)
    _ = try await keyless.client.call(status)
    #expect(keyless.transport.requests[0].headers["Authorization"] == nil)
  }

  @Test func `a range beyond the end is an answer: nothing new yet`() async throws {
    let stage = try Stage()
    let download = DownloadLog(task: Sample.task, filename: "1/dbt run", range: .from(14))
    stage.transport.plan(
      download,
      .response(
        HTTPResponse(
          status: 416, headers: ["Content-Range": "bytes */14", "X-File-Status": "WRITING"])))
    let chunk = try await stage.client.call(download)
    #expect(chunk.bytes.isEmpty && chunk.totalBytes == 14 && !chunk.isComplete)
    let whole = DownloadLog(task: Sample.task, filename: "1/dbt run")
    stage.transport.plan(whole, .problem(416, "no"))
    #expect(try await stage.failure(whole).status == 416)
  }

  @Test func `the server's clock is learned from its answers`() async throws {
    let stage = try Stage()
    #expect(stage.client.clockSkew == nil)
    var answer = GetPipelineRunStatus.encode(Sample.run)
    let ahead = stage.clock.start + .seconds(90)
    answer.headers["Date"] = "Thu, 16 Oct 2025 00:17:20 GMT"
    #expect(ahead.iso8601Seconds == "2025-10-16T00:17:20Z")
    stage.transport.plan(status, .response(answer))
    _ = try await stage.client.call(status)
    #expect(stage.client.clockSkew == .milliseconds(90_500))
    #expect(stage.client.serverNow == stage.clock.start + .milliseconds(90_500))
    answer.headers["Date"] = "Thu, 16 Oct 2025 00:15:51 GMT"
    stage.transport.plan(status, .response(answer))
    _ = try await stage.client.call(status)
    #expect(stage.client.clockSkew == .zero)
  }

  @Test func `the log keeps the last three hundred calls without keys`() async throws {
    let stage = try Stage(perMinute: nil)
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    for _ in 0..<350 { _ = try await stage.client.call(status) }
    let calls = stage.client.calls
    #expect(calls.count == 300)
    #expect(calls.map(\.id) == Array(51...350))
    #expect(calls.allSatisfy { $0.ended?.status == 200 })
    #expect(!"\(calls)".contains("test-key"))
    #expect(calls[0].target == "/api/engine/public/pipeline_runs/\(Sample.runID)/status")
  }
}
