// Routes that answer with samples: the router without an engine.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Time

@testable import PodiumServer

enum SampleRoutes {
  static let key = AccessKey("key-of-the-tests-1234")

  static var router: Router {
    Router([
      route(ListPipelineRuns.self) {
        Page(page: $0.page.page, pageSize: 1, total: 1, items: [Sample.run])
      },
      route(GetPipelineRunStatus.self) { endpoint in
        guard endpoint.runID == Sample.runID else {
          throw APIProblem.notFound("Pipeline run", endpoint.runID.text)
        }
        return Sample.run
      },
      route(CancelPipelineRun.self) { _ in Nothing() },
      route(GetPipelineDefinition.self, also: ["pipeline/data"]) { _ in ["version": "v1"] },
      route(ValidatePipeline.self, needsKey: false) { _ in ["message": "Pipeline schema is valid"]
      },
      route(DeletePipeline.self, also: ["pipelines/{}"]) { endpoint in
        guard endpoint.selector == .alias("nightly") else { throw APIProblem(404, "no") }
        return Nothing()
      },
      route(ListAccounts.self) { _ in [Account(id: "acc-1", name: "acme")] },
      route(DownloadLog.self) { endpoint in
        guard endpoint.filename == "1/dbt run" else { throw SecretError() }
        return FileChunk(offset: 0, bytes: Array("hello".utf8), totalBytes: 5, isComplete: true)
      },
    ])
  }

  static var api: PublicAPI { PublicAPI(router, key: key, accountID: { "acc-1" }) }

  /// An error that must not reach a client.
  struct SecretError: Error {}
}

/// A request with the right key.
func authorized(
  _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = HTTPHeaders(), body: String = ""
) -> HTTPRequest {
  let parts = target.split(separator: "?", maxSplits: 1)
  var request = HTTPRequest(method, String(parts[0]), headers: headers, body: Array(body.utf8))
  if parts.count > 1 { request.query = Query(encoded: String(parts[1])) }
  request.headers["Authorization"] = "Bearer \(SampleRoutes.key.secret)"
  return request
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
