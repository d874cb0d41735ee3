// What every request passes: spellings, keys, statuses and error bodies.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Testing

@testable import PodiumServer

struct PublicAPITests {
  private let engine = "/api/engine/public"

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let reply = await SampleRoutes.api.answer(request)
    guard case .whole(let body) = reply.body else { return HTTPResponse(status: 0) }
    return HTTPResponse(status: reply.status, headers: reply.headers, body: body)
  }

  @Test(arguments: [
    "/api/engine/public/pipelines/data?alias=x", "/api/engine/public/pipeline/data?alias=x",
    "/engine/public/pipeline/data?alias=x", "/api/engine/public/pipelines/data/?alias=x",
    "/public/v1/accounts",
  ])
  func `every spelling is answered`(target: String) async {
    #expect(await answer(authorized(.get, target)).status == 200)
  }

  @Test(arguments: [
    "/", "/api/engine/public", "/api/engine/public/nothing", "/pipelines/data",
    "/.well-known/oauth-authorization-server", "/api/engine/public/accounts",
    "/public/v1/pipeline_runs",
  ])
  func `unknown paths are 404 in JSON`(path: String) async {
    let response = await answer(authorized(.get, path))
    #expect(response.status == 404)
    #expect(response.headers["Content-Type"] == "application/json")
    #expect(response.text == #"{"detail":"Not Found"}"#)
  }

  @Test func `what this server does not have is refused with the reason`() async {
    let router = Router([refuse(.post, "pipelines/import", because: "no Git storage here")])
    let api = PublicAPI(router, key: SampleRoutes.key)
    let reply = await api.answer(authorized(.post, "\(engine)/pipelines/import"))
    #expect(reply.status == 400)
  }

  @Test func `another method of a known path is 405 and says which exist`() async {
    let response = await answer(authorized(.patch, "\(engine)/pipeline_runs"))
    #expect(response.status == 405)
    #expect(response.headers["Allow"] == "GET")
  }

  @Test(
    arguments: [
      nil, "", "Bearer", "Bearer ", "Bearer wrong", "Basic key-of-the-tests-1234",
      "Bearer key-of-the-tests-12345", "Bearer key-of-the-tests-123",
      "Bearer key-of-the-tests-1234key-of-the-tests-1234",
    ] as [String?])
  func `a missing or wrong key is 401 in the platform's words`(authorization: String?) async {
    var request = HTTPRequest(.get, "\(engine)/pipeline_runs")
    request.headers["Authorization"] = authorization
    let response = await answer(request)
    #expect(response.status == 401)
    #expect(response.text == #"{"detail":"Unauthorized"}"#)
  }

  @Test func `health and schema need no key`() async {
    #expect(await answer(HTTPRequest(.get, "/health")).status == 200)
    #expect(await answer(HTTPRequest(.get, "\(engine)/health")).status == 200)
    let schema = HTTPRequest(.post, "\(engine)/pipelines/schema", body: Array("{}".utf8))
    #expect(await answer(schema).text == #"{"message":"Pipeline schema is valid"}"#)
  }

  @Test func `a key may name only its own account`() async {
    let own = authorized(
      .get, "\(engine)/pipeline_runs", headers: ["X-Orchestra-Account-Id": "acc-1"])
    #expect(await answer(own).status == 200)
    let other = authorized(
      .get, "\(engine)/pipeline_runs", headers: ["X-Orchestra-Account-Id": "acc-2"])
    #expect(await answer(other).status == 403)
  }

  @Test func `problems come with their status and FastAPI's body`() async {
    let missing = await answer(authorized(.get, "\(engine)/pipeline_runs/nope/status"))
    #expect(missing.status == 404)
    #expect(missing.text == #"{"detail":"Pipeline run nope not found"}"#)
    let invalid = await answer(authorized(.get, "\(engine)/pipeline_runs?page_size=101"))
    #expect(invalid.status == 422)
    let detail = try? JSONValue(parsing: invalid.body)["detail"]?.array
    #expect(detail?.first?["loc"] == ["query", "page_size"])
    let extra = await answer(
      authorized(
        .post, "\(engine)/pipeline_runs/x/cancel", body: #"{"force":true,"cause":"x"}"#))
    #expect(extra.status == 422)
    #expect(extra.text.contains("extra_forbidden"))
  }

  @Test func `an unexpected error is a 500 that tells nothing`() async {
    let response = await answer(
      authorized(.get, "\(engine)/pipeline_runs/a/task_runs/b/logs/download?filename=x"))
    #expect(response.status == 500)
    #expect(response.text == #"{"detail":"Internal Server Error"}"#)
  }

  @Test func `no answer is 204 without a body`() async {
    let response = await answer(authorized(.post, "\(engine)/pipeline_runs/x/cancel"))
    #expect(response.status == 204)
    #expect(response.body.isEmpty)
  }

  @Test func `captures and file names are decoded once`() async {
    let log = "\(engine)/pipeline_runs/a/task_runs/b/logs/download?filename=1%2Fdbt%20run"
    #expect(await answer(authorized(.get, log)).text == "hello")
    #expect(await answer(authorized(.delete, "\(engine)/pipelines/nightly")).status == 204)
    #expect(await answer(authorized(.delete, "\(engine)/pipelines?alias=nightly")).status == 204)
    #expect(await answer(authorized(.delete, "\(engine)/pipelines/nigh%2574ly")).status == 404)
  }

  @Test func `HEAD is GET without the body`() async throws {
    let transport = InProcessTransport(SampleRoutes.api)
    let target = "\(engine)/pipeline_runs"
    let get = try await transport.send(authorized(.get, target), limits: .patient)
    let head = try await transport.send(authorized(.head, target), limits: .patient)
    #expect(head.status == 200)
    #expect(head.body.isEmpty)
    #expect(head.headers["Content-Length"] == "\(get.body.count)")
  }
}

struct AccessKeyTests {
  @Test func `random keys are long, differ and do not print themselves`() {
    var generator = SystemRandomNumberGenerator()
    let one = AccessKey.random(using: &generator)
    let other = AccessKey.random(using: &generator)
    #expect(one.secret.hasPrefix("podium_"))
    #expect(one.secret.count == 39)
    #expect(one.secret != other.secret)
    #expect("\(one)" == "(key)")
    #expect(String(reflecting: one) == "(key)")
    #expect(one.opens("bearer \(one.secret)"))
  }

  @Test func `an empty key opens for nobody`() {
    #expect(!AccessKey("").opens("Bearer "))
    #expect(!AccessKey("").opens("Bearer x"))
  }
}
