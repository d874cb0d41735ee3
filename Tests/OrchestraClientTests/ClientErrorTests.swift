// What people read: host, cause and next step in one line, for every way to fail.
import HTTP
import OrchestraAPI
import OrchestraClient
import Resilience
import TestSupport
import Testing
import Time

@Suite struct ClientErrorTests {
  private func message<E: Endpoint>(
    _ endpoint: E, _ answer: FakeTransport.Answer, key: String? = "test-key"
  ) async throws -> String {
    let stage = try Stage(
      key: key, limits: ClientLimits(retry: RetryPolicy(attemptsMax: 1)))
    stage.transport.plan(endpoint, answer)
    return try await stage.failure(endpoint).message
  }

  private let run = GetPipelineRunStatus(runID: "9b0e")

  @Test(arguments: [
    (
      401, "Unauthorized",
      "engine.example: refused the key from ORCHESTRA_API_KEY (401: Unauthorized); check that the "
        + "key is complete, not revoked and made for this host"
    ),
    (
      403, "",
      "engine.example: does not allow this with the key from ORCHESTRA_API_KEY (403); the API may "
        + "be off for the account, the key read-only, or this IP address not allowed"
    ),
    (
      404, "Not found",
      "engine.example: does not know pipeline run 9b0e (404: Not found); it may be older than the "
        + "retention, in another account, or the id wrong"
    ),
    (
      409, "exists",
      "engine.example: refused GET /pipeline_runs/{}/status (409: exists); something else has "
        + "changed it; refresh and look again"
    ),
    (
      500, "Failed to download log file from S3",
      "engine.example: failed with 500: Failed to download log file from S3; the fault is on the "
        + "server's side; try again later"
    ),
  ])
  func `statuses in words`(code: Int, detail: String, message: String) async throws {
    #expect(try await self.message(run, .problem(code, detail)) == message)
  }

  @Test func `without a key a 401 says how to set one`() async throws {
    let message = try await message(run, .problem(401, "Unauthorized"), key: nil)
    #expect(
      message == "engine.example: wants a key (401: Unauthorized); set ORCHESTRA_API_KEY or a "
        + "profile's key command")
  }

  @Test func `a listing that is not there is another case than a run that is not there`()
    async throws
  {
    let message = try await message(ListTaskRuns(), .problem(404, "Not Found"))
    #expect(
      message == "engine.example: does not know GET /task_runs (404: Not Found); the server may be "
        + "older, or the address wrong")
  }

  @Test func `a 422 is told field by field, bounded`() async throws {
    let fields = (1...7).map {
      APIProblem.Field(path: ["body", "f\($0)"], message: "Field required")
    }
    let answer = FakeTransport.Answer.response(APIProblem(fields: fields).response)
    let message = try await message(StartPipeline(pipeline: "p"), answer)
    #expect(
      message == "engine.example: refused POST /pipelines/{}/start (422: body.f1: Field required; "
        + "body.f2: Field required; body.f3: Field required; body.f4: Field required; body.f5: "
        + "Field required; and 2 more); correct the request")
  }

  @Test func `pages of HTML become a few words`() async throws {
    let html =
      "<html><head><title>502 Bad\n Gateway</title></head>"
      + String(repeating: "<p>x</p>", count: 10_000)
    let answer = HTTPResponse(status: 502, body: Array(html.utf8))
    let message = try await message(run, .response(answer))
    #expect(
      message == "engine.example: failed with 502: 502 Bad Gateway; the fault is on the server's "
        + "side; try again later")
  }

  @Test(arguments: [
    (
      TransportError.dns(host: "engine.example"),
      "the name has no address (DNS); check the address and this machine's network"
    ),
    (
      .refused(host: "engine.example", port: 8787),
      "nothing accepts connections on port 8787; check the address and that the server runs"
    ),
    (
      .connectTimedOut(host: "engine.example"),
      "no connection within the time limit; check the network, VPN and firewall"
    ),
    (
      .tls(host: "engine.example", reason: "certificate has expired"),
      "no trusted TLS connection (certificate has expired); check this machine's clock and CA "
        + "certificates (SSL_CERT_FILE), and the address"
    ),
    (
      .proxy(reason: "the proxy answered 407"),
      "the proxy could not connect (the proxy answered 407); check http_proxy, https_proxy and "
        + "no_proxy"
    ),
    (
      .timedOut(after: .milliseconds(30_000), sentRequest: true),
      "no complete answer within 30 s; the network or the server is slow or broken; try again"
    ),
    (
      .timedOut(after: .milliseconds(1_540), sentRequest: true),
      "no complete answer within 1.5 s; the network or the server is slow or broken; try again"
    ),
    (
      .truncated(reason: "transfer closed with 997 bytes remaining to read"),
      "the connection broke (transfer closed with 997 bytes remaining to read); the network or the "
        + "server is slow or broken; try again"
    ),
    (
      .tooLarge(limitBytes: 32 << 20),
      "the answer about pipeline run 9b0e exceeds 32 MiB; ask for a smaller part of it"
    ),
  ])
  func `transport failures in words`(error: TransportError, words: String) async throws {
    #expect(try await message(run, .failure(error)) == "engine.example: \(words)")
  }

  @Test func `success without sense, redirects and rate limits`() async throws {
    let page = HTTPResponse(status: 200, body: Array("<!doctype html>".utf8))
    #expect(
      try await message(run, .response(page)) == "engine.example: the answer about pipeline run "
        + "9b0e cannot be understood (HTML instead of JSON); check that the address is an "
        + "Orchestra server")
    let moved = HTTPResponse(
      status: 302, headers: ["Location": "https://login.example/\u{1b}[31m?k=test-key"])
    #expect(
      try await message(run, .response(moved)) == "engine.example: answered with a redirect to "
        + "https://login.example/ [31m?k=[key] (302), which is not followed; check the address")
    let limited = HTTPResponse(status: 429, headers: ["Retry-After": "90"])
    #expect(
      try await message(run, .response(limited)) == "engine.example: too many requests for this "
        + "key (429), wait 90 s; others may use the same key; lower requests per minute")
  }

  @Test func `a key that the server sends back is not repeated, nor are control characters`()
    async throws
  {
    let text =
      "bad key 'test-key'\u{1b}]0;x\u{7} test-key\r\n\(String(repeating: "y", count: 5_000))"
    let message = try await message(run, .problem(400, text))
    #expect(
      message.hasPrefix("engine.example: refused GET /pipeline_runs/{}/status (400: bad key "))
    #expect(!message.contains("test-key"))
    #expect(message.unicodeScalars.allSatisfy { $0.value >= 32 })
    #expect(message.count <= 601)
  }

  @Test func `an unknown outcome of another write says to look`() async throws {
    let cancel = CancelPipelineRun(runID: "9b0e")
    let message = try await message(
      cancel, .failure(.timedOut(after: .seconds(30), sentRequest: true)))
    #expect(
      message == "engine.example: no complete answer within 30 s; it is unknown whether the change "
        + "was made: look before you repeat it")
  }

  @Test func `files, selectors and ports are named`() async throws {
    let download = DownloadLog(task: Sample.task, filename: "main.log")
    let missing = try await message(download, .problem(404, "gone"))
    #expect(missing.contains("does not know file main.log of task run \(Sample.taskRunID) (404"))
    let alias = try await message(GetPipeline(.alias("nightly")), .problem(404, "gone"))
    #expect(alias.contains("does not know pipeline nightly (404"))
    let stage = try Stage(address: "http://127.0.0.1:8787")
    stage.transport.plan(run, .problem(404, ""))
    #expect(try await stage.failure(run).message.hasPrefix("127.0.0.1:8787: "))
  }
}
